import { describe, expect, test } from 'vitest'
import { openTestTable } from '../../../test/open-test-table.ts'
import { correlationsSchema, outliersSchema, regressionSchema, trendSchema } from '../../shared/statistics.ts'
import { buildProfile } from '../profile/build-profile.ts'
import { QuestionError } from '../query/question-error.ts'
import { answerCorrelations } from './answer-correlations.ts'
import { answerOutliers } from './answer-outliers.ts'
import { answerRegression } from './answer-regression.ts'
import { answerTrend } from './answer-trend.ts'
import type {
  CorrelationsQuestion,
  OutliersQuestion,
  RegressionQuestion,
  TrendQuestion,
} from './statistics-question.ts'

const correlations = async (sql: string, question: Partial<CorrelationsQuestion> = {}) => {
  const answer = await answerCorrelations(await openTestTable(sql), {
    ...{ about: 'correlations', tableFile: '', method: 'auto' },
    ...question,
  })
  expect(correlationsSchema.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer)
  return answer
}
const regression = async (sql: string, question: Partial<RegressionQuestion> = {}) => {
  const answer = await answerRegression(await openTestTable(sql), {
    ...{ about: 'regression', tableFile: '', x: 'x', y: 'y' },
    ...question,
  })
  expect(regressionSchema.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer)
  return answer
}
const outliers = async (sql: string, question: Partial<OutliersQuestion> = {}) => {
  const answer = await answerOutliers(await openTestTable(sql), {
    ...{ about: 'outliers', tableFile: '', method: 'iqr', threshold: 1.5, offset: 0, limit: 10 },
    ...question,
  })
  expect(outliersSchema.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer)
  return answer
}
const trend = async (sql: string, question: Partial<TrendQuestion> = {}) => {
  const answer = await answerTrend(await openTestTable(sql), {
    ...{ about: 'trends', tableFile: '', grain: 'auto' },
    ...question,
  })
  expect(trendSchema.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer)
  return answer
}

const mixed = `SELECT r AS a, (r * 7919) % 101 AS b, CASE WHEN r % 3 = 0 THEN NULL ELSE r * 2.5 END AS c,
  'group ' || r % 4 AS "it's, a ""group""", r % 8 < 4 AS flag, md5(r::VARCHAR) AS text, DATE '2024-01-01' AS day
  FROM range(1000) t(r)`

describe('correlations', () => {
  test('auto takes what fits the kinds, and says what was left out', async () => {
    const { columns, matrix, pairs, order, limited } = await correlations(mixed)
    expect(columns).toEqual(['a', 'b', 'c', 'it\'s, a "group"', 'flag'])
    expect(order.toSorted()).toEqual(columns.toSorted())
    expect(matrix.map((row, i) => row[i])).toEqual([1, 1, 1, 1, 1])
    expect(matrix[0]?.[2]).toBe(1)
    expect(matrix[0]?.[1]).toBe(matrix[1]?.[0])
    expect(pairs).toHaveLength(10)
    expect(pairs[0]).toMatchObject({ x: 'a', y: 'c', method: 'pearson', value: 1, n: 666, ci_low: 1, p_value: 0 })
    expect(new Set(pairs.map(({ method }) => method))).toEqual(new Set(['pearson', 'correlation_ratio', 'cramers_v']))
    expect(limited).toEqual({ rows: 1000, of: 1000, columns_left_out: ['text'], pairs_left_out: 0 })
  })

  test('of the rows that a filter leaves', async () => {
    const sql = 'SELECT r AS x, CASE WHEN r < 10 THEN r ELSE -r END AS y FROM range(100) t(r)'
    const filter = { column: 'x', op: 'lt', value: 10 } as const
    expect((await correlations(sql, { method: 'pearson', filter })).pairs[0]).toMatchObject({ value: 1, n: 10 })
    expect((await correlations(sql, { method: 'spearman', filter: { not: filter } })).pairs[0]).toMatchObject({
      value: -1,
      n: 90,
    })
    const none = await correlations(sql, { filter: { column: 'x', op: 'lt', value: 0 } })
    expect(none).toMatchObject({
      matrix: [
        [null, null],
        [null, null],
      ],
      pairs: [{ value: null, n: 0, note: 'too_few' }],
    })
  })

  test('infinities and NaN take no part; a constant has none; other kinds are nothing to compare', async () => {
    const sql = `SELECT unnest([1, 2, 3, 4, 'inf', 'nan', 6]::DOUBLE[]) AS x, unnest([2, 4, 6, 8, 1, 1, 12]) AS y, 1 AS one, 'a' AS t`
    const { pairs } = await correlations(sql.replace("'inf', 'nan'", "'inf'::DOUBLE, 'nan'::DOUBLE"), {
      method: 'kendall',
    })
    expect(pairs.map(({ x, y, value, n }) => [x, y, value, n])).toEqual([
      ['x', 'y', 1, 5],
      ['x', 'one', null, 5],
      ['y', 'one', null, 7],
    ])
    expect(await correlations('SELECT 1 AS a', { method: 'cramers_v' })).toMatchObject({
      columns: [],
      matrix: [],
      pairs: [],
    })
  })

  /** Both columns are a large number and one digit more, beside the digits alone. */
  test.each([
    ['ids beyond 2^53', (of: string) => `9007199254740993 + ${of}`],
    ['ids near the largest', (of: string) => `9223372036854775000 + ${of}`],
    ['decimals far from zero', (of: string) => `('1000000000000000.' || ${of})::DECIMAL(18,1)`],
    ['whole numbers of 31 digits', (of: string) => `1000000000000000000000000000000::DECIMAL(38,0) + ${of}`],
    ['decimals of 38 digits below zero', (of: string) => `('-1000000000000000000000000000.' || ${of})::DECIMAL(38,10)`],
    ['decimals near one', (of: string) => `('1.000000000000000' || ${of})::DECIMAL(18,16)`],
  ])('%s lose no digit of what lies between them', async (_, far) => {
    const [a, b] = ['(r * 7 % 9)', '(r * r % 8)']
    const values = await Promise.all(
      (['pearson', 'spearman', 'kendall'] as const).map(async (method) => {
        const sql = (x: string, y: string) => `SELECT ${x} AS x, ${y} AS y FROM range(40) t(r)`
        const [{ pairs: expected }, { pairs: found }] = [
          await correlations(sql(a, b), { method }),
          await correlations(sql(far(a), far(b)), { method }),
        ]
        return [found[0]?.value, expected[0]?.value]
      }),
    )
    for (const [found, expected] of values) expect(found).toBeCloseTo(expected as number, 14)
  })

  test('an unknown column is refused', async () => {
    await expect(correlations('SELECT 1 AS a', { columns: ['b'] })).rejects.toThrow(QuestionError)
  })
})

describe('regression', () => {
  test('the third quartet of Anscombe (1973)', async () => {
    const answer = await regression(`SELECT unnest([10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]) AS x,
      unnest([7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73]) AS y`)
    expect(answer.n).toBe(11)
    expect(answer.slope).toBeCloseTo(0.499727272727273, 12)
    expect(answer.intercept).toBeCloseTo(3.00245454545455, 12)
    expect(answer.r_squared).toBeCloseTo(0.666324041066559, 12)
  })

  /** The set Norris of the statistical reference data of NIST, with its certified values. */
  test.each(['DECIMAL(5,1)', 'DOUBLE'])('the certified line of Norris, as %s', async (type) => {
    const answer =
      await regression(`SELECT unnest([0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5, 666.9, 338.0, 447.5, 11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5])::${type} AS x,
      unnest([0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3, 448.9, 10.8, 557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2])::${type} AS y`)
    const certified = {
      ...{ slope: 1.00211681802045, intercept: -0.262323073774029 },
      ...{ slope_se: 0.429796848199937e-3, intercept_se: 0.232818234301152 },
      ...{ r_squared: 0.999993745883712, residual_std: 0.884796396144373 },
    }
    expect(answer.n).toBe(36)
    for (const [name, value] of Object.entries(certified)) {
      expect(Math.abs((answer[name as 'slope'] as number) / value - 1), name).toBeLessThan(1e-12)
    }
  })

  test('an exact line, far from zero', async () => {
    const answer = await regression('SELECT 1e9 + r AS x, 3 * r - 7 AS y FROM range(100) t(r)')
    expect(answer).toMatchObject({ n: 100, slope: 3, r_squared: 1, residual_std: 0, p_value: 0 })
  })

  test('an exact line of decimals far from zero, and of ids', async () => {
    const decimals = await regression(
      `SELECT (10000000 + r % 2)::DECIMAL(9,1) AS x, (1000000.1 + 0.2 * (r % 2))::DECIMAL(9,1) AS y FROM range(500) t(r)`,
    )
    expect(decimals.slope).toBeCloseTo(0.2, 14)
    expect(decimals.residual_std).toBeCloseTo(0, 14)
    expect((decimals.intercept as number) / -999999.9).toBeCloseTo(1, 13)
    const ids = await regression('SELECT 9007199254740993 + r AS x, 5 * r - 9007199254740993 AS y FROM range(9) t(r)')
    expect(ids).toMatchObject({ slope: 5, residual_std: 0 })
    expect((ids.intercept as number) / (-6 * 2 ** 53)).toBeCloseTo(1, 15)
  })

  test.each([1e-310, 1e308, -3e200])('numbers times %d have the same line', async (factor) => {
    const [x, y] = [
      [1, 0.5, -1, 0.25],
      [0.5, 1, -1, -0.5],
    ]
    const plain = await regression(`SELECT unnest([${x}]::DOUBLE[]) AS x, unnest([${y}]::DOUBLE[]) AS y`)
    const scaled = (numbers: number[]) => `unnest([${numbers.map((number) => number * factor)}]::DOUBLE[])`
    const answer = await regression(`SELECT ${scaled(x)} AS x, ${scaled(y)} AS y`)
    for (const name of ['slope', 'slope_se', 'r_squared', 'p_value'] as const)
      expect(answer[name], name).toBeCloseTo(plain[name] as number, 12)
    expect((answer.intercept as number) / factor).toBeCloseTo(plain.intercept as number, 12)
    for (const name of ['intercept_se', 'residual_std'] as const)
      expect((answer[name] as number) / Math.abs(factor), name).toBeCloseTo(plain[name] as number, 12)
  })

  test.each([
    ['no rows', 'SELECT 1 AS x, 2 AS y WHERE false', 0],
    ['one row', 'SELECT 1 AS x, 2 AS y', 1],
    ['one x', 'SELECT 1 AS x, r AS y FROM range(9) t(r)', 9],
    ['nulls', 'SELECT NULL::INTEGER AS x, r AS y FROM range(9) t(r)', 0],
  ])('%s has no line', async (_, sql, n) => {
    expect(await regression(sql)).toMatchObject({ n, slope: null, intercept: null, r_squared: null, p_value: null })
  })

  test('two points have a line and no errors; a constant y has slope 0', async () => {
    expect(await regression('SELECT r AS x, 2 * r AS y FROM range(2) t(r)')).toMatchObject({ slope: 2, slope_se: null })
    expect(await regression('SELECT r AS x, 0.1 AS y FROM range(7) t(r)')).toMatchObject({
      ...{ slope: 0, intercept: 0.1, r_squared: null, p_value: null },
    })
  })

  test('text is refused', async () => {
    await expect(regression(`SELECT 'a' AS x, 1 AS y`)).rejects.toThrow('needs a numeric one')
  })
})

describe('outliers', () => {
  const sql = `SELECT r AS id, CASE r WHEN 7 THEN 1000 WHEN 42 THEN -1000 ELSE r % 10 END AS v, 5 AS flat FROM range(100) t(r)`

  test('the rows themselves, in file order, page by page', async () => {
    const answer = await outliers(sql, { columns: ['v'], limit: 1 })
    expect(answer).toMatchObject({ total: 2, row_numbers: [7], rows: [[7, 1000, 5]] })
    const values = Array.from({ length: 100 }, (_, r) => (r === 7 ? 1000 : r === 42 ? -1000 : r % 10)).sort(
      (a, b) => a - b,
    )
    const at = (p: number) => {
      const h = 99 * p
      const [low, high] = [values[Math.floor(h)] as number, values[Math.ceil(h)] as number]
      return low + (high - low) * (h - Math.floor(h))
    }
    const iqr = at(0.75) - at(0.25)
    expect(answer.columns).toEqual([
      { name: 'v', n: 100, lower: at(0.25) - 1.5 * iqr, upper: at(0.75) + 1.5 * iqr, count: 2, share: 0.02 },
    ])
    expect(await outliers(sql, { columns: ['v'], limit: 1, offset: 1 })).toMatchObject({ rows: [[42, -1000, 5]] })
  })

  test('z-scores with the sample deviation, modified ones with the MAD', async () => {
    const values = 'SELECT unnest([2, 4, 4, 5, 6, 30]) AS v'
    const [z] = (await outliers(values, { method: 'zscore', threshold: 2 })).columns
    const std = Math.sqrt([2, 4, 4, 5, 6, 30].reduce((sum, v) => sum + (v - 8.5) ** 2, 0) / 5)
    expect(z?.upper).toBeCloseTo(8.5 + 2 * std, 10)
    expect(z?.count).toBe(1)
    const [modified] = (await outliers(values, { method: 'modified_zscore', threshold: 3.5 })).columns
    expect(modified?.lower).toBeCloseTo(4.5 - (3.5 * 1) / 0.6745, 10)
    expect(modified).toMatchObject({ count: 1 })
  })

  test('a value on the fence is none, and a spread of 0 says so', async () => {
    expect(await outliers('SELECT unnest([0, 1, 2, 3, 4, 7]) AS v')).toMatchObject({ total: 0 })
    expect(await outliers('SELECT unnest([1, 2, 2, 3, 3, 5.4]) AS v', { threshold: 1 })).toMatchObject({ total: 1 })
    expect(await outliers('SELECT 5 AS v FROM range(9)', { method: 'modified_zscore' })).toMatchObject({
      total: 0,
      columns: [{ lower: null, upper: null, count: 0, note: 'no_spread' }],
    })
    expect(await outliers('SELECT NULL::INTEGER AS v')).toMatchObject({
      columns: [{ n: 0, share: null, note: 'too_few' }],
    })
  })

  test('a decimal on the fence is none either, though doubles would have it outside', async () => {
    const values = (type: string) => `SELECT unnest([0.8, 1.4, 1.7, 2.3, 2.5, 2.5, 3.3, 4.6, 5.7])::${type} AS v`
    expect(await outliers(values('DECIMAL(9,1)'))).toMatchObject({ total: 0, columns: [{ upper: 5.7, count: 0 }] })
    const far = values('DECIMAL(18,1)').replace('AS v', '+ 1000000000000000 AS v')
    expect(await outliers(far)).toMatchObject({ total: 0, columns: [{ n: 9, count: 0 }] })
    expect(await outliers(far, { threshold: 1.4 })).toMatchObject({ total: 1, row_numbers: [8] })
  })

  test('those outside the box plot of the profile, to the last digit', async () => {
    const types = ['DOUBLE', 'DECIMAL(9,1)', 'DECIMAL(18,4)', 'BIGINT', 'FLOAT']
    const columns = Array.from({ length: 40 }, (_, i) => {
      return `((hash(r * 40 + ${i}) % ${20 + i}) / 10.0 + ${i % 3 ? 0 : 1e7})::${types[i % types.length]} AS c${i}`
    })
    const sql = `SELECT ${columns} FROM range(11) t(r)`
    const [{ columns: profiled }, { columns: found }] = [await buildProfile(sql), await outliers(sql)]
    expect(found.some(({ count }) => count > 0)).toBe(true)
    expect(found.map(({ lower, upper, count }) => [lower, upper, count])).toEqual(
      profiled.map(({ box }) => [box?.lower_fence, box?.upper_fence, box?.outlier_count]),
    )
  })

  test('of more columns than are read at once', async () => {
    const columns = Array.from(
      { length: 300 },
      (_, i) => `CASE r WHEN ${i % 30} THEN 1000000 ELSE r * ${i} % 97 END AS c${i}`,
    )
    const answer = await outliers(`SELECT ${columns} FROM range(30) t(r)`, { limit: 1 })
    expect(answer.columns).toHaveLength(300)
    expect(answer.columns.every(({ count }) => count >= 1)).toBe(true)
    expect(answer).toMatchObject({ total: 30, row_numbers: [0] })
  })

  test('of the rows that a filter leaves, without infinities', async () => {
    const filter = { column: 'id', op: 'gt', value: 10 } as const
    expect(await outliers(sql, { columns: ['v'], filter })).toMatchObject({ total: 1, row_numbers: [42] })
    const infinite = `SELECT CASE WHEN r = 0 THEN 'inf'::DOUBLE WHEN r = 1 THEN 'nan'::DOUBLE ELSE r END AS v FROM range(20) t(r)`
    expect(await outliers(infinite)).toMatchObject({ total: 0, columns: [{ n: 18 }] })
  })
})

describe('trends', () => {
  test('a first day late in its week does not lose that week from the count of periods', async () => {
    const answer = await trend(`SELECT DATE '2021-01-03' + (30 * r)::INTEGER AS d, r AS v FROM range(40) t(r)`, {
      grain: 'auto',
    })
    expect(answer.chosen_because).toContain('By month there are 39 periods, of which 39 have rows')
    const days = await trend(`SELECT DATE '2021-01-03' + (4 * r)::INTEGER AS d, r AS v FROM range(300) t(r)`)
    expect(days.chosen_because).toContain('By week there are 172 periods, of which 172 have rows')
  })

  const rising = `SELECT DATE '2024-01-01' + r::INTEGER AS day, 10 + 2 * r AS value, r AS id FROM range(30) t(r) WHERE r <> 4 ORDER BY hash(r)`

  test('by day, however the rows stand', async () => {
    const answer = await trend(rising)
    expect(answer).toMatchObject({
      ...{ date: 'day', value: 'value', grain: 'day', aggregate: 'mean', direction: 'up' },
      linear: { slope: 2, slope_unit: 'day', r_squared: 1, n: 29 },
      theil_sen: { slope: 2, ci_low: 2, ci_high: 2, n: 29 },
      mann_kendall: { tau: 1 },
      growth: { first: 10, last: 68, absolute: 58, percent: 580 },
      gaps: [{ after: '2024-01-04', before: '2024-01-06', missing: 1 }],
    })
    expect(answer.linear.intercept).toBeCloseTo(10, 12)
    expect(answer.points.slice(0, 2)).toEqual([
      { t: '2024-01-01', value: 10, count: 1 },
      { t: '2024-01-02', value: 12, count: 1 },
    ])
    expect(answer.moving_averages[0]).toMatchObject({ window: 7 })
    expect(answer.moving_averages[0]?.points[0]).toEqual({
      t: '2024-01-08',
      value: (10 + 12 + 14 + 16 + 20 + 22 + 24) / 7,
    })
    expect(answer.chosen_because).toContain('"value" is the first numeric column.')
  })

  test('months, sums and counts; gaps across years', async () => {
    const sql = `SELECT TIMESTAMP '2022-11-15 10:00' + to_months((r // 2)::INTEGER) AS t, 1.5 AS v FROM range(40) t(r) WHERE r // 2 <> 2`
    const answer = await trend(sql, { aggregate: 'sum', value: 'v' })
    expect(answer).toMatchObject({ grain: 'month', gaps: [{ after: '2022-12-01', before: '2023-02-01', missing: 1 }] })
    expect(answer.points[0]).toEqual({ t: '2022-11-01', value: 3, count: 2 })
    expect(answer).toMatchObject({ direction: 'none', linear: { slope: 0 }, growth: { percent: 0 } })
    expect(await trend(sql, { aggregate: 'count', grain: 'year' })).toMatchObject({
      points: [
        { t: '2022-01-01', value: 4 },
        { t: '2023-01-01', value: 22 },
        { t: '2024-01-01', value: 12 },
      ],
    })
  })

  /** The example of Sen (1968): a slope of 1/11 hours per day, robust against one wrong day. */
  test('Theil-Sen is the median of all slopes, also with ties and an outlier', async () => {
    const y = [9, 15, 19, 20, 10, 45, 55, 78]
    const x = [1, 2, 3, 4, 10, 12, 18, 20]
    const rows = x.map((days, i) => `(DATE '2024-01-01' + ${days}, ${y[i]})`)
    const slopes = x.flatMap((a, i) =>
      x.slice(i + 1).map((b, j) => ((y[i + 1 + j] as number) - (y[i] as number)) / (b - a)),
    )
    slopes.sort((a, b) => a - b)
    const answer = await trend(`SELECT * FROM (VALUES ${rows}) v(d, y)`, { grain: 'day' })
    expect(answer.theil_sen.slope).toBeCloseTo(((slopes[13] as number) + (slopes[14] as number)) / 2, 12)
    expect(answer.theil_sen.ci_low).toBeLessThan(answer.theil_sen.slope as number)
    expect(answer.mann_kendall.tau).toBeCloseTo(22 / 28, 12)
    expect(answer.mann_kendall.p_value).toBeCloseTo(0.00937, 3)
  })

  test('no rows, one row, no date', async () => {
    expect(await trend(`SELECT DATE '2024-01-01' AS d, 1 AS v WHERE false`)).toMatchObject({
      ...{ points: [], direction: 'none', linear: { n: 0, slope: null }, growth: { first: null, percent: null } },
    })
    expect(await trend(`SELECT DATE '2024-01-01' AS d, 0 AS v`)).toMatchObject({ growth: { first: 0, percent: null } })
    await expect(trend(`SELECT TIME '10:00' AS t, 1 AS v`)).rejects.toThrow('no column of dates')
  })

  test('noise has no direction but now and then', async () => {
    const sql = (seed: number) =>
      `SELECT DATE '2024-01-01' + r::INTEGER AS d, hash(r * 1000 + ${seed}) % 1000 AS v FROM range(60) t(r)`
    let found = 0
    for (let seed = 0; seed < 20; seed++) found += (await trend(sql(seed))).direction === 'none' ? 0 : 1
    expect(found).toBeLessThanOrEqual(1)
  })
})
