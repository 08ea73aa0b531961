import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { duckDbVersion, openDuckDb } from '../duckdb.ts'
import { parquetSql, quoteName, quoteText } from '../sql-text.ts'
import { drawRows } from './draw-rows.ts'
import { type ProfileRequest, profileColumns, type TableProfile } from './profile-table.ts'
import { shortenProfiles } from './shorten-profile.ts'

const fewRows = 200_000
const fewCells = 2_000_000
const mostColumns = 100
const sampleCells = 150_000
const mostRows = 10_000
const fewestRows = 1000
const manyColumns = 500

/**
 * A first profile of a table so large that the exact one takes a while: of some rows, and of the first 100 columns.
 * What is said of the table is exact, as far as the load knows it; every number of a column is that of the rows drawn.
 * Alerts, insights, keys and correlations wait for the exact profile. Undefined for a table that is done soon anyway.
 */
export async function profileSample(request: ProfileRequest & { rowCount: number }): Promise<TableProfile | undefined> {
  const { tableFile, rowCount, columns: all, threads, memoryLimitBytes, workDir, signal, now = new Date() } = request
  if (rowCount <= fewRows && rowCount * all.length <= fewCells) return undefined
  const columns = all.slice(0, mostColumns)
  const rows = Math.min(mostRows, Math.max(fewestRows, Math.floor(sampleCells / columns.length)))
  const sampleFile = join(workDir, 'sample.parquet')
  const sample = quoteName('drawn rows')
  const duckDb = await openDuckDb({ threads, memoryLimitBytes: memoryLimitBytes / 4, tempDir: workDir })
  try {
    await duckDb.query('SET GLOBAL parquet_metadata_cache = true')
    const select = columns.map(({ name }) => quoteName(name)).join(', ')
    const blocks = all.length > manyColumns ? 4 : 15
    await drawRows({ from: parquetSql(tableFile), rowCount, select, rows, blocks }, sample, duckDb, signal)
    await duckDb.query(`COPY ${sample} TO ${quoteText(sampleFile)} (FORMAT parquet)`, { signal })
    const counted = await duckDb.query(`SELECT count(*)::DOUBLE, ${columns.map(nullsSql)} FROM ${sample}`, { signal })
    const [drawn, ...nulls] = counted.rows[0] as number[]
    const described = columns.map((column, index) => ({ ...column, null_count: nulls[index] ?? 0 }))
    const ofSample = { ...request, tableFile: sampleFile, columns: described, onProgress: undefined }
    const profiles = await profileColumns(duckDb, drawn ?? 0, now, ofSample)
    return {
      row_count: rowCount,
      column_count: all.length,
      null_cell_count: all.reduce((sum, column) => sum + column.null_count, 0),
      empty_column_count: all.filter((column) => column.null_count === rowCount).length,
      ...{
        duplicate_row_count: 0,
        candidate_keys: [],
        alerts: [],
        correlations: [],
        recommended_charts: [],
        insights: [],
      },
      partial: { rows: drawn ?? 0, of: rowCount },
      engine_version: `duckdb ${duckDbVersion}`,
      computed_at: now.toISOString(),
      ...shortenProfiles(profiles.map((profile) => ({ ...profile, distinct_is_exact: false }))),
    }
  } finally {
    duckDb.close()
    await rm(sampleFile, { force: true })
  }
}

function nullsSql({ name }: { name: string }): string {
  return `(count(*) - count(${quoteName(name)}))::DOUBLE`
}
