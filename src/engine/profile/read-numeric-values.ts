import type { JsonType } from '../../shared/column-kind.ts'
import { isWideInteger, jsonTypeOf } from '../column-kind-of.ts'
import type { Distribution } from './distribution.ts'
import {
  exactText,
  largestSurePlace,
  type NumberLine,
  plainLine,
  quotientOf,
  toPlaces,
  unitsOf,
  wholeLineOf,
  wholePlaceSql,
} from './number-line.ts'
import { type ColumnWork, type ProfiledColumn, type TopValue, topValueCount } from './profiled-column.ts'
import { type DistributionSource, type ReadValues, readDistribution, valueCounts } from './read-distribution.ts'

/** What must be said in all digits although the places of the values are rounded. */
export type ExactFacts = {
  min: string
  max: string
  sum: string
  mean: number
  zeroCount: number
  integersOnly: boolean
  top: TopValue[]
}

/**
 * The values of a numeric column on their line; `exact` is there when they are spread too wide for exact places. They
 * can be read again from `source`.
 */
export type NumericValues = ReadValues & {
  line: NumberLine
  json: JsonType
  exact: ExactFacts | undefined
  source: DistributionSource
}

/**
 * Reads a numeric column onto the best line it fits: its own doubles; whole units from zero; whole units from its
 * minimum, where the values are large but close; otherwise rounded places with the exact facts beside them.
 */
export async function readNumericValues(column: ProfiledColumn, work: ColumnWork): Promise<NumericValues> {
  const line = wholeLineOf(column.sqlType)
  if (!line) return { ...(await readOn(plainLine, column, work)), ...jsonOf(column, 0n, 0n) }
  const values = await readOn(line, column, work)
  if (await isSure(values.distribution, line)) return { ...values, ...jsonOf(column, 0n, 0n) }

  const { min, max } = await extremes(column, work)
  const minUnits = unitsOf(min, line.decimals)
  const maxUnits = unitsOf(max, line.decimals)
  const json = jsonOf(column, minUnits, maxUnits)
  if (maxUnits - minUnits <= BigInt(largestSurePlace(line))) {
    return { ...(await readOn({ ...line, origin: minUnits }, column, work)), ...json }
  }
  const counted = { ...column, isVaried: false }
  return { ...(await readOn(plainLine, counted, work)), ...json, exact: await exactFacts(column, work, line, min, max) }
}

async function readOn(line: NumberLine, column: ProfiledColumn, work: ColumnWork) {
  const origin = exactText(line.origin, line.decimals)
  const place = line.origin === 0n ? 'v::DOUBLE' : `(v - '${origin}'::${column.sqlType})::DOUBLE`
  const wholePlace = wholePlaceSql(line, place)
  const numbers = line.origin === 0n ? column.numbers : undefined
  const source = { ...column, numbers, place, wholePlace, toPlaces: (values: Float64Array) => toPlaces(line, values) }
  return { ...(await readDistribution(source, work)), line, exact: undefined, source }
}

function jsonOf({ sqlType }: ProfiledColumn, min: bigint, max: bigint): { json: JsonType } {
  const limit = 2n ** 53n
  return { json: jsonTypeOf(sqlType, isWideInteger(sqlType) && (min < -limit || max > limit)) }
}

async function isSure(distribution: Distribution, line: NumberLine): Promise<boolean> {
  const limit = largestSurePlace(line)
  for await (const { places } of distribution.blocks()) {
    if ((places[0] ?? 0) < -limit || (places.at(-1) ?? 0) > limit) return false
  }
  return true
}

async function extremes({ from, value }: ProfiledColumn, { connection, signal }: ColumnWork) {
  const sql = `SELECT min(v)::VARCHAR, max(v)::VARCHAR FROM (SELECT ${value} AS v FROM ${from})`
  const [row] = (await connection.query(sql, { signal })).rows
  const [min, max] = row as [string, string]
  return { min, max }
}

async function exactFacts(
  column: ProfiledColumn,
  { connection, signal }: ColumnWork,
  { decimals }: NumberLine,
  min: string,
  max: string,
): Promise<ExactFacts> {
  const counts = valueCounts(column)
  const top = await connection.query(
    `SELECT v::VARCHAR, n::DOUBLE FROM (${counts}) ORDER BY n DESC, v LIMIT ${topValueCount}`,
    { signal },
  )
  const split = 10n ** 18n
  const units = decimals === 0 ? 'v::VARCHAR' : `replace(v::VARCHAR, '.', '')`
  const sums = await connection.query(
    `SELECT sum((u // ${split}) * n)::VARCHAR, sum((u % ${split}) * n)::VARCHAR, sum(n)::VARCHAR,
      (sum(n) FILTER (u = 0))::VARCHAR, count(*) FILTER (u % ${10n ** BigInt(decimals)} <> 0)::VARCHAR
      FROM (SELECT ${units}::HUGEINT AS u, n FROM (${counts}))`,
    { signal },
  )
  const [high, low, total, zeros, fractions] = (sums.rows[0] as (string | null)[]).map((text) => BigInt(text ?? 0))
  const sum = (high as bigint) * split + (low as bigint)
  return {
    min,
    max,
    sum: exactText(sum, decimals),
    mean: quotientOf(sum, (total as bigint) * 10n ** BigInt(decimals)),
    zeroCount: Number(zeros),
    integersOnly: fractions === 0n,
    top: top.rows.map(([value, count]) => ({ value: value as string, count: count as number })),
  }
}
