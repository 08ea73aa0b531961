import { blankColumnProfile } from '../../shared/blank-column-profile.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import { calendarBounds } from './calendar-bins.ts'
import { calendarFacts, countAfter, countWithin } from './calendar-facts.ts'
import type { Distribution } from './distribution.ts'
import { frequentPlaces } from './frequent-places.ts'
import { binsOf, countBins } from './histogram.ts'
import { type NumberLine, numberAt } from './number-line.ts'
import { quantilesOf } from './order-statistics.ts'
import { type ColumnWork, type ProfiledColumn, topValueCount } from './profiled-column.ts'
import { type ExactFacts, readNumericValues } from './read-numeric-values.ts'
import { sentinelDays } from './sentinels.ts'
import { extremesOf } from './tally-places.ts'
import { type TemporalLine, temporalLineOf, temporalUnits, writeMoment } from './temporal-line.ts'

const msPerDay = 86_400_000

/** The profile of a temporal column: its finite moments counted in whole units of its type; infinities are counted. */
export async function profileTemporalColumn(column: ProfiledColumn, work: ColumnWork): Promise<ColumnProfile> {
  const time = temporalLineOf(column.sqlType)
  const units = temporalUnits(column.sqlType, column.value)
  const values = await readNumericValues({ ...column, value: units, sqlType: 'BIGINT' }, work)
  const { distribution, line, exact } = values
  // Microseconds spread so wide that doubles round them are still exact at every whole second until the year 19,000.
  const isRounded = exact !== undefined && time.sqlType.endsWith('_NS')
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
    ...(distribution.total === 0 || isRounded ? {} : await calendarStatistics(distribution, line, time, work.now)),
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

async function calendarStatistics(
  distribution: Distribution,
  line: NumberLine,
  time: TemporalLine,
  now: Date,
): Promise<Partial<ColumnProfile>> {
  const facts = await calendarFacts(distribution, time, line.origin)
  const placeOf = (moment: number) => Math.floor((moment / msPerDay) * time.perDay) - Number(line.origin)
  return {
    granularity: facts.granularity,
    gap_count: facts.gapCount,
    weekday_counts: facts.weekdayCounts,
    hour_counts: facts.hourCounts,
    future_count: time.isTimeOfDay ? null : await countAfter(distribution, placeOf(now.getTime())),
    sentinels: time.isTimeOfDay ? [] : await sentinelsOf(distribution, placeOf),
  }
}

/** A system's stand-in for "no date" is more than a date of the data where it occurs twice and stands apart at an end. */
async function sentinelsOf(distribution: Distribution, placeOf: (moment: number) => number) {
  const [q1, q3] = (await quantilesOf(distribution, [0.25, 0.75])) as [number, number]
  const found: ColumnProfile['sentinels'] = []
  for (const day of sentinelDays) {
    const start = Date.parse(day)
    const place = placeOf(start)
    if (place >= q1 - 1.5 * (q3 - q1) && place <= q3 + 1.5 * (q3 - q1)) continue
    const count = await countWithin(distribution, place, placeOf(start + msPerDay))
    if (count >= 2) found.push({ value: day, count })
  }
  return found.sort((a, b) => b.count - a.count)
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
