import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { correlationRatio, cramersV, kendall, pearson, spearman } from './association.ts'
import { clusterOrder } from './cluster-order.ts'
import { kendallOf } from './kendall.ts'
import { ranksOf } from './ranks.ts'
import { regress } from './simple-regression.ts'

const list = (values: readonly number[]) => Float64Array.from(values)
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length

/** Slow and obvious. */
const oracle = {
  pearson: (x: number[], y: number[]) => {
    const [mx, my] = [mean(x), mean(y)]
    const sum = (f: (i: number) => number) => x.reduce((total, _, i) => total + f(i), 0)
    const [sxy, sxx, syy] = [
      sum((i) => ((x[i] as number) - mx) * ((y[i] as number) - my)),
      sum((i) => ((x[i] as number) - mx) ** 2),
      sum((i) => ((y[i] as number) - my) ** 2),
    ]
    return sxx > 0 && syy > 0 ? sxy / Math.sqrt(sxx * syy) : null
  },
  ranks: (x: number[]) =>
    x.map((value) => x.filter((other) => other < value).length + (x.filter((other) => other === value).length + 1) / 2),
  kendall: (x: number[], y: number[]) => {
    let [s, untiedX, untiedY] = [0, 0, 0]
    for (let i = 0; i < x.length; i++) {
      for (let j = 0; j < i; j++) {
        const [a, b] = [Math.sign((x[i] as number) - (x[j] as number)), Math.sign((y[i] as number) - (y[j] as number))]
        s += a * b
        untiedX += Math.abs(a)
        untiedY += Math.abs(b)
      }
    }
    return untiedX > 0 && untiedY > 0 ? { s, tau: s / Math.sqrt(untiedX * untiedY) } : { s, tau: null }
  },
  eta: (groups: number[], values: number[]) => {
    const all = mean(values)
    const total = values.reduce((sum, x) => sum + (x - all) ** 2, 0)
    const between = [...new Set(groups)].reduce((sum, group) => {
      const own = values.filter((_, i) => groups[i] === group)
      return sum + own.length * (mean(own) - all) ** 2
    }, 0)
    return Math.sqrt(between / total)
  },
  /** In whole numbers up to the last step, since what is left of chi-squared after its correction may be next to nothing. */
  cramersVSquared: (x: number[], y: number[]) => {
    const counts = (codes: number[]) => new Map(codes.map((code) => [code, codes.filter((one) => one === code).length]))
    const [rows, columns, n] = [counts(x), counts(y), x.length]
    const common = [...rows.values(), ...columns.values()].reduce((product, count) => product * BigInt(count), 1n)
    let ratio = -common
    for (const [a, inRow] of rows) {
      for (const [b, inColumn] of columns) {
        const cell = BigInt(x.filter((value, k) => value === a && y[k] === b).length)
        ratio += (common / (BigInt(inRow) * BigInt(inColumn))) * cell ** 2n
      }
    }
    const phi = ratio * BigInt(n - 1) - common * BigInt((rows.size - 1) * (columns.size - 1))
    const corrected = (k: number) => k - (k - 1) ** 2 / (n - 1)
    const most = Math.min(corrected(rows.size), corrected(columns.size)) - 1
    return phi > 0n ? Number(phi) / Number(common * BigInt(n - 1)) / most : 0
  },
}

const small = fc.integer({ min: -4, max: 4 })
const wide = fc.integer({ min: -1e6, max: 1e6 }).map((x) => x / 64)
const pairsOf = (value: fc.Arbitrary<number>) =>
  fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 60 }).map((pairs) => ({
    x: pairs.map(([a]) => a),
    y: pairs.map(([, b]) => b),
  }))
const either = fc.oneof(pairsOf(small), pairsOf(wide))

const expectNear = (actual: number | null, expected: number | null) => {
  if (expected === null) expect(actual).toBeNull()
  else expect(Math.abs((actual as number) - expected)).toBeLessThan(1e-10)
}

test('pearson, spearman and kendall agree with the slow and obvious', () => {
  fc.assert(
    fc.property(either, ({ x, y }) => {
      expectNear(pearson(list(x), list(y)).value, oracle.pearson(x, y))
      expect([...ranksOf(list(x))]).toEqual(oracle.ranks(x))
      expectNear(spearman(list(x), list(y)).value, oracle.pearson(oracle.ranks(x), oracle.ranks(y)))
      const { s, tau } = oracle.kendall(x, y)
      expect(kendallOf(list(x), list(y)).s).toBe(s)
      expectNear(kendall(list(x), list(y)).value, tau)
    }),
  )
})

test("the correlation ratio and Cramér's V agree with the slow and obvious", () => {
  const codes = fc.integer({ min: 0, max: 3 })
  fc.assert(
    fc.property(fc.array(fc.tuple(codes, codes, wide), { minLength: 8, maxLength: 60 }), (rows) => {
      const [a, b, v] = [rows.map(([x]) => x), rows.map(([, x]) => x), rows.map(([, , x]) => x)]
      fc.pre(new Set(a).size > 1 && new Set(b).size > 1 && new Set(v).size > 1)
      expectNear(correlationRatio(list(a), list(v)).value, oracle.eta(a, v))
      expectNear((cramersV(list(a), list(b)).value as number) ** 2, oracle.cramersVSquared(a, b))
    }),
  )
})

describe('has its known values', () => {
  const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
  const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]

  test('the first quartet of Anscombe', () => {
    const { value, pValue, low, high } = pearson(list(x), list(y))
    expect(value).toBeCloseTo(0.81642051634484, 13)
    expect(pValue).toBeCloseTo(0.00216962887307883, 14)
    expect(low).toBeCloseTo(Math.tanh(Math.atanh(0.81642051634484) - 1.959963984540054 / Math.sqrt(8)), 12)
    expect(high).toBeCloseTo(Math.tanh(Math.atanh(0.81642051634484) + 1.959963984540054 / Math.sqrt(8)), 12)
    expect(spearman(list(x), list(y)).value).toBeCloseTo(9 / 11, 12)
    expect(kendall(list(x), list(y)).value).toBeCloseTo(7 / 11, 12)
  })

  test('a straight line, a constant, and too few', () => {
    expect(pearson(list([1, 2, 3, 4]), list([2, 4, 6, 8]))).toEqual({ value: 1, low: 1, high: 1, pValue: 0 })
    expect(pearson(list([1, 2, 3]), list([5, 5, 5])).value).toBeNull()
    expect(pearson(list([1]), list([2])).value).toBeNull()
    expect(pearson(list([]), list([])).value).toBeNull()
    expect(pearson(list([1, 2]), list([5, 1]))).toEqual({ value: -1, low: null, high: null, pValue: null })
    expect(kendall(list([1, 1]), list([1, 2])).value).toBeNull()
  })

  test('an offset a million million times the spread costs no digits', () => {
    const steps = Array.from({ length: 5000 }, (_, i) => ((i * 7919) % 4001) - 1700)
    const others = steps.map((step, i) => step * 3 + ((i * 31) % 997))
    const far = steps.map((step) => 1e9 + step / 2 ** 23)
    const [n, sum] = [BigInt(steps.length), (list: bigint[]) => list.reduce((total, x) => total + x, 0n)]
    const [x, y] = [steps.map(BigInt), others.map(BigInt)]
    const product = (a: bigint[], b: bigint[]) =>
      Number(n * sum(a.map((value, i) => value * (b[i] as bigint))) - sum(a) * sum(b))
    const exact = product(x, y) / Math.sqrt(product(x, x)) / Math.sqrt(product(y, y))
    expect(pearson(list(far), list(others)).value).toBeCloseTo(exact, 14)
    const line = regress(list(far), list(others))
    expect((line.slope as number) / ((product(x, y) / product(x, x)) * 2 ** 23)).toBeCloseTo(1, 12)
  })

  test('values that differ in their last digits, and beyond their squares', () => {
    const offset = x.map((value) => value + 1e9)
    expect(pearson(list(offset), list(y)).value).toBeCloseTo(0.81642051634484, 12)
    expect(pearson(list([-1.5e308, 0, 1.5e308]), list([1, 2, 3])).value).toBeCloseTo(1, 12)
  })
})

test('what goes together stands together', () => {
  const near = [
    [1, 0.1, 0.9, 0.1],
    [0.1, 1, 0.1, -0.8],
    [0.9, 0.1, 1, 0.2],
    [0.1, -0.8, 0.2, 1],
  ]
  const order = clusterOrder(near)
  expect(order.toSorted()).toEqual([0, 1, 2, 3])
  expect(Math.abs(order.indexOf(0) - order.indexOf(2))).toBe(1)
  expect(Math.abs(order.indexOf(1) - order.indexOf(3))).toBe(1)
  expect(clusterOrder([])).toEqual([])
})
