import { chiSquaredUpper, fisherUpper, normal975, studentTwoSided } from './distributions.ts'
import { kendallOfRanks } from './kendall.ts'
import type { Moments } from './pair-moments.ts'
import { distancesFromMean, dotProduct, preciseSum, scaleOf } from './precise-sum.ts'
import { type DenseRanks, denseRanks, ranksOf } from './ranks.ts'

/** How strongly two columns go together, with a 95 % interval and a p-value where they exist. */
export type Association = { value: number | null; low: number | null; high: number | null; pValue: number | null }

const none: Association = { value: null, low: null, high: null, pValue: null }

/** Pearson's correlation; interval by Fisher's z (1921), p by Student's t with n - 2 degrees of freedom. */
export function pearson(x: Float64Array, y: Float64Array): Association {
  return pearsonOfUnits(unitDistances(x), unitDistances(y))
}

/** The same from the distances that `unitDistances` gives, for columns that take part in many pairs. */
export function pearsonOfUnits(x: Float64Array, y: Float64Array): Association {
  const value = correlationOf(x, y)
  return value === null ? none : { value, ...byFisher(value, x.length, 1), pValue: byStudent(value, x.length) }
}

/** The same from the sums of squares and products about the means; a column that does not vary has none. */
export function pearsonOfMoments({ n, xx, yy, xy }: Moments): Association {
  if (n < 2 || !(xx > 0) || !(yy > 0)) return none
  const value = snapped(xy / Math.sqrt(xx) / Math.sqrt(yy))
  return { value, ...byFisher(value, n, 1), pValue: byStudent(value, n) }
}

/** Pearson's correlation of the mean ranks; interval by Fisher's z with the variance of Bonett and Wright (2000). */
export function spearman(x: Float64Array, y: Float64Array): Association {
  return spearmanOfUnits(unitDistances(ranksOf(x)), unitDistances(ranksOf(y)))
}

/** The same from the unit distances of the ranks. */
export function spearmanOfUnits(x: Float64Array, y: Float64Array): Association {
  const value = correlationOf(x, y)
  if (value === null) return none
  return { value, ...byFisher(value, x.length, 1 + value ** 2 / 2), pValue: byStudent(value, x.length) }
}

/** Kendall's tau-b; interval by Fisher's z with the variance 0.437 / (n - 4) of Fieller, Hartley and Pearson (1957). */
export function kendall(x: Float64Array, y: Float64Array): Association {
  return kendallOfPlaces(denseRanks(x), denseRanks(y))
}

/** The same from the places of the numbers. */
export function kendallOfPlaces(x: DenseRanks, y: DenseRanks): Association {
  const { tau, pValue } = kendallOfRanks(x, y)
  if (tau === null) return none
  return { value: tau, ...byFisher(tau, x.ranks.length - 1, 0.437), pValue }
}

function correlationOf(unitX: Float64Array, unitY: Float64Array): number | null {
  const value = dotProduct(unitX, unitY)
  if (unitX.length < 2 || !Number.isFinite(value)) return null
  return snapped(value)
}

function snapped(value: number): number {
  return Math.abs(value) > 1 - indistinguishable ? Math.sign(value) : value
}

/** So close to 1 is what rounding leaves of 1. */
const indistinguishable = 2 ** -51

/** The distances from the mean, divided so that their squares sum up to 1; NaN for a constant. */
export function unitDistances(values: Float64Array): Float64Array {
  if (values.every((value) => value === values[0])) return new Float64Array(values.length).fill(Number.NaN)
  const scale = scaleOf(values)
  const distances = distancesFromMean(values.map((value) => value * scale))
  const length = Math.sqrt(preciseSum(distances.length, (index) => (distances[index] as number) ** 2))
  return distances.map((distance) => distance / length)
}

function byStudent(r: number, n: number): number | null {
  if (n < 3) return null
  if (Math.abs(r) === 1) return 0
  return studentTwoSided(r * Math.sqrt((n - 2) / ((1 - r) * (1 + r))), n - 2)
}

function byFisher(r: number, n: number, variance: number): { low: number | null; high: number | null } {
  if (n < 4) return { low: null, high: null }
  if (Math.abs(r) === 1) return { low: r, high: r }
  const distance = normal975 * Math.sqrt(variance / (n - 3))
  return { low: Math.tanh(Math.atanh(r) - distance), high: Math.tanh(Math.atanh(r) + distance) }
}

/**
 * Cramér's V of two columns of codes, corrected for bias after Bergsma (2013); p by the chi-squared test of the
 * contingency table, (r - 1)(c - 1) degrees of freedom.
 */
export function cramersV(x: Float64Array, y: Float64Array): Association {
  const n = x.length
  const [rows, columns, cells] = [countsOf(x), countsOf(y), new Map<number, number>()]
  if (n < 2 || rows.size < 2 || columns.size < 2) return none
  const width = Math.max(...columns.keys()) + 1
  for (let index = 0; index < n; index++) {
    const key = (x[index] as number) * width + (y[index] as number)
    cells.set(key, (cells.get(key) ?? 0) + 1)
  }
  let sum = 0
  for (const [key, count] of cells) {
    sum += count ** 2 / ((rows.get(Math.floor(key / width)) ?? 0) * (columns.get(key % width) ?? 0))
  }
  const chiSquared = Math.max(0, n * (sum - 1))
  const [r, c] = [rows.size, columns.size]
  const phi = Math.max(0, chiSquared / n - ((r - 1) * (c - 1)) / (n - 1))
  const least = Math.min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
  const value = least > 0 ? Math.min(1, Math.sqrt(phi / least)) : null
  return value === null ? none : { ...none, value, pValue: chiSquaredUpper(chiSquared, (r - 1) * (c - 1)) }
}

/** The correlation ratio η of numbers by groups (codes); p by the F test of one-way analysis of variance. */
export function correlationRatio(groups: Float64Array, values: Float64Array): Association {
  const n = values.length
  const counts = countsOf(groups)
  if (n < 2 || counts.size < 2 || values.every((value) => value === values[0])) return none
  const units = unitDistances(values)
  const sums = new Map<number, number>()
  units.forEach((unit, index) => {
    const group = groups[index] as number
    sums.set(group, (sums.get(group) ?? 0) + unit)
  })
  const between = Math.min(
    1,
    [...sums].reduce((total, [group, sum]) => total + sum ** 2 / (counts.get(group) ?? 1), 0),
  )
  const [k, within] = [counts.size, 1 - between]
  const pValue = n > k ? fisherUpper(between / (k - 1) / (within / (n - k)), k - 1, n - k) : null
  return { ...none, value: Math.sqrt(between), pValue }
}

function countsOf(codes: Float64Array): Map<number, number> {
  const counts = new Map<number, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  return counts
}
