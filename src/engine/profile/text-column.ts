import { blankColumnProfile } from '../../shared/blank-column-profile.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import { quoteName } from '../sql-text.ts'
import { distributionOf } from './distribution.ts'
import { binsOf, chooseBins, countBins } from './histogram.ts'
import { quantilesOf } from './order-statistics.ts'
import { type ColumnWork, type ProfiledColumn, topValueCount } from './profiled-column.ts'
import { valueCounts } from './read-distribution.ts'

const longestValue = 256
const counts = quoteName('value counts')

/**
 * The profile of a text column. Lengths count Unicode code points; order is that of the bytes in UTF-8; a blank text has
 * characters, all of them white space, an empty one has none.
 */
export async function profileTextColumn(column: ProfiledColumn, work: ColumnWork): Promise<ColumnProfile> {
  const { connection, signal } = work
  await connection.query(`CREATE OR REPLACE TEMP TABLE ${counts} AS ${valueCounts(column)}`, { signal })
  try {
    return await profileCounts(column, work)
  } finally {
    await connection.query(`DROP TABLE ${counts}`)
  }
}

async function profileCounts(column: ProfiledColumn, { connection, signal }: ColumnWork): Promise<ColumnProfile> {
  const facts = await connection.query(
    `SELECT count(*)::DOUBLE, coalesce(sum(n), 0)::DOUBLE, min(v)[1:${longestValue + 1}], max(v)[1:${longestValue + 1}],
      coalesce(sum(n) FILTER (v = ''), 0)::DOUBLE,
      coalesce(sum(n) FILTER (v <> '' AND regexp_full_match(v, '[\\s\\p{Z}]*')), 0)::DOUBLE FROM ${counts}`,
    { signal },
  )
  const [distinct, valueCount, min, max, empty, blank] = facts.rows[0] as [
    number,
    number,
    string | null,
    string | null,
    number,
    number,
  ]
  const { name, sqlType, kind, rowCount } = column
  const counted: ColumnProfile = {
    ...blankColumnProfile({ name, sql_type: sqlType, kind, count: rowCount, null_count: rowCount - valueCount }),
    distinct_count: distinct,
    empty_count: empty,
    blank_count: blank,
  }
  if (min === null || max === null) return counted

  const top = await connection.query(
    `SELECT v[1:${longestValue + 1}], n::DOUBLE FROM ${counts} ORDER BY n DESC, v LIMIT ${topValueCount}`,
    { signal },
  )
  const topValues = top.rows.map(([value, count]) => ({ value: value as string, count: count as number }))
  const shown = [min, max, ...topValues.map(({ value }) => value)]
  return {
    ...counted,
    min: cut(min),
    max: cut(max),
    top_values: topValues.map(({ value, count }) => ({ value: cut(value), count })),
    values_cut: shown.some((value) => cut(value) !== value),
    ...(await lengthsOf({ connection, signal })),
  }
}

/** The first 256 code points of a text. */
function cut(text: string): string {
  return text.length <= longestValue ? text : [...text].slice(0, longestValue).join('')
}

async function lengthsOf({ connection, signal }: ColumnWork) {
  const answer = await connection.query(
    `SELECT length(v)::DOUBLE, sum(n)::DOUBLE FROM ${counts} GROUP BY 1 ORDER BY 1`,
    { signal },
  )
  const lengths = answer.rows as [number, number][]
  const distribution = distributionOf({
    places: Float64Array.from(lengths, ([length]) => length),
    counts: Float64Array.from(lengths, ([, count]) => count),
  })
  const { total } = distribution
  const [q1, median, q3] = (await quantilesOf(distribution.blocks(), total, [0.25, 0.5, 0.75])) as [
    number,
    number,
    number,
  ]
  const min = lengths[0]?.[0] as number
  const max = lengths.at(-1)?.[0] as number
  const { bounds } = chooseBins({ min, max, total, iqr: q3 - q1, unit: 1 })
  return {
    min_length: min,
    max_length: max,
    mean_length: lengths.reduce((sum, [length, count]) => sum + length * count, 0) / total,
    median_length: median,
    length_histogram: binsOf(bounds, await countBins(distribution.blocks(), bounds, (length) => length)),
  }
}
