import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Insight } from '../../shared/insight.ts'
import { type DuckDb, openDuckDb } from '../duckdb.ts'
import { buildProfile } from '../profile/build-profile.ts'
import { insightThresholds } from './insight-thresholds.ts'

let duckDb: DuckDb
let tempDir: string

beforeAll(async () => {
  tempDir = await mkdtemp(join(tmpdir(), 'insights-'))
  duckDb = await openDuckDb({ threads: 2, memoryLimitBytes: 1e9, tempDir })
})

afterAll(async () => {
  duckDb.close()
  await rm(tempDir, { recursive: true })
})

/** A number from 0 to 1 that depends on the row, the seed and the draw alone. */
const uniform = (seed: number, draw: number) =>
  `(md5_number_lower(concat_ws('/', i, ${seed}, ${draw})) / 18446744073709551616.0)`
const normal = (seed: number, draw: number) =>
  `(sqrt(-2 * ln(${uniform(seed, draw)} + 1e-12)) * cos(2 * pi() * ${uniform(seed, draw + 100)}))`
const rows = (columns: Record<string, string>, count = 600) =>
  `SELECT ${Object.entries(columns).map(([name, sql]) => `${sql} AS ${name}`)} FROM range(${count}) t(i)`
const u = (draw: number) => uniform(1, draw)
const z = (draw: number) => normal(1, draw)

const planted = rows({
  port: `['Hamburg', 'Rotterdam', 'Antwerp', 'Oslo'][1 + floor(${u(1)} * 4)::INT]`,
  cargo: `(CASE WHEN ${u(1)} < 0.25 THEN 60 ELSE 30 END + 8 * ${z(2)})`,
  day: `DATE '2023-01-01' + i::INT`,
  level: `100 + i * 0.1 + 20 * ${z(3)}`,
  reading: `CASE WHEN i % 60 = 7 THEN 5000 + 10 * ${z(5)} ELSE 50 + 10 * ${z(6)} END`,
  status: `CASE WHEN ${u(4)} < 0.85 THEN 'ok' WHEN ${u(4)} < 0.95 THEN 'late' ELSE 'lost' END`,
  depth: `10 * ${z(7)}`,
  draught: `20 * ${z(7)} + 15 * ${z(8)}`,
})

/** The numbers that a sentence says, and those that the rows of its SQL hold. */
const numbersOf = (text: string) =>
  [...text.replaceAll(/"[^"]*"/g, '').matchAll(/(?<![\w-])-?\d[\d,]*(\.\d+)?(?![\w-])/g)].map(([digits]) =>
    Number(digits.replaceAll(',', '')),
  )
const answerOf = async (sql: string, table: string) => {
  await duckDb.query(`CREATE OR REPLACE TEMP TABLE data AS ${table}`)
  return (await duckDb.query(sql)).rows.map((row) =>
    row.map((value) => (typeof value === 'bigint' ? Number(value) : value)),
  )
}
const isSaid = (said: number, cell: unknown) =>
  typeof cell === 'number' && [cell, cell * 100].some((value) => Math.abs(value - said) <= Math.abs(said) * 6e-3)

describe('what is told of a table', () => {
  let insights: Insight[]
  beforeAll(async () => {
    insights = (await buildProfile(planted)).insights
  })
  const found = (code: Insight['code']) => insights.find((insight) => insight.code === code) as Insight

  test('each thing that was put in, the largest effect first', () => {
    expect(insights.map(({ code, columns }) => [code, ...columns])).toEqual([
      ['outlier_cluster', 'reading'],
      ['outstanding_group', 'port', 'cargo'],
      ['association', 'depth', 'draught'],
      ['dominant_category', 'status'],
      ['trend', 'level', 'day'],
    ])
    const scores = insights.map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(scores.every((score) => score > 0 && score <= 1)).toBe(true)
  })

  test('a group in a sentence, with its rows and its chart', async () => {
    const { text, filter, chart, points } = found('outstanding_group')
    const [[mean, n, rest]] = (await answerOf(
      `SELECT avg(cargo) FILTER (port = 'Hamburg'), count(*) FILTER (port = 'Hamburg'), avg(cargo) FILTER (port <> 'Hamburg') FROM data`,
      planted,
    )) as [[number, number, number]]
    expect(text).toBe(
      `"cargo" averages ${mean.toPrecision(4)} where "port" is Hamburg, ${Number((mean / rest).toPrecision(2))} times the ${rest.toPrecision(4)} of the other rows (n = ${n} of 600).`,
    )
    expect(filter).toEqual({ column: 'port', op: 'eq', value: 'Hamburg' })
    expect(chart).toEqual({ mark: 'bar', x: { column: 'port' }, y: { column: 'cargo' }, aggregate: 'mean' })
    expect(points.map(({ label, is_told: isTold }) => [label, isTold])).toContainEqual(['Hamburg', true])
    expect(points.reduce((sum, point) => sum + point.n, 0)).toBe(600)
  })

  test('a cluster has a cut between it and the rest', () => {
    const { filter, text } = found('outlier_cluster')
    expect(filter).toEqual({ column: 'reading', op: 'gte', value: 3000 })
    expect(text).toContain('10 values of "reading" lie together far above all others')
  })

  test('every number of every sentence is in the answer of its SQL', async () => {
    for (const { sql, text } of insights) {
      const cells = (await answerOf(sql, planted)).flat()
      const derived = /([\d.]+) times/.exec(text)?.[1]
      const missing = numbersOf(text).filter(
        (said) => String(said) !== derived && !cells.some((cell) => isSaid(said, cell)),
      )
      expect([text, missing]).toEqual([text, []])
    }
  })
})

test('of a large table, found in some rows and said of all', async () => {
  const columns = { kind: `['a', 'b', 'c'][1 + i % 3]`, size: `CASE WHEN i % 3 = 1 THEN 40 ELSE 20 END + ${z(1)}` }
  const { insights } = await buildProfile(rows(columns, 60_000))
  expect(insights).toMatchObject([
    { code: 'outstanding_group', text: expect.stringContaining('where "kind" is b, 2 times'), filter: { value: 'b' } },
  ])
  expect(insights[0]?.text).toContain('(n = 20,000 of 60,000)')
})

test('two categories that go together, told by their strongest cell', async () => {
  const { insights } = await buildProfile(
    rows({
      port: `['HAM', 'RTM', 'ANR'][1 + i % 3]`,
      flag: `CASE WHEN i % 3 = 0 AND ${u(2)} < 0.8 THEN 'DE' ELSE ['NL', 'BE'][1 + floor(${u(3)} * 2)::INT] END`,
    }),
  )
  expect(insights).toMatchObject([
    { code: 'association', columns: ['port', 'flag'], chart: { color: { column: 'flag' } } },
  ])
  expect(insights[0]?.text).toMatch(/^"flag" is DE in 81 % of the rows where "port" is HAM, against 0 % of the others/)
})

test.each([
  ['more', `DATE '2021-01-05' + (1000 * sqrt(${u(1)}))::INT`],
  ['fewer', `DATE '2021-01-05' + (1000 * (1 - sqrt(${u(1)})))::INT`],
])('rows that become %s over time, by their whole periods', async (word, day) => {
  const table = rows({ day, x: z(2) }, 900)
  const { insights } = await buildProfile(table)
  expect(insights).toMatchObject([
    {
      ...{ code: 'trend', columns: ['day'], filter: null },
      chart: { mark: 'line', x: { column: 'day', grain: 'quarter' }, aggregate: 'count' },
    },
  ])
  const [{ text, sql, points }] = insights as [Insight]
  const answer = await answerOf(sql, table)
  const [first, last] = [answer[1], answer.at(-2)] as [unknown[], unknown[]]
  expect(text).toContain(`The rows by "day" become ${word} and ${word}: from ${first[1]} in 2021-Q2 to ${last[1]} in `)
  expect(points.map(({ label, n }) => [label, n])).toEqual(answer.slice(1, -1).map(([period, n]) => [period, n]))
  expect(points.filter((point) => point.is_told).map(({ label }) => label)).toEqual([first[0], last[0]])
})

describe('what goes without saying is no insight', () => {
  test.each([
    [
      'a copy, a sum and a product',
      {
        a: `20 + 3 * ${z(1)}`,
        b: `50 + 8 * ${z(2)}`,
        c: `9 + ${z(3)}`,
        copy: `2 * (20 + 3 * ${z(1)})`,
        total: `20 + 3 * ${z(1)} + 50 + 8 * ${z(2)} + 9 + ${z(3)}`,
        product: `round((20 + 3 * ${z(1)}) * (50 + 8 * ${z(2)}), 2)`,
      },
    ],
    [
      'rows that are numbered',
      { id: 'i', order_no: `i * 3 + floor(${u(1)} * 3)::INT`, day: `DATE '2023-01-01' + i::INT`, x: z(1) },
    ],
    [
      'a category and its code',
      { port: `['Hamburg', 'Oslo', 'Genoa'][1 + i % 3]`, code: `['DE', 'NO', 'IT'][1 + i % 3]`, x: z(1) },
    ],
    ['a flag that a number makes', { score: z(1), passed: `${z(1)} > 0.7` }],
    [
      'walks at random that rise by chance',
      { a: `sum(${z(1)}) OVER (ORDER BY i)`, b: `sum(${z(2)}) OVER (ORDER BY i)` },
    ],
    [
      'months of different lengths, and more rows with holes between them',
      {
        daily: `DATE '2023-01-11' + i::INT`,
        holes: `DATE '2023-01-01' + (365 * floor(8 * sqrt(${u(1)})) + floor(20 * ${u(2)}))::INT`,
      },
    ],
    ['a constant and nulls', { one: '1', none: 'NULL::INT', x: z(1), name: "'x'" }],
    ['a long tail', { cauchy: `tan(pi() * (${u(1)} - 0.5))`, lognormal: `exp(1.5 * ${z(2)})`, pareto: `1 / ${u(3)}` }],
  ])('%s', async (_, columns) => {
    expect((await buildProfile(rows(columns as Record<string, string>))).insights).toEqual([])
  })

  test('a table of few rows, of one column, of none', async () => {
    expect((await buildProfile(rows({ port: `['a', 'b'][1 + i % 2]`, x: 'i % 2 * 100 + i' }, 20))).insights).toEqual([])
    expect((await buildProfile(rows({ x: z(1) }, 0))).insights).toEqual([])
  })
})

test('noise of all kinds tells nothing', async () => {
  const told: string[] = []
  for (let seed = 0; seed < 12; seed++) {
    const [r, g] = [(draw: number) => uniform(seed, draw), (draw: number) => normal(seed, draw)]
    const columns = {
      ...{ id: 'i', u1: r(1), u2: r(2), n1: g(3), n2: g(4), n3: g(5), n4: g(6), exponential: `-ln(${r(7)} + 1e-12)` },
      ...{ lognormal: `exp(${g(8)})`, cauchy: `tan(pi() * (${r(9)} - 0.5))`, digit: `floor(${r(10)} * 10)::INT` },
      ...{
        c3: `'c' || floor(${r(12)} * 3)::INT`,
        c9: `'c' || floor(${r(13)} * 9)::INT`,
        c25: `'c' || floor(${r(14)} * 25)::INT`,
      },
      ...{
        uneven: `CASE WHEN ${r(15)} < 0.6 THEN 'a' ELSE ['b', 'c'][1 + floor(${r(16)} * 2)::INT] END`,
        flag: `${r(17)} < 0.5`,
      },
      ...{ seldom: `${r(18)} < 0.1`, day: `DATE '2023-01-01' + floor(${r(19)} * 700)::INT` },
      ...{
        hour: `TIMESTAMP '2023-01-01' + to_hours(i)`,
        gaps: `CASE WHEN ${r(20)} < 0.7 THEN round(10 * ${g(21)}, 2)::DECIMAL(9, 2) END`,
      },
    }
    told.push(...(await buildProfile(rows(columns, 500))).insights.map(({ text }) => text))
  }
  expect(told).toEqual([])
})

test('there are at most six, and two of a kind', async () => {
  const columns = Object.fromEntries(
    Array.from({ length: 12 }, (_, n) => [`m${n}`, `CASE WHEN i % 4 = ${n % 4} THEN 9 ELSE 0 END + ${z(n)}`]),
  )
  const { insights } = await buildProfile(rows({ kind: `'k' || i % 4`, ...columns }))
  expect(insights.length).toBeLessThanOrEqual(insightThresholds.most_insights)
  const codes = insights.map(({ code }) => code)
  expect(codes.filter((code) => code === 'outstanding_group')).toHaveLength(2)
})
