import { mkdtemp, readdir, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { profileSchema } from '../../shared/profile.ts'
import { quoteName } from '../sql-text.ts'
import { buildProfile } from './build-profile.ts'
import type { TableProfile } from './profile-table.ts'

const tableProfileSchema = profileSchema.omit({ dataset_id: true, version: true })

/** JSON writes NaN and infinities as null, so a profile that has none survives the journey unchanged. */
function expectJson(profile: TableProfile): void {
  tableProfileSchema.parse(profile)
  expect(JSON.parse(JSON.stringify(profile))).toEqual(profile)
}

const everyKind = `i::INTEGER AS whole, (i * 0.01)::DECIMAL(10,2) AS price, i / 7.0 AS ratio, i::HUGEINT AS huge,
  CASE WHEN i % 3 <> 0 THEN 'code ' || i % 5 END AS code, DATE '2024-01-01' + i::INTEGER AS day,
  TIMESTAMP '2024-01-01' + to_seconds(i * 977) AS moment, TIME '00:00' + to_seconds(i * 77) AS clock,
  i % 2 = 0 AS flag, [i, i] AS list, {'a': i} AS struct, MAP {'a': i} AS map, '[1]'::JSON AS json,
  'x'::BLOB AS bytes, INTERVAL 1 DAY AS span, uuid() AS id, 'a'::ENUM('a', 'b') AS letter`

test('profiles a column of every kind', async () => {
  const profile = await buildProfile(`SELECT ${everyKind} FROM range(100) t(i)`)
  expectJson(profile)
  expect(profile.columns.map(({ kind }) => kind)).toEqual([
    ...['numeric', 'numeric', 'numeric', 'numeric', 'text', 'temporal', 'temporal', 'temporal', 'boolean'],
    ...['nested', 'nested', 'nested', 'nested', 'unsupported', 'unsupported', 'text', 'text'],
  ])
  expect(profile).toMatchObject({ row_count: 100, column_count: 17, null_cell_count: 34, partial: null })
})

test.each([
  ['no rows', `SELECT ${everyKind} FROM range(0) t(i)`, 0],
  ['one row', `SELECT ${everyKind} FROM range(1) t(i)`, 1],
  [
    'only nulls',
    `SELECT ${everyKind.replaceAll(/(?<=^|, )(.+?) AS (\w+)/gs, 'if(false, $1, NULL) AS $2')} FROM range(9) t(i)`,
    9,
  ],
])('%s: every kind has an answer without NaN', async (_, sql, rows) => {
  const profile = await buildProfile(sql)
  expectJson(profile)
  expect(profile.columns.map(({ count }) => count)).toEqual(Array.from({ length: 17 }, () => rows))
})

test('booleans, lists, maps, JSON and bytes', async () => {
  const { columns } = await buildProfile(`SELECT * FROM (VALUES
    (true, [1, 2], MAP {'a': 1}, '{"a": 1, "b": [1, 2, 3]}'::JSON, 'x'::BLOB),
    (true, [], MAP {}, '[1, 2, 3]'::JSON, NULL),
    (NULL, NULL, NULL, '5'::JSON, NULL)) t(flag, list, map, json, bytes)`)
  expect(columns[0]).toMatchObject({
    null_count: 1,
    true_count: 2,
    distinct_count: 1,
    top_values: [{ value: true, count: 2 }],
  })
  expect(columns[1]).toMatchObject({
    null_count: 1,
    min_length: 0,
    max_length: 2,
    mean_length: 1,
    distinct_count: null,
  })
  expect(columns[2]).toMatchObject({ null_count: 1, min_length: 0, max_length: 1, mean_length: 0.5 })
  expect(columns[3]).toMatchObject({ null_count: 0, min_length: 2, max_length: 3, mean_length: 2.5 })
  expect(columns[4]).toMatchObject({ kind: 'unsupported', null_count: 2, distinct_count: null, top_values: [] })
})

test('takes every name for what it is', async () => {
  const names = [
    'v',
    'n',
    'place',
    'count',
    'a.b',
    `it's`,
    'say "x"',
    '😀',
    'größe',
    'x'.repeat(300),
    ' ',
    '"',
    'a;--',
    '*',
  ]
  const { columns } = await buildProfile(
    `SELECT ${names.map((name, i) => `${i} + r AS ${quoteName(name)}`)} FROM range(2) t(r)`,
  )
  expect(columns.map(({ name, min, max }) => ({ name, min, max }))).toEqual(
    names.map((name, i) => ({ name, min: i, max: i + 1 })),
  )
})

test('a table of 2,000 columns', async () => {
  const columns = Array.from({ length: 2000 }, (_, i) => {
    return i % 2 === 0 ? `(r + ${i})::INTEGER AS c${i}` : `'text ' || (r % ${i}) AS c${i}`
  })
  const profile = await buildProfile(`SELECT ${columns} FROM range(20) t(r)`)
  expectJson(profile)
  expect(profile.columns.map(({ name }) => name)).toEqual(columns.map((_, i) => `c${i}`))
  expect(profile.columns[1998]).toMatchObject({ min: 1998, max: 2017, distinct_count: 20 })
  expect(profile.columns[3]).toMatchObject({ min: 'text 0', distinct_count: 3 })
})

test('tells how many columns are done', async () => {
  const heard: string[] = []
  await buildProfile('SELECT 1 AS a, 2 AS b, 3 AS c', {
    onProgress: ({ columnsDone, columnCount }) => heard.push(`${columnsDone}/${columnCount}`),
  })
  expect(heard).toEqual(['1/3', '2/3', '3/3'])
})

test('stops when it is told to, with the reason, and leaves nothing behind', async () => {
  const stopping = new AbortController()
  const reason = new Error('enough')
  const profile = buildProfile('SELECT random() AS a, random()::VARCHAR AS b, random() AS c FROM range(1_000_000)', {
    signal: stopping.signal,
    onProgress: () => stopping.abort(reason),
  })
  await expect(profile).rejects.toBe(reason)
  await expect(buildProfile('SELECT 1 AS a', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})

test('agrees with itself whether columns are sorted, counted or kept on disk', async () => {
  const sql = `SELECT r AS a, hash(r) % 1000003 / 7 AS b, md5((r % 150000)::VARCHAR) AS c, r::VARCHAR AS d,
    TIMESTAMP '2024-01-01' + to_seconds(r % 123457) AS e FROM range(300_000) t(r)`
  const whole = await buildProfile(sql)
  const workDir = await mkdtemp(join(tmpdir(), 'spill-'))
  const cramped = await buildProfile(sql, { memoryLimitBytes: 64 * 2 ** 20, threads: 1, workDir })
  expect(await readdir(workDir)).toEqual([])
  await rmdir(workDir)
  expect(cramped.columns.length).toBe(5)
  whole.columns.forEach((column, index) => {
    const { variance: v1, std: s1, skewness: k1, kurtosis: q1, ...exact } = column
    const { variance: v2, std: s2, skewness: k2, kurtosis: q2, ...same } = cramped.columns[index] as typeof column
    expect(same).toEqual(exact)
    for (const [one, other] of [
      [v1, v2],
      [s1, s2],
      [k1, k2],
      [q1, q2],
    ])
      expect(other ?? 0).toBeCloseTo(one ?? 0, 6)
  })
})
