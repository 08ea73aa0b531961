import { blankColumnProfile } from '../../shared/blank-column-profile.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import { toJsonValue } from '../json-value.ts'
import { boxOf } from './box-plot.ts'
import { frequentPlaces } from './frequent-places.ts'
import { binsOf, chooseBins, countBins } from './histogram.ts'
import { momentsOf } from './moments.ts'
import { numberAt, textAt, widthOf } from './number-line.ts'
import { medianDistance, quantilesOf } from './order-statistics.ts'
import { type ColumnWork, type ProfiledColumn, type TopValue, topValueCount } from './profiled-column.ts'
import { readFileOrder } from './read-file-order.ts'
import { type NumericValues, readNumericValues } from './read-numeric-values.ts'
import { numericSentinels } from './sentinels.ts'
import { type Tally, tallyPlaces, writeSum } from './tally-places.ts'

const quantilePoints = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]
type PerQuantile = [number, number, number, number, number, number, number]

/** The profile of a numeric column: every statistic follows from how often each of its values occurs. */
export async function profileNumericColumn(column: ProfiledColumn, work: ColumnWork): Promise<ColumnProfile> {
  const values = await readNumericValues(column, work)
  const top = values.exact?.top ?? (await topValues(column, values))
  const counts = { ...countsOf(column, values), top_values: top }
  return values.distribution.total === 0 ? counts : { ...counts, ...(await statisticsOf(column, values, top, work)) }
}

function countsOf(column: ProfiledColumn, { distribution, specials }: NumericValues): ColumnProfile {
  const infiniteCount = specials.negativeInfinite + specials.positiveInfinite
  const nullCount = column.rowCount - distribution.total - infiniteCount - specials.nan
  const { name, sqlType, kind, rowCount } = column
  return {
    ...blankColumnProfile({ name, sql_type: sqlType, kind, count: rowCount, null_count: nullCount }),
    distinct_count: distribution.distinct + Object.values(specials).filter((count) => count > 0).length,
    zero_count: 0,
    negative_count: 0,
    infinite_count: infiniteCount,
    nan_count: specials.nan,
  }
}

async function statisticsOf(column: ProfiledColumn, values: NumericValues, top: TopValue[], work: ColumnWork) {
  const { distribution, line, json, exact } = values
  const tally = await tallyPlaces(distribution, line)
  const quantiles = (await quantilesOf(distribution, quantilePoints)) as PerQuantile
  const [, , q1, median, q3] = quantiles
  const moments = await momentsOf(distribution, tally)
  const mad = await medianDistance(distribution, median)
  const [p01, p05, p25, p50, p75, p95, p99] = quantiles.map((place) => numberAt(line, place)) as PerQuantile
  const std = finite(widthOf(line, moments.std ?? Number.NaN))
  const mean = exact?.mean ?? tally.mean
  const reach = Math.max(tally.max - tally.center, tally.center - tally.min)
  const about = { n: distribution.total, center: tally.center, reach, variance: moments.variance }
  const order = values.order ?? (await readFileOrder(values.source, about, work))
  const sentinels = await numericSentinels(distribution, line, [q1, q3])
  return {
    min: exact?.min ?? writePlace(column, values, tally.min),
    max: exact?.max ?? writePlace(column, values, tally.max),
    mean,
    std,
    variance: finite(widthOf(line, widthOf(line, moments.variance ?? Number.NaN))),
    sum: exact ? (json === 'string' ? exact.sum : Number(exact.sum)) : writeSum(tally.sum, line, json === 'string'),
    median: p50,
    quantiles: { p01, p05, p25, p50, p75, p95, p99 },
    mad: finite(widthOf(line, mad)),
    skewness: moments.skewness,
    kurtosis: moments.kurtosis,
    zero_count: exact?.zeroCount ?? tally.zeroCount,
    negative_count: tally.negativeCount,
    integers_only: exact?.integersOnly ?? tally.integersOnly,
    mode: modeOf(top),
    range: finite(widthOf(line, tally.max - tally.min)),
    cv: std === null || mean === 0 ? null : finite(std / Math.abs(mean)),
    iqr: finite(widthOf(line, q3 - q1)),
    box: await boxOf(distribution, line, [q1, median, q3]),
    ...(await histogramOf(values, tally, q3 - q1)),
    monotonic: order.monotonic,
    autocorrelation_lag1: order.autocorrelation,
    sentinels: sentinels.map(({ place, count }) => ({ value: writePlace(column, values, place), count })),
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

/** The most frequent value, of equals the smallest; none where several values occur once each. */
function modeOf([first, second]: TopValue[]): TopValue['value'] | null {
  return first && (first.count > 1 || !second) ? first.value : null
}

function writePlace({ sqlType }: ProfiledColumn, { line, json }: NumericValues, place: number): string | number {
  if (json === 'string') return textAt(line, place)
  return toJsonValue(numberAt(line, place), sqlType, json) as number
}

async function topValues(column: ProfiledColumn, values: NumericValues): Promise<TopValue[]> {
  const { negativeInfinite, positiveInfinite, nan } = values.specials
  const finiteValues = await frequentPlaces(values.distribution, topValueCount)
  return [
    { value: '-Infinity', count: negativeInfinite },
    ...finiteValues.map(({ place, count }) => ({ value: writePlace(column, values, place), count })),
    { value: 'Infinity', count: positiveInfinite },
    { value: 'NaN', count: nan },
  ]
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, topValueCount)
}

async function histogramOf({ distribution, line }: NumericValues, { min, max, integersOnly }: Tally, iqr: number) {
  const { bounds, rule } = chooseBins({
    min: numberAt(line, min),
    max: numberAt(line, max),
    total: distribution.total,
    iqr: widthOf(line, iqr),
    unit: integersOnly ? 1 : line.whole ? 10 ** -line.decimals : 0,
  })
  const counts = await countBins(distribution, bounds, (place) => numberAt(line, place))
  return { histogram: binsOf(bounds, counts), histogram_rule: rule }
}
