import { describe, expect, test } from 'vitest'
import { chiSquared, countBetween, kolmogorovSmirnov, stabilityIndex, tenthBounds } from './drift-measures.ts'

const sorted = (...values: number[]) => Float64Array.from(values).sort()
const drawn = (seed: number, n: number, shift = 0) => {
  let state = seed
  return Float64Array.from({ length: n }, () => {
    state = (state * 48271) % 2147483647
    return Math.round((state / 2147483647) * 50) / 10 + shift
  }).sort()
}

test('the stability index by hand', () => {
  const [p, q] = [
    [30.5 / 101, 70.5 / 101],
    [60.5 / 101, 40.5 / 101],
  ] as [[number, number], [number, number]]
  const byHand = (q[0] - p[0]) * Math.log(q[0] / p[0]) + (q[1] - p[1]) * Math.log(q[1] / p[1])
  expect(stabilityIndex([30, 70], [60, 40])).toBeCloseTo(byHand, 14)
  expect(stabilityIndex([30, 70], [60, 140])).toBeLessThan(1e-4)
  expect(stabilityIndex([10, 0], [0, 10])).toBeGreaterThan(5)
  expect(stabilityIndex([1, 2], [0, 0])).toBeNull()
})

describe('tenths of the reference', () => {
  test('hold a tenth each', () => {
    const values = sorted(...Array.from({ length: 100 }, (_, i) => i))
    expect(countBetween(values, tenthBounds(values))).toEqual(Array.from({ length: 10 }, () => 10))
  })
  test('of a constant are what lies below, at and above', () => {
    const bounds = tenthBounds(sorted(5, 5, 5))
    expect(countBetween(sorted(4, 5, 5, 6, 7), bounds)).toEqual([1, 2, 2])
    expect(countBetween(sorted(-1, 0, 0, 1), tenthBounds(sorted(0)))).toEqual([1, 2, 1])
  })
})

/** The largest distance at any value, by counting; the survival function of Kolmogorov by its definition, k to 10,000. */
const slowKs = (a: Float64Array, b: Float64Array) => {
  const at = (list: Float64Array, x: number) => list.filter((value) => value <= x).length / list.length
  const d = Math.max(...[...a, ...b].map((x) => Math.abs(at(a, x) - at(b, x))))
  const x = Math.sqrt((a.length * b.length) / (a.length + b.length)) * d
  let p = 0
  for (let k = 10_000; k >= 1; k--) p += 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * x * x)
  return { d, p: x === 0 ? 1 : Math.min(1, p) }
}

test.each([
  [drawn(1, 50), drawn(2, 70)],
  [drawn(3, 200), drawn(4, 300, 0.4)],
  [drawn(5, 30), drawn(6, 30, 3)],
  [drawn(7, 5), drawn(7, 5)],
  [sorted(1, 1, 1, 2), sorted(1, 2, 2, 2)],
])('Kolmogorov and Smirnov against counting, case %#', (a, b) => {
  const { d, p } = slowKs(a, b)
  const tested = kolmogorovSmirnov(a, b)
  expect(tested?.value).toBeCloseTo(d, 14)
  expect(tested?.pValue).toBeCloseTo(p, 10)
})

test('Kolmogorov at the quantiles of its table', () => {
  const pOf = (x: number) => {
    const n = 1_000_000
    const steps = Math.round((x / Math.sqrt(n / 2)) * n)
    const a = Float64Array.from({ length: n }, (_, i) => i)
    return kolmogorovSmirnov(
      a,
      a.map((value) => value + steps),
    )?.pValue
  }
  expect(pOf(1.3581)).toBeCloseTo(0.05, 3)
  expect(pOf(1.6276)).toBeCloseTo(0.01, 3)
})

test('chi-squared by hand, with its degrees of freedom', () => {
  // 20 of 50 against 30 of 50: 4 of 1 degree of freedom, of which 4.55 % lie above.
  expect(chiSquared([20, 30], [30, 20])).toEqual({ value: 4, pValue: expect.closeTo(0.0455, 4) })
  // Two degrees of freedom: p = exp(-x / 2).
  const three = chiSquared([10, 20, 30], [20, 20, 20])
  expect(three?.pValue).toBeCloseTo(Math.exp(-(three?.value ?? 0) / 2), 12)
  expect(chiSquared([10, 0], [20, 0])).toBeNull()
})
