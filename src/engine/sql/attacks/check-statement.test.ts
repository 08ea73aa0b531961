import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryDirectory, writeTableFile } from '../../../../test/table-file.ts'
import { sqlAggregates, sqlFunctions, sqlOperators, sqlTableFunctions } from '../../../shared/sql-functions.ts'
import { type DuckDb, openDuckDb } from '../../duckdb.ts'
import { parquetSql } from '../../sql-text.ts'
import { checkStatement } from '../check-statement.ts'
import { SqlError } from '../sql-error.ts'
import { refusedStatements } from './refused-statements.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let db: DuckDb
let file: string

beforeAll(async () => {
  directory = await temporaryDirectory()
  file = join(directory.path, 'visits.parquet')
  await writeTableFile(file, `SELECT i, 'port ' || i AS port FROM range(10) AS r(i)`)
  await writeFile(join(directory.path, 'secret.txt'), 'nobody knows')
  db = await openDuckDb({
    ...{ threads: 1, memoryLimitBytes: 128 * 2 ** 20, tempDir: join(directory.path, 'spilled'), onlyPaths: [file] },
    settings: { errors_as_json: 'true' },
  })
  await db.query(`CREATE TEMP VIEW data AS FROM ${parquetSql(file)}`)
})

afterAll(async () => {
  db.close()
  await directory.remove()
})

const contents = async () => {
  const names = await readdir(directory.path)
  const hash = async (name: string) =>
    createHash('sha256')
      .update(await readFile(join(directory.path, name)))
      .digest('hex')
  return await Promise.all(names.toSorted().map(async (name) => [name, await hash(name)]))
}

test('what is after anything but an answer is refused before it is bound, in words that tell nothing', async () => {
  const before = await contents()
  const statements = Object.values(refusedStatements).flat()
  expect(new Set(statements).size).toBe(statements.length)
  expect(statements.length).toBeGreaterThan(200)
  for (const statement of statements) {
    const sql = statement.replaceAll('$file', file)
    const said = await checkStatement(db, sql, ['data', 'ports']).catch((error) => error)
    expect(said, sql.slice(0, 200)).toBeInstanceOf(SqlError)
    if (!statement.includes('$file')) expect(String(said), sql.slice(0, 200)).not.toContain(directory.path)
  }
  expect(await contents()).toEqual(before)
})

/** What of DuckDB is not for people's SQL. Whoever brings a new DuckDB decides of each new function where it belongs. */
const refused =
  /^(__internal_.*|icu_.*|pg_(?!size_pretty$|typeof$).*|has_\w+_privilege|inet_.*|current_(setting|query|connection_id|transaction_id|query_id|database|catalog|schema|schemas|user|role)|user|session_user|txid_current|getvariable|nextval|currval|sleep_ms|stats|write_log|json_(de)?serialize_(sql|plan)|parse_duckdb_log_message|in_search_path|vector_type|combine|finalize|create_sort_key|get_block_size|(sh)?obj_description|col_description|format_pg_type|format_type|map_to_pg_oid|variant_(bytes_to_variant|normalize|to_parquet_variant)|constant_or_null|remap_struct|make_type|get_type|cast_to_type|timetz_byte_comparable|is_histogram_other_bin|replace_type|unpivot_list|st_.*|switch|version|exact_.*)$/

test('of every function of DuckDB it is known whether people may call it', async () => {
  const { rows } =
    await db.query(`SELECT DISTINCT function_name, function_type = 'table' OR function_type = 'table_macro'
    FROM duckdb_functions() WHERE function_type <> 'pragma' ORDER BY ALL`)
  const allowed = new Set([...sqlOperators, ...sqlFunctions, ...sqlAggregates])
  const scalars = rows.filter(([, isTable]) => !isTable).map(([name]) => String(name))
  const unknown = scalars.filter((name) => allowed.has(name) === refused.test(name))
  expect(unknown).toEqual([])
  expect([...allowed].filter((name) => !scalars.includes(name))).toEqual([])
  const tables = new Set(rows.filter(([, isTable]) => isTable).map(([name]) => String(name)))
  expect(sqlTableFunctions.filter((name) => !tables.has(name))).toEqual([])
  expect(tables.size).toBe(93)
})

test("no name of DuckDB's own tables can be an alias of a query", async () => {
  const { rows } = await db.query(`SELECT DISTINCT view_name FROM duckdb_views()
    WHERE internal AND schema_name <> 'information_schema'`)
  expect(rows.length).toBeGreaterThan(20)
  for (const [name] of rows) {
    await expect(checkStatement(db, `WITH ${name} AS (SELECT 1) FROM ${name}`, [])).rejects.toThrow(SqlError)
  }
})
