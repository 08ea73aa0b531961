import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ColumnProfile } from '../../shared/profile.ts'
import { buildProfile } from './build-profile.ts'
import { oracleOf, oracleTop } from './oracle.ts'

async function profileOf(
  values: readonly (number | bigint | string | null)[],
  sqlType: string,
): Promise<ColumnProfile> {
  const rows = values.map((value) => (value === null ? '(NULL)' : `('${Object.is(value, -0) ? '-0.0' : value}')`))
  const sql =
    rows.length === 0
      ? `SELECT NULL::${sqlType} AS x WHERE false`
      : `SELECT x::${sqlType} AS x FROM (VALUES ${rows}) t(x)`
  return (await buildProfile(sql)).columns[0] as ColumnProfile
}

function expectClose(actual: unknown, expected: number | null | undefined, digits = 13): void {
  if (expected === null || expected === undefined || actual === null) expect(actual).toBe(expected)
  else
    expect(Math.abs(Number(actual) - expected)).toBeLessThanOrEqual(
      Math.max(Math.abs(expected) * 10 ** -digits, 1e-300),
    )
}

function expectOracle(profile: ColumnProfile, values: readonly number[], oracle = oracleOf(values)): void {
  const { skewness, kurtosis, quantiles, outlier_count, mean, sum, std, variance, ...exact } = oracle
  const { iqr, range, median, mad, min, max, ...counts } = exact
  expect(profile).toMatchObject(counts)
  expect(profile.box?.outlier_count).toBe(outlier_count)
  for (const [name, value] of Object.entries({ std, variance, min, max })) expectClose(profile[name as 'std'], value)
  const scale = Math.max(...values.map(Math.abs))
  // The oracle subtracts doubles, whose last digits are those of the largest value; decimals are subtracted exactly.
  const expectNear = (actual: unknown, expected: number) =>
    expect(Math.abs(Number(actual) - expected)).toBeLessThanOrEqual(
      Math.max(Math.abs(expected) * 1e-13, scale * 2 ** -51),
    )
  for (const [name, value] of Object.entries({ median, mad, iqr, range })) expectNear(profile[name as 'mad'], value)
  expect(Math.abs((profile.mean as number) - mean)).toBeLessThanOrEqual(Math.max(Math.abs(mean) * 1e-13, scale * 1e-25))
  expect(Math.abs(Number(profile.sum) - sum)).toBeLessThanOrEqual(Math.max(Math.abs(sum) * 1e-13, scale * 1e-25))
  for (const [name, value] of Object.entries(quantiles)) expectNear(profile.quantiles?.[name as 'p01'], value)
  for (const [actual, expected] of [
    [profile.skewness, skewness],
    [profile.kurtosis, kurtosis],
  ] as const) {
    if (expected === null) expect(actual).toBe(null)
    else expect(actual).toBeCloseTo(expected, 8)
  }
  const binned = profile.histogram.map(({ lower, upper }, index, bins) => {
    const isLast = index === bins.length - 1
    return values.filter((value) => value >= Number(lower) && (isLast ? value <= Number(upper) : value < Number(upper)))
      .length
  })
  expect(profile.histogram.map(({ count }) => count)).toEqual(binned)
  expect(binned.reduce((total, count) => total + count, 0)).toBe(values.length)
}

/** Thousandths are no doubles, and what is left after subtracting two large ones shows it; counted in thousandths, it is exact. */
function oracleOfThousandths(units: readonly bigint[]): ReturnType<typeof oracleOf> {
  const counted = oracleOf(units.map(Number))
  const { min, max, mean, std, variance, sum, median, mad, range, iqr, quantiles } = counted
  const thousandths = (value: number) => value / 1e3
  return {
    ...counted,
    min: min && thousandths(min),
    max: max && thousandths(max),
    mean: thousandths(mean),
    std: std && thousandths(std),
    variance: variance && variance / 1e6,
    sum: thousandths(sum),
    median: thousandths(median),
    mad: thousandths(mad),
    range: thousandths(range),
    iqr: thousandths(iqr),
    quantiles: mapValues(quantiles, thousandths),
    integers_only: units.every((value) => value % 1000n === 0n),
  }
}

const mapValues = <T extends Record<string, number>>(record: T, map: (value: number) => number) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)])) as T

const runs = { numRuns: 15 }
const withNulls = <T>(value: fc.Arbitrary<T>) =>
  fc.array(fc.option(value, { freq: 6 }), { minLength: 1, maxLength: 60 })
const present = <T>(values: (T | null)[]) => values.filter((value) => value !== null)

describe('agrees with the oracle on generated', () => {
  test('doubles', async () => {
    const double = fc.oneof(
      fc
        .double({ noNaN: true, noDefaultInfinity: true, min: -1e70, max: 1e70 })
        .filter((x) => Math.abs(x) > 1e-70 || x === 0),
      fc.integer({ min: -3, max: 3 }),
      fc.integer({ min: -300, max: 300 }).map((x) => 1e6 + x / 8),
    )
    await fc.assert(
      fc.asyncProperty(withNulls(double), async (drawn) => {
        const values = present(drawn).map((value) => value + 0)
        const profile = await profileOf(drawn, 'DOUBLE')
        expect(profile).toMatchObject({ count: drawn.length, null_count: drawn.length - values.length })
        if (values.length > 0) expectOracle(profile, values)
        expect(profile.top_values).toEqual(oracleTop(values, (a, b) => a - b))
      }),
      runs,
    )
  })

  test('integers', async () => {
    await fc.assert(
      fc.asyncProperty(withNulls(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.integer())), async (drawn) => {
        const values = present(drawn)
        const profile = await profileOf(drawn, 'INTEGER')
        if (values.length > 0) expectOracle(profile, values)
        expect(profile.top_values).toEqual(oracleTop(values, (a, b) => a - b))
      }),
      runs,
    )
  })

  test('decimals, whose sums are exact', async () => {
    await fc.assert(
      fc.asyncProperty(withNulls(fc.bigInt({ min: -(10n ** 11n), max: 10n ** 11n })), async (drawn) => {
        const units = present(drawn)
        const profile = await profileOf(
          drawn.map((value) => value && decimal(value)),
          'DECIMAL(15,3)',
        )
        if (units.length === 0) return
        const values = units.map((value) => Number(decimal(value)))
        expectOracle(profile, values, oracleOfThousandths(units))
        expect(profile.sum).toBe(decimal(units.reduce((sum, value) => sum + value, 0n)))
        expect(profile.min).toBe(decimal(ascending(units)[0] as bigint))
        const top = oracleTop(units, (a, b) => Number(a - b))
        expect(profile.top_values).toEqual(top.map(({ value, count }) => ({ value: decimal(value), count })))
      }),
      runs,
    )
  })

  test('integers beyond 2^53, in all their digits', async () => {
    const wide = fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.bigInt({ min: 0n, max: 9n }).map((x) => x + 10n ** 18n),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(wide, { minLength: 1, maxLength: 30 }),
        fc.constantFrom('BIGINT', 'DECIMAL(38,0)'),
        async (drawn, type) => {
          const values = [2n ** 62n, ...drawn]
          const profile = await profileOf(values, type)
          const total = values.reduce((sum, value) => sum + value, 0n)
          expect(profile).toMatchObject({
            min: String(ascending(values)[0]),
            max: String(ascending(values).at(-1)),
            sum: String(total),
            distinct_count: new Set(values).size,
            top_values: oracleTop(values, (a, b) => (a < b ? -1 : 1)).map(({ value, count }) => ({
              value: String(value),
              count,
            })),
            zero_count: values.filter((value) => value === 0n).length,
            integers_only: true,
          })
          expectClose(profile.mean, Number((total * 10n ** 6n) / BigInt(values.length)) / 1e6)
        },
      ),
      runs,
    )
  })
})

const ascending = (values: bigint[]) => values.toSorted((a, b) => (a < b ? -1 : 1))

function decimal(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(4, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -3)}.${digits.slice(-3)}`
}

describe('is right where arithmetic is hard', () => {
  test.each([
    [
      'a large offset',
      Array.from({ length: 1001 }, (_, i) =>
        i === 0 ? '10000000000000.2' : i % 2 ? '10000000000000.1' : '10000000000000.3',
      ),
    ],
    ['a small offset', Array.from({ length: 1001 }, (_, i) => (i === 0 ? '1.2' : i % 2 ? '1.1' : '1.3'))],
  ])('decimals at %s: mean and std are exact', async (_, texts) => {
    const profile = await profileOf(texts, 'DECIMAL(15,1)')
    expect(profile.mean).toBe(Number(texts[0]))
    expect(profile.std).toBe(0.1)
  })

  test('doubles at a large offset lose nothing that a double holds', async () => {
    const values = Array.from({ length: 1001 }, (_, i) => 1e6 + (i === 0 ? 0.2 : i % 2 ? 0.1 : 0.3))
    const profile = await profileOf(values, 'DOUBLE')
    const oracle = oracleOf(values)
    expectClose(profile.mean, oracle.mean, 15)
    expectClose(profile.std, oracle.std, 13)
    expectClose(profile.std, 0.1, 8)
  })

  test('large values that cancel', async () => {
    expect(await profileOf([1e16, 1, -1e16, 1], 'DOUBLE')).toMatchObject({ sum: 2, mean: 0.5 })
  })

  test('values 10^18 apart by one', async () => {
    const profile = await profileOf([10n ** 18n + 1n, 10n ** 18n + 2n, 10n ** 18n + 3n], 'BIGINT')
    expect(profile).toMatchObject({
      min: '1000000000000000001',
      max: '1000000000000000003',
      sum: '3000000000000000006',
      std: 1,
      variance: 1,
      distinct_count: 3,
      mad: 1,
      skewness: 0,
    })
  })

  test('values whose squares no double holds', async () => {
    const profile = await profileOf([-1.5e308, 0, 1.5e308], 'DOUBLE')
    expect(profile).toMatchObject({ mean: 0, std: 1.5e308, variance: null, range: null, skewness: 0, sum: 0 })
  })

  test('values that hardly differ from 0', async () => {
    const profile = await profileOf([1e-310, 2e-310, 3e-310, 6e-310], 'DOUBLE')
    const plain = oracleOf([1, 2, 3, 6])
    expectClose((profile.std as number) / 1e-310, plain.std, 12)
    expectClose(profile.skewness, plain.skewness, 12)
    expectClose(profile.kurtosis, plain.kurtosis, 12)
    expect(profile.variance).toBe(0)
  })

  test('a decimal of 38 digits, 10 of them after the point', async () => {
    const profile = await profileOf(['9999999999999999999999999999.0000000001', '-0.0000000001', '5'], 'DECIMAL(38,10)')
    expect(profile).toMatchObject({
      min: '-0.0000000001',
      max: '9999999999999999999999999999.0000000001',
      sum: '10000000000000000000000000004.0000000000',
      negative_count: 1,
      integers_only: false,
    })
  })

  test('a sum that 38 digits do not hold', async () => {
    const nines = '9'.repeat(38)
    const profile = await profileOf([nines, nines, '1'], 'DECIMAL(38,0)')
    expect(profile.sum).toBe(String(2n * BigInt(nines) + 1n))
  })
})

describe('has a documented answer for', () => {
  test('no rows, and nulls alone', async () => {
    for (const [values, nulls] of [
      [[], 0],
      [[null, null], 2],
    ] as const) {
      expect(await profileOf(values, 'DOUBLE')).toMatchObject({
        count: nulls,
        null_count: nulls,
        distinct_count: 0,
        min: null,
        mean: null,
        quantiles: null,
        box: null,
        zero_count: 0,
        top_values: [],
        histogram: [],
        histogram_rule: null,
        mode: null,
      })
    }
  })

  test('one value', async () => {
    expect(await profileOf([7], 'DOUBLE')).toMatchObject({
      mean: 7,
      std: null,
      variance: null,
      skewness: null,
      median: 7,
      mad: 0,
      mode: 7,
      histogram: [{ lower: 7, upper: 7, count: 1 }],
      histogram_rule: 'single_value',
    })
  })

  test('a constant', async () => {
    const profile = await profileOf([0.1, 0.1, 0.1, 0.1], 'DOUBLE')
    expect(profile).toMatchObject({
      mean: 0.1,
      std: 0,
      variance: 0,
      skewness: null,
      kurtosis: null,
      iqr: 0,
      cv: 0,
      mode: 0.1,
    })
  })

  test('infinities and NaN, which are counted and left out of the rest', async () => {
    const profile = await profileOf(['inf', 'inf', '-inf', 'nan', '1', '3', null], 'DOUBLE')
    expect(profile).toMatchObject({
      null_count: 1,
      infinite_count: 3,
      nan_count: 1,
      distinct_count: 5,
      min: 1,
      max: 3,
      mean: 2,
      sum: 4,
      top_values: [
        { value: 'Infinity', count: 2 },
        { value: '-Infinity', count: 1 },
        { value: 1, count: 1 },
        { value: 3, count: 1 },
        { value: 'NaN', count: 1 },
      ],
    })
    expect(await profileOf(['nan', 'inf'], 'DOUBLE')).toMatchObject({
      min: null,
      mean: null,
      distinct_count: 2,
      histogram: [],
    })
  })

  test('32-bit floats, written as short as they are', async () => {
    expect(await profileOf([0.1, 0.1, 0.7], 'FLOAT')).toMatchObject({
      min: 0.1,
      max: 0.7,
      mode: 0.1,
      distinct_count: 2,
    })
  })

  test('minus zero, which is zero', async () => {
    const profile = await profileOf([-0, 0, 1], 'DOUBLE')
    expect(profile).toMatchObject({ distinct_count: 2, zero_count: 2, negative_count: 0 })
    expect(Object.is(profile.min, 0)).toBe(true)
  })
})
