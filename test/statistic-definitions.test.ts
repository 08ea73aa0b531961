import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDuckDb } from '../src/engine/duckdb.ts'
import { buildProfile } from '../src/engine/profile/build-profile.ts'
import { answerCorrelations } from '../src/engine/statistics/answer-correlations.ts'
import { answerOutliers } from '../src/engine/statistics/answer-outliers.ts'
import { answerRegression } from '../src/engine/statistics/answer-regression.ts'
import { answerTrend } from '../src/engine/statistics/answer-trend.ts'
import { blankColumnProfile } from '../src/shared/blank-column-profile.ts'
import { columnFacts } from '../src/shared/column-facts.ts'
import { columnLists } from '../src/shared/column-lists.ts'
import { outlierSql } from '../src/shared/definitions/outlier-sql.ts'
import { intervalSql, lineExpressions, lineSql, pairSql, type SqlOrWhyNot } from '../src/shared/definitions/pair-sql.ts'
import { sqlSubject } from '../src/shared/definitions/sql-subject.ts'
import { type StatisticName, statisticDefinitions } from '../src/shared/definitions/statistic-definitions.ts'
import { trendSql } from '../src/shared/definitions/trend-sql.ts'
import type { ColumnProfile } from '../src/shared/profile.ts'
import { correlationMethods, outlierThresholds } from '../src/shared/statistics.ts'
import { openTestTable } from './open-test-table.ts'
import { temporaryDirectory } from './table-file.ts'

/** One column of each type that a profile tells apart, with what each statistic is about. */
const table = `SELECT
  CASE i % 50 WHEN 7 THEN 'nan'::DOUBLE WHEN 8 THEN 'inf'::DOUBLE WHEN 9 THEN NULL WHEN 10 THEN -0.25 ELSE (i * 7919 % 211) / 8.0 END AS "a ""b"", c",
  (i * i % 97 - 20)::BIGINT AS whole,
  CASE WHEN i % 60 = 0 THEN -999 ELSE i % 17 END::INTEGER AS marked,
  (i % 83 / 10.0)::DECIMAL(9,1) AS tenths,
  CASE i % 9 WHEN 0 THEN '' WHEN 1 THEN '  ' WHEN 2 THEN 'Texas' WHEN 3 THEN 'texas ' WHEN 4 THEN 'n/a' WHEN 5 THEN 'KÃ¤se it''s' ELSE 'AB-' || i END AS words,
  uuid_v5 AS ids,
  i % 3 = 0 AS yes,
  'P' || (i * i % 7 + i % 3) AS port,
  DATE '2024-01-01' + (i * 2 + i // 100)::INTEGER AS day,
  DATE '2020-01-01' + to_months((i % 40)::INTEGER) AS month,
  TIMESTAMP '2024-03-01 10:00:00' + to_minutes(i * 15) + to_days(CASE WHEN i = 399 THEN 40000 ELSE 0 END) AS moment,
  TIME '06:30:00' + to_minutes(i) AS clock,
  [x FOR x IN range(i % 5)] AS items
  FROM (SELECT i, ('00000000-0000-4000-8000-' || lpad(i::VARCHAR, 12, '0'))::UUID AS uuid_v5 FROM range(400) t(i))`

let db: Awaited<ReturnType<typeof openDuckDb>>
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let columns: ColumnProfile[]

beforeAll(async () => {
  directory = await temporaryDirectory()
  db = await openDuckDb({ threads: 1, memoryLimitBytes: 256 * 2 ** 20, tempDir: directory.path })
  await db.query(`CREATE TABLE data AS ${table}`)
  columns = (await buildProfile(table)).columns
})
afterAll(async () => {
  db?.close()
  await directory?.remove()
})

const answerOf = async (name: StatisticName, profile: ColumnProfile): Promise<unknown[][] | undefined> => {
  const sql = statisticDefinitions[name].sql?.(sqlSubject(profile))
  return sql === undefined ? undefined : (await db.query(sql)).rows
}

describe('the SQL that explains a statistic gives the number of the profile', () => {
  test('every fact', async () => {
    const wrong: string[] = []
    const seen = new Set<string>()
    for (const profile of columns) {
      for (const { name, exact } of columnFacts(profile)) {
        seen.add(name)
        const rows = await answerOf(name, profile)
        if (rows && !agrees(name, rows, exact))
          wrong.push(`${profile.name}.${name}: ${exact}, not ${JSON.stringify(rows, write)}`)
      }
    }
    expect(wrong).toEqual([])
    const lists = [
      'top_values',
      'histogram',
      'length_histogram',
      ...columns.flatMap(columnLists).map(({ name }) => name),
    ]
    const untested = Object.keys(statisticDefinitions).filter((name) => !seen.has(name) && !lists.includes(name))
    expect(untested).toEqual(['count'])
  })

  test('every list and every histogram', async () => {
    const wrong: string[] = []
    for (const profile of columns) {
      const counts: [StatisticName, number[]][] = [
        ['top_values', profile.top_values.map(({ count }) => count)],
        ['histogram', profile.histogram.map(({ count }) => count)],
        ['length_histogram', profile.length_histogram.map(({ count }) => count)],
        ...columnLists(profile).map(({ name, items }): [StatisticName, number[]] => [
          name,
          items.map(({ count }) => count).filter((count) => count > 0),
        ]),
      ]
      for (const [name, expected] of counts) {
        if (expected.length === 0) continue
        const rows = (await answerOf(name, profile)) ?? []
        const found = name === 'damage' ? (rows[0] ?? []).map(Number) : rows.map((row) => Number(row.at(-1)))
        if (String(found) !== String(expected)) wrong.push(`${profile.name}.${name}: ${expected}, not ${found}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('the SQL of a question gives the numbers of its answer', () => {
  const first = async (sql: string) => ((await db.query(sql)).rows[0] ?? []).map(Number)

  const sqlOf = (known: SqlOrWhyNot) => ('sql' in known ? known.sql : '')

  test.each(correlationMethods)('of every pair and its interval: %s', async (method) => {
    const answered = await openTestTable(table)
    const isNumeric = (column: string) => columns.find(({ name }) => name === column)?.kind === 'numeric'
    const { pairs } = await answerCorrelations(answered, { about: 'correlations', tableFile: '', method })
    expect(pairs.length).toBeGreaterThan(0)
    for (const { x, y, n, value, ci_low: low, ci_high: high } of pairs) {
      const names: [string, string] = method === 'correlation_ratio' && isNumeric(x) ? [y, x] : [x, y]
      const [found] = await first(sqlOf(pairSql(method, ...names, n)))
      expect(found, `${method} of ${x} and ${y}`).toBeCloseTo(value as number, 10)
      if (low === null) continue
      const interval = await first(sqlOf(intervalSql(method, ...names, n)))
      expect(interval[0], `from, ${method} of ${x} and ${y}`).toBeCloseTo(low, 10)
      expect(interval[1], `to, ${method} of ${x} and ${y}`).toBeCloseTo(high as number, 10)
    }
  })

  test('of too many rows to take each with every other there is none, and why', () => {
    expect(pairSql('kendall', 'a', 'b', 10_001)).toEqual({ whyNot: expect.stringContaining('10001 rows') })
    expect(intervalSql('kendall', 'a', 'b', 10_001)).toEqual(pairSql('kendall', 'a', 'b', 10_001))
    expect(pairSql('spearman', 'a', 'b', 10_001)).toHaveProperty('sql')
  })

  test('of a line', async () => {
    const question = { about: 'regression', tableFile: '', x: 'whole', y: 'a "b", c' } as const
    const line = await answerRegression(await openTestTable(table), question)
    for (const name of Object.keys(lineExpressions) as (keyof typeof lineExpressions)[]) {
      const [found] = await first(lineSql('whole', 'a "b", c', lineExpressions[name]))
      expect(found, name).toBeCloseTo(line[name] as number, 10)
    }
  })

  test('of the bounds of outliers', async () => {
    const answered = await openTestTable(table)
    for (const method of ['iqr', 'zscore', 'modified_zscore'] as const) {
      const threshold = outlierThresholds[method] / 2
      const question = { about: 'outliers', tableFile: '', method, threshold, offset: 0, limit: 1 } as const
      const { columns: found } = await answerOutliers(answered, question)
      expect(found.some(({ count }) => count > 0)).toBe(true)
      for (const { name, lower, upper, count } of found) {
        const bounds = await first(outlierSql(method, threshold, name))
        expect(bounds[0], `${method} below, ${name}`).toBeCloseTo(lower as number, 10)
        expect(bounds[1], `${method} above, ${name}`).toBeCloseTo(upper as number, 10)
        expect(bounds[2], `${method} outside, ${name}`).toBe(count)
      }
    }
  })

  test('of a trend', async () => {
    const answered = await openTestTable(table)
    for (const [value, aggregate] of [
      ['a "b", c', 'mean'],
      ['tenths', 'sum'],
      ['whole', 'count'],
      [undefined, 'count'],
    ] as const) {
      const question = { about: 'trends', tableFile: '', date: 'day', grain: 'month', aggregate } as const
      const trend = await answerTrend(answered, value === undefined ? question : { ...question, value })
      const { points, line, growth, theilSen, tau } = trendSql(trend)
      const rows = (await db.query(points)).rows
      expect(rows.map(([, , count]) => Number(count))).toEqual(trend.points.map(({ count }) => count))
      rows.forEach(
        ([, found], index) => void expect(Number(found)).toBeCloseTo(trend.points[index]?.value as number, 9),
      )
      const { slope, intercept, r_squared: fit } = trend.linear
      const found = [
        ...(await first(line)),
        ...(await first(growth)),
        ...(await first(theilSen)),
        ...(await first(tau)),
      ]
      const robust = [trend.theil_sen.slope, trend.mann_kendall.tau]
      const told = [slope, intercept, fit, trend.growth.first, trend.growth.last, ...robust]
      told.forEach((number, index) => void expect(found[index]).toBeCloseTo(number as number, 9))
    }
  })
})

test('SQL for an empty column runs too', async () => {
  await db.query('CREATE TABLE none AS SELECT NULL::DOUBLE AS nothing')
  const profile = blankColumnProfile({ name: 'nothing', sql_type: 'DOUBLE', kind: 'numeric', count: 1, null_count: 1 })
  for (const { name } of columnFacts(profile)) {
    const sql = statisticDefinitions[name].sql?.(sqlSubject(profile)) as string
    await expect(db.query(sql.replace('FROM data', 'FROM none'))).resolves.toBeDefined()
  }
})

const write = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)

const agrees = (name: StatisticName, rows: unknown[][], exact: string): boolean => {
  const [row = []] = rows
  if (name === 'integers_only') return row[0] === (exact === 'yes')
  if (name === 'monotonic')
    return exact === 'rising' ? row[0] === true : exact === 'falling' ? row[1] === true : !row[0] && !row[1]
  if (name === 'granularity') {
    const parts = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'].slice(-row.length)
    return parts[row.indexOf(true)] === exact
  }
  const [value] = row
  const [found, expected] = [Number(value), Number(exact)]
  if (!Number.isNaN(expected) && exact !== '')
    return Math.abs(found - expected) <= 1e-10 * Math.max(1, Math.abs(expected))
  return String(value) === exact.replace('T', ' ')
}
