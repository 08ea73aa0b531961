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

test('what people ask of their tables in SQL can be asked', async () => {
  const expressions = [
    `current_date, current_timestamp, now(), today(), current_time, localtimestamp, extract(year FROM DATE '2024-01-31')`,
    `DATE '2024-01-31' + INTERVAL 1 MONTH, date_trunc('month', now()), TIMESTAMP '2024-01-31 10:00' AT TIME ZONE 'UTC'`,
    `'a' LIKE 'b%', 'a' NOT ILIKE 'B' ESCAPE '$', 'a' SIMILAR TO '[a-c]', 'a' GLOB '*', 'a' ~ 'b', starts_with('ab', 'a')`,
    `substring('abc' FROM 1 FOR 2), position('a' IN 'b'), trim(BOTH 'x' FROM 'xay'), 'abc'[1:2]`,
    `coalesce(NULL, 1), nullif(1, 2), ifnull(1, 2), TRY_CAST('x' AS INTEGER), 1 IS DISTINCT FROM 2, 2 BETWEEN 1 AND 3, 3 IN (1, 3)`,
    `5!, 2 ** 3, 7 // 2, 7 % 2, 1 << 3, 6 & 3, 6 | 1, ~5, xor(1, 2), @(-1), -1::DOUBLE, 1e3, CASE WHEN TRUE THEN 1 ELSE 2 END`,
    `[1, 2][1], {'a': 1}.a, MAP {'k': 1}['k'], [x + 1 FOR x IN [1, 2] IF x > 1], list_transform([1], lambda x: x * 2), (1, 2)`,
    `'{"a": [1]}'::JSON -> 'a' ->> 0, json_extract_string('{"a": 1}', '$.a'), to_json([1]), 'ä' COLLATE NOCASE, typeof(1), hash('x')`,
    `('x').upper(), format('{}', 1), printf('%d', 1), strftime(now(), '%Y'), strptime('2024', '%Y'), md5('x'), uuid(), random(), pi()`,
    `CAST('a' AS ENUM ('a', 'b')), 'x'::BLOB, '101'::BIT, [1, 2] && [2], [1] <@ [1, 2], list_sum([1, 2]), array_to_string([1], ',')`,
  ]
  for (const list of expressions) expect((await ask(`SELECT ${list}`)).row_count, list).toBe(1)
  const questions = [
    `SELECT port, count(*), count(DISTINCT i), avg(i), median(i), mode(i), stddev(i), quantile_cont(i, [0.1, 0.9]), first(i ORDER BY i),
      string_agg(port, ','), array_agg(i)[:2], max_by(port, i), count(*) FILTER (i > 5), approx_count_distinct(i), histogram(i % 2)
      FROM data GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL`,
    `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY i), grouping(port), port FROM data GROUP BY ROLLUP (port)`,
    `SELECT i, row_number() OVER w, lag(i, 1, 0) OVER w, sum(i) OVER (w ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), ntile(4) OVER w,
      first_value(i) OVER w, rank() OVER w FROM data WINDOW w AS (PARTITION BY port ORDER BY i) QUALIFY row_number() OVER w < 3`,
    `FROM data d ASOF JOIN (SELECT 5 AS i) e ON d.i >= e.i`,
    `SELECT COLUMNS('^i'), * EXCLUDE (i) REPLACE (upper(port) AS port), #1 FROM data USING SAMPLE 5 ROWS`,
    `SELECT d.i, x FROM data d, LATERAL (SELECT d.i + 1 AS x) WHERE d.i = ANY (SELECT 1) OR NOT EXISTS (FROM ports)`,
    `SELECT 1 AS a UNION ALL BY NAME SELECT 2 AS b INTERSECT SELECT 2`,
    `SELECT unnest([1, 2]) AS u, generate_subscripts([1, 2], 1) UNION SELECT range, 1 FROM range(3) EXCEPT SELECT 1, 1`,
    `UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b INTO NAME n VALUE v`,
    `WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT sum(n) FROM t`,
    `FROM json_each('[1, 2]')`,
    `SELECT i FROM data TABLESAMPLE 10% ORDER BY i DESC NULLS LAST LIMIT 3 OFFSET 1`,
    `SELECT (SELECT max(i) FROM data), t.* FROM (VALUES (1, 'x')) AS t(a, b) POSITIONAL JOIN ports`,
  ]
  for (const sql of questions) await ask(sql)
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
  expect((await ask('SELECT $1 AS a', { parameters: ['x'] })).columns).toMatchObject([{ name: 'a' }])
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

test('a name that a WITH gives in another place opens no file and no catalog', async () => {
  const names = ['/etc/passwd', `${directory.path}/other.parquet`, '*.csv', 'https://localhost/x.parquet', 'x.json.gz']
  for (const name of [...names, 'file.db', 'tables', 'information_schema.tables', 'main']) {
    const { message } = await errorOf(`SELECT (WITH "${name}" AS (SELECT 1) SELECT 1), * FROM "${name}"`)
    expect(message, name).toMatch(/^(A query reads its datasets and nothing else\.|Table with name .+ does not exist!)/)
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
