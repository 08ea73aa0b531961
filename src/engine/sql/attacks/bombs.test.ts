import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryDirectory, writeTableFile } from '../../../../test/table-file.ts'
import { QueryFailure } from '../../query/query-failure.ts'
import { SqlError } from '../sql-error.ts'
import { createSqlQueries, type SqlQueries, type SqlQueriesOptions } from '../sql-queries.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let options: SqlQueriesOptions
let queries: SqlQueries
let tables: Record<string, string>
const mebibyte = 2 ** 20

beforeAll(async () => {
  directory = await temporaryDirectory()
  tables = { data: join(directory.path, 'table.parquet') }
  await writeTableFile(tables.data as string, `SELECT i, 'port ' || i AS port FROM range(100000) AS r(i)`)
  options = {
    ...{ workDir: join(directory.path, 'sql'), places: 6, placesEach: 6, queueLimit: 100, queueLimitEach: 100 },
    ...{ patienceMs: 300_000, idleMs: 1, threads: 1, memoryLimitBytes: 96 * mebibyte, maxTempBytes: 16 * mebibyte },
    ...{ maxFileBytes: mebibyte, maxAnswerBytes: mebibyte },
  }
  queries = createSqlQueries(options)
})

afterAll(() => directory.remove())

const asked = (timeoutMs: number) => ({ person: 'eve', timeoutMs, signal: new AbortController().signal })
const never = 'range(10000000) a, range(10000000) b WHERE a.range + b.range < 0'

const hashes = (count: number) => `SELECT md5(range::VARCHAR) FROM range(${count})`

/** What takes more time, memory or room than there is; each ends by one of the limits. */
const bombs = [
  `SELECT count(*) FROM ${never}`,
  `WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t`,
  `WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT a.n FROM t a, range(100)) SELECT count(*) FROM t`,
  `WITH RECURSIVE t(s) AS (SELECT 'xx' UNION ALL SELECT s || s FROM t) SELECT max(length(s)) FROM t`,
  `SELECT count(*) FROM range(100000000000) WHERE regexp_matches(range || repeat('a', 1000), '(a+)+(b|c)+$')`,
  `SELECT regexp_replace(repeat('ab', 100000000), '(a|b)*?', 'x', 'g')`,
  `SELECT list(range) FROM range(10000000000)`,
  `SELECT range(10000000000)`,
  `SELECT generate_series(1, 10000000000)`,
  `SELECT count(*) FROM (SELECT unnest(range(2000000000)))`,
  `SELECT repeat('x', 1000000000) FROM range(1000)`,
  `SELECT sum(length(rpad('x', 2000000000, 'y'))) FROM range(100)`,
  `SELECT length(printf('%2000000000d', range::INT)) FROM range(100)`,
  `SELECT length(format('{:>2000000000}', range)) FROM range(100)`,
  `SELECT list_resize([1], 100000000000, 0)`,
  `SELECT list_transform(range(10000), x -> list_transform(range(10000), y -> x * y))`,
  `SELECT list_reduce(range(100), (a, b) -> length(repeat('x', 100000000)) + b)`,
  `SELECT string_split(repeat('a,', 500000000), ',')`,
  `SELECT levenshtein(repeat('a', 300000), repeat('b', 300000))`,
  `SELECT count(*) FROM (SELECT row_number() OVER (ORDER BY md5(range::VARCHAR)) AS n FROM range(1000000000)) WHERE n = 0`,
  `SELECT max(len(l)) FROM (SELECT list(i) OVER (ORDER BY i) AS l FROM data)`,
  `SELECT count(*) FROM (SELECT DISTINCT md5(range::VARCHAR) FROM range(1000000000))`,
  `SELECT string_agg(port, repeat('x', 10000)) FROM data, range(1000)`,
  `SELECT map_from_entries(list((range, range))) FROM range(1000000000)`,
  `SELECT bitstring('1', 2000000000) FROM range(100)`,
  `SELECT json(repeat('[', 50000000))`,
  `SELECT repeat('x', 30000000)`,
  `SELECT ${Array.from({ length: 30_000 }, () => '1').join('+')}`,
  `FROM ${'(FROM '.repeat(10_000)}data${')'.repeat(10_000)}`,
  Array.from({ length: 6000 }, () => 'SELECT 1').join(' UNION ALL '),
]

test('whatever is too much ends by a limit, leaves nothing behind and changes nothing', async () => {
  const hash = async () =>
    createHash('sha256')
      .update(await readFile(tables.data as string))
      .digest('hex')
  const before = await hash()
  const ends = await Promise.all(
    bombs.map((sql) =>
      queries.ask({ sql, tables }, asked(1000)).then(
        (answer) => answer,
        (error) => error,
      ),
    ),
  )
  for (const [index, end] of ends.entries()) {
    const isEnded = end instanceof SqlError || (end instanceof QueryFailure && end.code === 'timeout')
    expect(isEnded, `${bombs[index]?.slice(0, 120)}: ${String(end)}`).toBe(true)
    expect(String(end)).not.toContain(directory.path)
  }
  const tableFile = tables.data as string
  const slow = "levenshtein(lpad(port, 4000, 'a'), lpad(port, 4000, 'b'))"
  const compute = { op: 'compute' as const, name: 'slow', expression: slow }
  const preview = queries.steps({ about: 'steps', tableFile, steps: [compute], since: 0, limit: 1 }, asked(1000))
  await expect(preview).rejects.toMatchObject({ name: 'QueryFailure', code: 'timeout' })
  const wide = await queries.write({ sql: hashes(100_000_000), tables }, asked(60_000)).catch(String)
  expect(wide).toContain('larger than 1 MiB')
  const full = { maxFileBytes: 64 * mebibyte, workDir: join(directory.path, 'full'), room: async () => 0 }
  const onFullDisk = createSqlQueries({ ...options, ...full }).write({ sql: hashes(1_000_000), tables }, asked(60_000))
  await expect(onFullDisk).rejects.toThrow('larger than 1 MiB')
  expect(await hash()).toBe(before)
  expect(await readdir(join(directory.path, 'sql'))).toEqual(['empty'])
  expect(await readdir(join(directory.path, 'sql', 'empty'))).toEqual([])
})
