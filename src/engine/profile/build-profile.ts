import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { columnKindOf } from '../column-kind-of.ts'
import { openDuckDb } from '../duckdb.ts'
import { parquetSql, quoteName, quoteText } from '../sql-text.ts'
import { type ProfileRequest, profileTable, type TableProfile } from './profile-table.ts'

/** For tests: writes the answer of a query as a table file and profiles it. */
export async function buildProfile(sql: string, given: Partial<ProfileRequest> = {}): Promise<TableProfile> {
  const workDir = await mkdtemp(join(tmpdir(), 'profile-'))
  const tableFile = join(workDir, 'table.parquet')
  const duckDb = await openDuckDb({ threads: 2, memoryLimitBytes: 1e9, tempDir: workDir })
  try {
    await duckDb.query(
      `COPY (${sql}) TO ${quoteText(tableFile)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 16384)`,
    )
    const described = await duckDb.query(`SELECT * FROM ${parquetSql(tableFile)} LIMIT 0`)
    const nulls = described.columns.map(({ name }) => `count(*) - count(${quoteName(name)})`)
    const { rows } = await duckDb.query(`SELECT ${nulls.join(', ')} FROM ${parquetSql(tableFile)}`)
    const columns = described.columns.map(({ name, sqlType }, index) => ({
      name,
      source_name: name,
      sql_type: sqlType,
      kind: columnKindOf(sqlType),
      null_count: Number(rows[0]?.[index]),
    }))
    await mkdir(join(workDir, 'spill'))
    const request = { tableFile, columns, threads: 2, memoryLimitBytes: 1e9, workDir: join(workDir, 'spill') }
    return await profileTable({ ...request, ...given })
  } finally {
    duckDb.close()
    await rm(workDir, { recursive: true })
  }
}
