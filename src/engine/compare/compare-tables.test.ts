import { expect, test } from 'vitest'
import { openTestTable } from '../../../test/open-test-table.ts'
import { comparisonSchema, type Drift } from '../../shared/comparison.ts'
import { compareTables } from './compare-tables.ts'

/** What a SELECT has and is beside another one, the reference. */
const compare = async (select: string, reference: string, now?: () => number) => {
  const tables = { table: await openTestTable(select), reference: await openTestTable(reference) }
  const answer = await compareTables(tables, now)
  expect(comparisonSchema.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer)
  return { ...answer, of: (name: string) => answer.drift.find((one) => one.name === name) as Drift }
}

const first = `SELECT i AS id, (i * 7919 % 1009)::DOUBLE AS tonnes, ['HAM', 'RTM', 'ANR'][1 + i % 3] AS port,
  DATE '2024-01-01' + (i % 365)::INT AS day, i % 2 = 0 AS flag, 'n' || i AS note, (i * 31 % 89)::INT AS berth FROM range(2000) t(i)`

test('columns that came, went, changed their type and their name', async () => {
  const next = first
    .replace('AS note', 'AS remark')
    .replace('AS id,', 'AS id, i + 0.5 AS extra,')
    .replace('::INT AS berth', '::VARCHAR AS berth')
  const { columns, rows, drift, limited } = await compare(next, first.replace('AS flag', 'AS flag, 1 AS gone'))
  expect(rows).toEqual({ row_count: 2000, with_row_count: 2000 })
  expect(columns).toEqual({
    added: ['extra'],
    removed: ['gone'],
    retyped: [{ name: 'berth', sql_type: 'VARCHAR', with_sql_type: 'INTEGER' }],
    renamed: [{ name: 'remark', with_name: 'note', similarity: expect.closeTo(1, 9) }],
  })
  expect(drift.map(({ name }) => name).sort()).toEqual(['day', 'flag', 'id', 'port', 'remark', 'tonnes'])
  expect(limited).toBeNull()
})

test('a table beside itself has not drifted', async () => {
  const { columns, drift } = await compare(first, first)
  expect(columns).toEqual({ added: [], removed: [], retyped: [], renamed: [] })
  expect(drift.map(({ psi, p_value: p, level }) => [psi, p, level])).toEqual(drift.map(() => [0, 1, 'none']))
})

test('samples of one thing have not drifted, whatever the index of a few rows says', async () => {
  const drawn = (seed: number, rows: number) =>
    `SELECT sqrt(-2 * ln(u)) * cos(6.28318 * v) AS x, 'k' || (u * 8)::INT AS k FROM
      (SELECT md5_number_lower(i || 'u${seed}') / 18446744073709551616.0 AS u, md5_number_lower(i || 'v${seed}') / 18446744073709551616.0 AS v FROM range(${rows}) t(i))`
  const { drift } = await compare(drawn(1, 40), drawn(2, 40))
  expect(drift.map(({ level }) => level)).toEqual(['none', 'none'])
  expect(drift.some(({ psi }) => (psi ?? 0) > 0.1)).toBe(true)
})

test('drift by hand: the index and the tests, the strongest first', async () => {
  const { of, drift } = await compare(
    `SELECT i AS x, CASE WHEN i < 60 THEN 'a' ELSE 'b' END AS k, i % 10 AS same, TIMESTAMP '2024-06-01' + to_days(i::INT) AS at FROM range(50, 150) t(i)`,
    `SELECT i AS x, CASE WHEN i < 60 THEN 'a' ELSE 'b' END AS k, i % 10 AS same, TIMESTAMP '2024-06-01' + to_days(i::INT) AS at FROM range(0, 100) t(i)`,
  )
  // Tenths of 0..99 against 50..149: the first five tenths are empty, the last has 60.
  const [p, q] = [
    Array.from({ length: 10 }, () => 10.5 / 105),
    [0, 0, 0, 0, 0, 10, 10, 10, 10, 60].map((count) => (count + 0.5) / 105),
  ]
  const psi = p.reduce(
    (sum, share, bin) => sum + ((q[bin] as number) - share) * Math.log((q[bin] as number) / share),
    0,
  )
  expect(of('x')).toMatchObject({
    psi: expect.closeTo(psi, 12),
    ks: 0.5,
    chi2: null,
    level: 'strong',
    n: 100,
    with_n: 100,
  })
  expect(of('at')).toMatchObject({ psi: expect.closeTo(psi, 12), ks: 0.5, level: 'strong' })
  // 60 of 100 were a, now 10: chi-squared 2 · 25² / 35 + 2 · 25² / 65.
  const shares = [60.5, 40.5]
    .map((count) => count / 101)
    .map((before, index) => [before, ([10.5, 90.5][index] as number) / 101])
  const ofK = shares.reduce(
    (sum, [before, after]) =>
      sum + ((after as number) - (before as number)) * Math.log((after as number) / (before as number)),
    0,
  )
  expect(of('k')).toMatchObject({ chi2: expect.closeTo((2 * 625) / 35 + (2 * 625) / 65, 9), ks: null, level: 'strong' })
  expect(of('k').psi).toBeCloseTo(ofK, 12)
  expect(of('same')).toMatchObject({ psi: 0, ks: 0, p_value: 1, level: 'none' })
  const psis = drift.map((one) => one.psi ?? 0)
  expect(psis).toEqual([...psis].sort((a, b) => b - a))
})

test('more nulls are drift too, and the bins hold every value', async () => {
  const { of } = await compare(
    first.replace("['HAM', 'RTM', 'ANR'][1 + i % 3]", "CASE WHEN i % 4 > 0 THEN ['HAM', 'RTM', 'ANR'][1 + i % 3] END"),
    first,
  )
  expect(of('port')).toMatchObject({ null_share: 0.25, with_null_share: 0, level: 'strong' })
  for (const name of ['port', 'tonnes', 'day', 'note']) {
    for (const side of ['share', 'with_share'] as const) {
      expect(of(name).bins.reduce((sum, bin) => sum + bin[side], 0)).toBeCloseTo(1, 9)
    }
  }
})

test('what has no values has no numbers', async () => {
  const columns = `NULL::DOUBLE AS x, NULL::VARCHAR AS t, 'Infinity'::DOUBLE AS inf, DATE 'infinity' AS d, TIME '12:00:00' AS "at, ""noon""", [1] AS list`
  const { drift } = await compare(`SELECT ${columns} FROM range(3)`, `SELECT ${columns} FROM range(0)`)
  expect(drift.map(({ name }) => name)).toEqual(['x', 't', 'inf', 'd', 'at, "noon"'])
  expect(drift.map(({ psi, p_value: p, level }) => [psi, p, level])).toEqual(drift.map(() => [null, null, 'none']))
  expect(drift[4]).toMatchObject({ n: 3, with_n: 0, with_null_share: null })
})

test('of many rows every k-th is read, for categories too', async () => {
  const many =
    "SELECT i AS x, CASE WHEN i % 2 = 0 THEN ['even', 'k' || i % 5][1 + i % 4 // 2] END AS k FROM range(400000) t(i)"
  const { of, limited } = await compare(
    many,
    first.replace('range(2000)', 'range(90)').replace('i AS id', "i AS x, 'even' AS k"),
  )
  expect(limited).toEqual({ rows: 200_000, with_rows: 90, columns_left_out: [] })
  expect(of('x')).toMatchObject({ n: 200_000, with_n: 90 })
  expect(of('k')).toMatchObject({ n: 200_000, null_share: 0, with_n: 90, with_null_share: 0 })
})

test('columns for which there is no time are named', async () => {
  let asked = 0
  const { drift, limited } = await compare(first, first, () => ++asked * 5000)
  expect(drift.map(({ name }) => name).sort()).toEqual(['id', 'port', 'tonnes'])
  expect(limited).toEqual({ rows: 2000, with_rows: 2000, columns_left_out: ['day', 'flag', 'note', 'berth'] })
})
