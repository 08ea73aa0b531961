import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildProfile } from './build-profile.ts'
import { FileOrderSums, fileOrderOf } from './file-order.ts'

const numbersOf = async (sql: string) => (await buildProfile(sql)).columns[0]

/** Textbook: Σ (xᵢ - x̄)(xᵢ₊₁ - x̄) / Σ (xᵢ - x̄)². */
const oracle = (values: number[]) => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  const products = values.slice(1).reduce((sum, x, i) => sum + (x - mean) * ((values[i] as number) - mean), 0)
  return products / values.reduce((sum, x) => sum + (x - mean) ** 2, 0)
}

test.each([
  ['10000001, 10000003, 10000002', 'SELECT unnest([10000001, 10000003, 10000002]) AS x', -0.5],
  ['small', `SELECT CASE WHEN r = 0 THEN 1.2 WHEN r % 2 = 1 THEN 1.1 ELSE 1.3 END AS x FROM range(1001) t(r)`, -0.999],
  [
    'decimals of seven digits',
    `SELECT 1000000 + CASE WHEN r = 0 THEN 0.2 WHEN r % 2 = 1 THEN 0.1 ELSE 0.3 END AS x FROM range(1001) t(r)`,
    -0.999,
  ],
  [
    'decimals of eight digits',
    `SELECT 10000000 + CASE WHEN r = 0 THEN 0.2 WHEN r % 2 = 1 THEN 0.1 ELSE 0.3 END AS x FROM range(1001) t(r)`,
    -0.999,
  ],
])('lag-1 autocorrelation has its certified value: %s', async (_, sql, certified) => {
  expect((await numbersOf(sql))?.autocorrelation_lag1).toBeCloseTo(certified, 12)
})

test('agrees with the textbook, in one block or in many', () => {
  const numbers = fc.array(
    fc.integer({ min: -1e8, max: 1e8 }).map((x) => x / 128),
    { minLength: 3, maxLength: 200 },
  )
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 70 }), (values, blockLength) => {
      fc.pre(new Set(values).size > 1)
      const whole = fileOrderOf(Float64Array.from(values))
      const sums = new FileOrderSums(values[0] as number, 2e6)
      for (let start = 0; start < values.length; start += blockLength) {
        sums.add(Float64Array.from(values.slice(start, start + blockLength)))
      }
      const { monotonic, autocorrelation } = sums.order
      expect(monotonic).toBe(whole.monotonic)
      expect(autocorrelation).toBeCloseTo(whole.autocorrelation as number, 6)
      expect(whole.autocorrelation).toBeCloseTo(oracle(values), 8)
    }),
  )
})

test.each([
  ['1, 1, 2, 5', 'increasing'],
  ['5, NULL, 2, 2', 'decreasing'],
  ['1, 3, 2', null],
  ['4, 4', null],
  ['4', null],
])('%s is monotonic: %s', async (values, monotonic) => {
  expect(await numbersOf(`SELECT unnest([${values}])::DOUBLE AS x`)).toMatchObject({ monotonic })
})

test('whether values are sorted here or counted by DuckDB, their order is that of the file', async () => {
  const sql = 'SELECT (r * 7919) % 1000 AS x FROM range(250_000) t(r)'
  const values = Array.from({ length: 250_000 }, (_, r) => (r * 7919) % 1000)
  expect((await numbersOf(sql))?.autocorrelation_lag1).toBeCloseTo(oracle(values), 9)
  expect(await numbersOf('SELECT r // 1000 AS x FROM range(250_000) t(r)')).toMatchObject({ monotonic: 'increasing' })
})

test('values whose distances no double holds', async () => {
  expect((await numbersOf('SELECT unnest([-1.5e308, 1.5e308, -1.5e308]) AS x'))?.autocorrelation_lag1).toBeCloseTo(
    -2 / 3,
    9,
  )
})
