import type { OutlierMethod } from '../../shared/statistics.ts'
import { between } from '../profile/order-statistics.ts'
import { sortDoubles } from '../profile/sort-doubles.ts'
import { distancesFromMean, dotProduct, meanOf, scaleOf } from './precise-sum.ts'

/** Values strictly outside are outliers; or why there are no bounds. */
export type OutlierBounds = { lower: number; upper: number } | { note: 'too_few' | 'no_spread' }

/** 0.6745 is the upper quartile of the standard normal distribution (Iglewicz and Hoaglin, 1993). */
const normalQuartile = 0.6745
const fewest = 3

/**
 * Bounds of finite numbers. `iqr`: quartiles of type 7, `threshold` interquartile ranges outside them (Tukey, 1977), also
 * where that range is 0; `zscore`: `threshold` sample deviations from the mean; `modified_zscore`: where
 * 0.6745 |x - median| / MAD is the threshold.
 */
export function outlierBounds(values: Float64Array, method: OutlierMethod, threshold: number): OutlierBounds {
  if (values.length < fewest) return { note: 'too_few' }
  const sorted = values.map((value) => value + 0)
  sortDoubles(sorted)
  if (method === 'iqr') {
    const [q1, q3] = [quantile(sorted, 0.25), quantile(sorted, 0.75)]
    return finite(q1 - threshold * (q3 - q1), q3 + threshold * (q3 - q1))
  }
  if (method === 'zscore') {
    const mean = meanOf(values)
    const std = sorted[0] === sorted.at(-1) ? 0 : sampleDeviation(values)
    return std > 0 ? finite(mean - threshold * std, mean + threshold * std) : { note: 'no_spread' }
  }
  const median = quantile(sorted, 0.5)
  const distances = sorted.map((value) => Math.abs(value - median))
  sortDoubles(distances)
  const mad = quantile(distances, 0.5)
  const reach = (threshold * mad) / normalQuartile
  return mad > 0 ? finite(median - reach, median + reach) : { note: 'no_spread' }
}

function sampleDeviation(values: Float64Array): number {
  const scale = scaleOf(values)
  const distances = distancesFromMean(values.map((value) => value * scale))
  return Math.sqrt(dotProduct(distances, distances) / (values.length - 1)) / scale
}

function finite(lower: number, upper: number): OutlierBounds {
  return Number.isFinite(lower) && Number.isFinite(upper) ? { lower, upper } : { note: 'no_spread' }
}

/** The quantile of type 7 of ascending numbers. */
export function quantile(sorted: Float64Array, p: number): number {
  const rank = (sorted.length - 1) * p
  const below = Math.floor(rank)
  return between(sorted[below] as number, sorted[Math.ceil(rank)] as number, rank - below)
}
