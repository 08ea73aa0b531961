import { chiSquaredUpper } from '../statistics/distributions.ts'
import { quantile } from '../statistics/outlier-bounds.ts'

const smoothing = 0.5
const mostTerms = 100

/**
 * The population stability index of counts in the same bins, Σ (qᵢ − pᵢ) ln(qᵢ / pᵢ), `reference` being p. To each count
 * 0.5 is added, so that an empty bin does not make it infinite. Null where one side has no values.
 */
export function stabilityIndex(reference: readonly number[], counts: readonly number[]): number | null {
  const [before, after] = [reference, counts].map(sharesOf)
  if (!before || !after) return null
  return before.reduce((sum, p, bin) => {
    const q = after[bin] as number
    return sum + (q - p) * Math.log(q / p)
  }, 0)
}

function sharesOf(counts: readonly number[]): number[] | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return undefined
  return counts.map((count) => (count + smoothing) / (total + smoothing * counts.length))
}

/**
 * The bounds between the tenths of ascending numbers (type 7), each once. A bound belongs to the bin below it; where there
 * is one alone, the numbers below it and those above have bins of their own.
 */
export function tenthBounds(sorted: Float64Array): number[] {
  const tenths = Array.from({ length: 9 }, (_, index) => quantile(sorted, (index + 1) / 10))
  const bounds = tenths.filter((bound, index) => bound !== tenths[index - 1])
  const [only] = bounds
  return bounds.length === 1 && only !== undefined ? [nextBelow(only), only] : bounds
}

function nextBelow(value: number): number {
  return value - Math.max(Math.abs(value) * 2 ** -52, 2 ** -1074)
}

/** How many of ascending numbers lie in each bin: up to the first bound, up to the next, and beyond the last. */
export function countBetween(sorted: Float64Array, bounds: readonly number[]): number[] {
  const upTo = [...bounds.map((bound) => placeAbove(sorted, bound)), sorted.length]
  return upTo.map((place, bin) => place - (upTo[bin - 1] ?? 0))
}

function placeAbove(sorted: Float64Array, bound: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) <= bound) low = middle + 1
    else high = middle
  }
  return low
}

/** A statistic and how probable a value as large is without a difference. */
export type Tested = { value: number; pValue: number }

/**
 * The test of Kolmogorov and Smirnov of two samples, both ascending: the largest distance D of their distribution
 * functions, and the limit of its distribution at √(n m / (n + m)) D. Null where one side has no values.
 */
export function kolmogorovSmirnov(a: Float64Array, b: Float64Array): Tested | null {
  const [n, m] = [a.length, b.length]
  if (n === 0 || m === 0) return null
  let [i, j, value] = [0, 0, 0]
  while (i < n && j < m) {
    const next = Math.min(a[i] as number, b[j] as number)
    while (i < n && (a[i] as number) <= next) i++
    while (j < m && (b[j] as number) <= next) j++
    value = Math.max(value, Math.abs(i / n - j / m))
  }
  return { value, pValue: kolmogorovUpper(Math.sqrt((n * m) / (n + m)) * value) }
}

/** How probable a value of at least x is under the distribution of Kolmogorov (1933). */
function kolmogorovUpper(x: number): number {
  if (x < 0.2) return 1
  if (x < 1) {
    let below = 0
    for (let k = 1; k < mostTerms; k += 2) below += Math.exp((-(k ** 2) * Math.PI ** 2) / (8 * x ** 2))
    return Math.min(1, Math.max(0, 1 - (Math.sqrt(2 * Math.PI) / x) * below))
  }
  let above = 0
  for (let k = 1; k < mostTerms; k++) above += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k ** 2 * x ** 2)
  return Math.min(1, Math.max(0, above))
}

/**
 * Pearson's chi-squared test that two samples have the same categories, with one degree of freedom less than there are.
 * Null for fewer than two, or where one side has no values.
 */
export function chiSquared(reference: readonly number[], counts: readonly number[]): Tested | null {
  const [n, m] = [reference, counts].map((list) => list.reduce((sum, count) => sum + count, 0)) as [number, number]
  const cells = reference.map((count, index) => [count, counts[index] as number] as const).filter(([a, b]) => a + b > 0)
  if (n === 0 || m === 0 || cells.length < 2) return null
  const value = cells.reduce((sum, [a, b]) => {
    const [ofN, ofM] = [((a + b) * n) / (n + m), ((a + b) * m) / (n + m)]
    return sum + (a - ofN) ** 2 / ofN + (b - ofM) ** 2 / ofM
  }, 0)
  return { value, pValue: chiSquaredUpper(value, cells.length - 1) }
}
