import { sortDoubles } from '../profile/sort-doubles.ts'
import { normal975 } from './distributions.ts'
import { kendallOf } from './kendall.ts'
import { quantile } from './outlier-bounds.ts'

/** The median slope between all pairs of points, with its 95 % interval; `n` is how many points it rests on. */
export type TheilSen = { slope: number | null; low: number | null; high: number | null; n: number }

const mostPoints = 2000

/**
 * The slope of Theil (1950) and Sen (1968), with Sen's interval from the variance of Kendall's S. Of more than 2,000
 * points every k-th is taken. `x` ascends without repeats.
 */
export function theilSen(x: Float64Array, y: Float64Array): TheilSen {
  const every = Math.ceil(x.length / mostPoints)
  const [xs, ys] = [x, y].map((list) => list.filter((_, index) => index % every === 0)) as [Float64Array, Float64Array]
  const n = xs.length
  if (n < 2) return { slope: null, low: null, high: null, n }
  const slopes = new Float64Array((n * (n - 1)) / 2)
  let next = 0
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      slopes[next++] = ((ys[j] as number) - (ys[i] as number)) / ((xs[j] as number) - (xs[i] as number)) + 0
    }
  }
  sortDoubles(slopes)
  const half = normal975 * Math.sqrt(kendallOf(xs, ys).variance)
  const low = Math.max(Math.round((slopes.length - half) / 2) - 1, 0)
  const high = Math.min(Math.round((slopes.length + half) / 2), slopes.length - 1)
  const hasInterval = n > 2 && half > 0
  return {
    slope: quantile(slopes, 0.5),
    low: hasInterval ? (slopes[low] as number) : null,
    high: hasInterval ? (slopes[high] as number) : null,
    n,
  }
}

/** The test of Mann (1945) and Kendall for a trend: tau-b of the points with their order, and its p-value. */
export function mannKendall(x: Float64Array, y: Float64Array): { tau: number | null; p_value: number | null } {
  if (x.length < 3) return { tau: null, p_value: null }
  const { tau, pValue } = kendallOf(x, y, { continuity: true })
  return { tau, p_value: tau === null ? null : pValue }
}
