import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryDirectory, writeTableFile } from '../../../test/table-file.ts'
import { openTable } from '../query/open-table.ts'
import { runSql } from './run-sql.ts'
import type { SqlLimits, SqlQuestion } from './sql-question.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let tables: Record<string, string>

beforeAll(async () => {
  directory = await temporaryDirectory()
  tables = { data: join(directory.path, 'visits.parquet'), Ports: join(directory.path, 'ports.parquet') }
  await writeTableFile(tables.data as string, `SELECT i, 'port ' || i % 3 AS port FROM range(50000) AS r(i)`)
  await writeTableFile(tables.Ports as string, `SELECT 'port 1' AS port, 'Hamburg' AS name`)
})

afterAll(() => directory.remove())

const mebibyte = 2 ** 20
const limits: SqlLimits = {
  ...{ threads: 1, memoryLimitBytes: 128 * mebibyte, maxTempBytes: 8 * mebibyte },
  ...{ maxFileBytes: 8 * mebibyte, maxAnswerBytes: mebibyte },
}
const run = (sql: string, question: Partial<SqlQuestion> = {}, target?: string) =>
  runSql({ question: { sql, tables, ...question }, directory: directory.path, target, limits })
const ask = async (sql: string, question: Partial<SqlQuestion> = {}) => {
  const outcome = await run(sql, question)
  if (!('answer' in outcome) || !('rowsText' in outcome.answer)) throw new Error(JSON.stringify(outcome))
  const { rowsText, ...answer } = outcome.answer
  return { ...answer, rows: JSON.parse(rowsText) as unknown[][] }
}
const errorOf = async (sql: string, question: Partial<SqlQuestion> = {}) => {
  const outcome = await run(sql, question)
  if (!('error' in outcome)) throw new Error(JSON.stringify(outcome))
  return outcome.error
}

test('datasets are joined by their aliases, in any of the ways to write a question', async () => {
  const joined = 'SELECT name, count(*) AS n FROM data JOIN ports USING (port) GROUP BY name'
  expect((await ask(joined)).rows).toEqual([['Hamburg', 16667]])
  for (const sql of [
    'FROM ports',
    'TABLE "Ports";',
    "/* all */ VALUES ('port 1', 'Hamburg') ; -- done; or so",
    'WITH data AS (FROM ports) FROM data',
    `SELECT 'port 1' AS port, * EXCLUDE port FROM (FROM ports) ;;`,
  ]) {
    expect((await ask(sql)).rows, sql).toEqual([['port 1', 'Hamburg']])
  }
  expect((await ask('DESCRIBE data')).rows[0]?.slice(0, 2)).toEqual(['i', 'BIGINT'])
  expect((await ask('SUMMARIZE ports')).row_count).toBe(2)
  expect(
    (
      await ask(
        "PIVOT (SELECT port, i < 5 AS low FROM data) ON port IN ('port 0') USING count(*) GROUP BY low ORDER BY ALL",
      )
    ).rows,
  ).toEqual([
    ...[
      [false, 16665],
      [true, 2],
    ],
  ])
})

test('there are no more rows than the limit, and more is said only where there is more', async () => {
  expect(await ask('FROM data ORDER BY i DESC', { limit: 2 })).toMatchObject({
    ...{
      rows: [
        [49999, 'port 1'],
        [49998, 'port 0'],
      ],
      row_count: 2,
      truncated: true,
    },
  })
  expect(await ask('FROM range(2)', { limit: 2 })).toMatchObject({ row_count: 2, truncated: false })
  const wide = await ask(`SELECT repeat('x', 300_000) FROM range(9)`)
  expect(wide).toMatchObject({ row_count: 3, truncated: true })
  expect((await errorOf(`SELECT repeat('x', 2_000_000)`)).message).toContain('One row is larger')
})

test('values are exact, names as they were written', async () => {
  const answer =
    await ask(`SELECT 1 AS a, 9007199254740993 AS a, sum(2) AS s, 'NaN'::DOUBLE AS d, DATE '2024-01-31' AS t,
    [1.50] AS l, NULL AS n, {'k': TRUE} AS "o ""x" UNION ALL SELECT 1, 2, 3, 4.5, NULL, [], NULL, NULL ORDER BY 2`)
  expect(answer.columns.map(({ name, json }) => `${name} ${json}`)).toEqual([
    ...['a number', 'a string', 's string', 'd number', 't string', 'l array', 'n number', 'o "x object'],
  ])
  expect(answer.rows).toEqual([
    [1, '2', '3', 4.5, null, [], null, null],
    [1, '9007199254740993', '2', 'NaN', '2024-01-31', ['1.50'], null, { k: true }],
  ])
})

test('parameters are values, by place or by name, and never SQL', async () => {
  const text = `x'; FROM ports --`
  expect((await ask('SELECT $1, $2 + 1, $3', { parameters: [text, 2 ** 40, 1e30] })).rows).toEqual([
    [text, 2 ** 40 + 1, 1e30],
  ])
  expect((await ask('FROM data WHERE i = $i AND $ok', { parameters: { i: '7', ok: true } })).rows).toEqual([
    [7, 'port 1'],
  ])
  expect((await ask('SELECT repeat(?, ?), ? IS NULL', { parameters: ['ab', 2, null] })).rows).toEqual([['abab', true]])
  expect((await errorOf('SELECT $a')).message).toBe('There is no value for $a in "params".')
  expect((await errorOf('SELECT 1', { parameters: [1] })).message).toBe('The query has no parameter $1.')
})

test('an error stands where its author sees it, whatever letters come before it', async () => {
  const places: [string, number, number][] = [
    ["SELECT 'ä€😀', nope FROM data", 1, 15],
    ["SELECT 1,\n  'ä€😀' frm x y", 2, 13],
    ['SELECT\r\n i,\n\ttoday() + port\nFROM data', 3, 10],
    ['-- ü\nFROM nowhere', 2, 6],
    ["SELECT '😀', read_csv('x')", 1, 13],
    ['SELECT 1 AS a,\n port::INT FROM data', 2, 6],
    ['SELECT (1', 1, 10],
  ]
  for (const [sql, line, column] of places) {
    expect(await errorOf(sql), sql).toMatchObject({ place: { line, column } })
    const written = await run(sql, {}, join(directory.path, 'none.parquet'))
    expect(written, sql).toMatchObject({ error: { place: { line, column } } })
  }
})

test('an answer is written with every value as it is, under names that differ', async () => {
  const file = join(directory.path, 'answer.parquet')
  const sql = `SELECT i, sum(i)::HUGEINT * 1e15::HUGEINT AS total, 1.5::DOUBLE AS p, 'x' AS total, INTERVAL 2 DAY AS "BIT", {'BIT': [1::HUGEINT]} AS s
    FROM data GROUP BY i ORDER BY i DESC;`
  expect(await run(sql, {}, file)).toMatchObject({ answer: { rowCount: 50_000 } })
  expect((await readFile(file)).length).toBeGreaterThan(1000)
  const table = await openTable(file, { ...limits, tempDir: directory.path })
  const columns = [...table.columns.values()].map(({ name, sql_type }) => `${name} ${sql_type}`)
  const { rows } = await table.query(`SELECT total::VARCHAR, total_2, "BIT", s::VARCHAR FROM ${table.from} LIMIT 1`)
  table.close()
  expect(columns).toEqual([
    ...[
      'i BIGINT',
      'total DECIMAL(38,0)',
      'p DOUBLE',
      'total_2 VARCHAR',
      'BIT VARCHAR',
      's STRUCT("BIT" DECIMAL(38,0)[])',
    ],
  ])
  expect(rows).toEqual([['49999000000000000000', 'x', '2 days', "{'BIT': [1]}"]])
})
