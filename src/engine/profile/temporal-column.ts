import { blankColumnProfile } from '../../shared/blank-column-profile.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import { calendarBounds } from './calendar-bins.ts'
import type { Distribution } from './distribution.ts'
import { frequentPlaces } from './frequent-places.ts'
import { binsOf, countBins } from './histogram.ts'
import { type NumberLine, numberAt } from './number-line.ts'
import { quantilesOf } from './order-statistics.ts'
import { type ColumnWork, type ProfiledColumn, topValueCount } from './profiled-column.ts'
import { type ExactFacts, readNumericValues } from './read-numeric-values.ts'
import { extremesOf } from './tally-places.ts'
import { type TemporalLine, temporalLineOf, writeMoment } from './temporal-line.ts'

/** The profile of a temporal column: its finite moments counted in whole units of its type; infinities are counted. */
export async function profileTemporalColumn(column: ProfiledColumn, work: ColumnWork): Promise<ColumnProfile> {
  const time = temporalLineOf(column.sqlType)
  const finite = time.isTimeOfDay ? 'true' : `isfinite(${column.value})`
  const units = `CASE WHEN ${finite} THEN ${time.units(column.value)} END`
  const values = await readNumericValues({ ...column, value: units, sqlType: 'BIGINT' }, work)
  const { distribution, line, exact } = values
  const infinite = await infinitiesOf(column, distribution.total, work)
  const { name, sqlType, kind, rowCount } = column
  const nullCount = rowCount - distribution.total - infinite.reduce((sum, { count }) => sum + count, 0)
  const finiteTop = exact ? exact.top : await topUnits(distribution, line)
  const top = [
    ...infinite.filter(({ value }) => value === '-infinity'),
    ...finiteTop.map(({ value, count }) => ({ value: writeMoment(time, BigInt(value as string)), count })),
    ...infinite.filter(({ value }) => value === 'infinity'),
  ].sort((a, b) => b.count - a.count)
  return {
    ...blankColumnProfile({ name, sql_type: sqlType, kind, count: rowCount, null_count: nullCount }),
    distinct_count: distribution.distinct + infinite.length,
    infinite_count: infinite.reduce((sum, { count }) => sum + count, 0),
    top_values: top.slice(0, topValueCount),
    ...(distribution.total === 0 ? {} : await statisticsOf(distribution, line, time, exact)),
  }
}

async function statisticsOf(
  distribution: Distribution,
  line: NumberLine,
  time: TemporalLine,
  exact: ExactFacts | undefined,
): Promise<Pick<ColumnProfile, 'min' | 'max' | 'median' | 'histogram' | 'histogram_rule'>> {
  const { min, max } = await extremesOf(distribution)
  const [median] = (await quantilesOf(distribution, [0.5])) as [number]
  const wholeMedian = Math.floor(median)
  const { histogram, rule } = await histogramOf(distribution, line, time, [min, max])
  return {
    min: writeMoment(time, exact ? BigInt(exact.min) : line.origin + BigInt(min)),
    max: writeMoment(time, exact ? BigInt(exact.max) : line.origin + BigInt(max)),
    median: writeMoment(time, line.origin + BigInt(wholeMedian), median - wholeMedian),
    histogram,
    histogram_rule: rule,
  }
}

async function histogramOf(
  distribution: Distribution,
  line: NumberLine,
  time: TemporalLine,
  [min, max]: [min: number, max: number],
) {
  const end = time.isTimeOfDay ? time.perDay : undefined
  const bounds = calendarBounds(numberAt(line, min), numberAt(line, max), time.perDay, end)
  const counts = await countBins(distribution, bounds, (place) => numberAt(line, place))
  const texts = bounds.map((bound) => writeMoment(time, BigInt(bound)))
  const rule = bounds[0] === bounds[1] ? ('single_value' as const) : ('calendar' as const)
  return { histogram: binsOf(texts, counts), rule }
}

async function topUnits(distribution: Distribution, line: NumberLine) {
  const top = await frequentPlaces(distribution, topValueCount)
  return top.map(({ place, count }) => ({ value: String(line.origin + BigInt(place)), count }))
}

/** How often a date or timestamp is infinite; asked only when fewer values are finite than the load found in all. */
async function infinitiesOf(
  { from, value, rowCount, nullCount }: ProfiledColumn,
  finiteCount: number,
  { connection, signal }: ColumnWork,
): Promise<{ value: '-infinity' | 'infinity'; count: number }[]> {
  if (finiteCount === rowCount - nullCount) return []
  const sql = `SELECT v::VARCHAR, count(*)::DOUBLE FROM (SELECT ${value} AS v FROM ${from}) WHERE NOT isfinite(v) GROUP BY 1`
  const { rows } = await connection.query(sql, { signal })
  return rows.map(([text, count]) => ({ value: text as 'infinity', count: count as number }))
}
