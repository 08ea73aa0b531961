import type { ColumnInfo } from '../../shared/dataset.ts'
import type { ColumnProfile, Profile } from '../../shared/profile.ts'
import { besideEachOther } from '../beside-each-other.ts'
import { recommendCharts } from '../charts/recommend-charts.ts'
import { type DuckDb, duckDbVersion, openDuckDb } from '../duckdb.ts'
import { findInsights } from '../insights/find-insights.ts'
import { parquetSql } from '../sql-text.ts'
import { profileBooleanColumn } from './boolean-column.ts'
import { findCandidateKeys } from './candidate-keys.ts'
import { columnBatches, isVeryWide } from './column-batches.ts'
import { strongestCorrelations } from './correlated-columns.ts'
import { countDuplicateRows } from './duplicate-rows.ts'
import { profileNestedColumn } from './nested-column.ts'
import { profileNumericColumn } from './numeric-column.ts'
import { planColumns } from './plan-columns.ts'
import type { ColumnWork, ProfiledColumn } from './profiled-column.ts'
import { columnsTogether, readTogether } from './read-together.ts'
import { RowsApart } from './rows-apart.ts'
import { meaningOfColumn } from './semantic-type.ts'
import { shortenProfiles } from './shorten-profile.ts'
import { alertsOf } from './table-alerts.ts'
import { profileTemporalColumn } from './temporal-column.ts'
import { profileTextColumn } from './text-column.ts'
import { profileUnsupportedColumn } from './unsupported-column.ts'

/** A profile without the names of the dataset and version it belongs to, which the engine does not know. */
export type TableProfile = Omit<Profile, 'dataset_id' | 'version'>

/**
 * What a profile needs; `columns` as the load returned them, `workDir` for what does not fit in memory, `now` what is
 * not yet the future. `onProgress` hears how many columns are done.
 */
export type ProfileRequest = {
  tableFile: string
  columns: ColumnInfo[]
  threads: number
  memoryLimitBytes: number
  workDir: string
  now?: Date | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((progress: { columnsDone: number; columnCount: number }) => void) | undefined
}

const duckDbShare = 0.6
const laneCount = 2
const bytesPerValue = 16

/** Computes the exact profile of a table. Throws the signal's reason when it is aborted. */
export async function profileTable(request: ProfileRequest): Promise<TableProfile> {
  const { threads, memoryLimitBytes, workDir, tableFile, signal, now = new Date() } = request
  const duckDb = await openDuckDb({ threads, memoryLimitBytes: memoryLimitBytes * duckDbShare, tempDir: workDir })
  try {
    await duckDb.query('SET GLOBAL parquet_metadata_cache = true')
    const rowCount = await countRows(duckDb, request)
    const rowsApart = isVeryWide(request) ? new RowsApart(rowCount) : undefined
    const columns = await profileColumns(duckDb, rowCount, now, request, rowsApart)
    const table = { from: parquetSql(tableFile), rowCount, columns }
    const duplicateRowCount = rowsApart?.areAllDifferent ? 0 : await countDuplicateRows(table, duckDb, signal)
    const correlations = await strongestCorrelations(table, duckDb, signal)
    const known = { row_count: rowCount, duplicate_row_count: duplicateRowCount, correlations, columns }
    const { alerts, columns: marked } = alertsOf(known, now)
    const insights = await findInsights(table, duckDb, signal)
    return {
      row_count: rowCount,
      column_count: columns.length,
      null_cell_count: columns.reduce((sum, column) => sum + column.null_count, 0),
      empty_column_count: columns.filter((column) => column.null_count === column.count).length,
      duplicate_row_count: duplicateRowCount,
      candidate_keys: duplicateRowCount > 0 ? [] : await findCandidateKeys(table, duckDb, signal),
      partial: null,
      engine_version: `duckdb ${duckDbVersion}`,
      computed_at: now.toISOString(),
      ...shortenProfiles(marked),
      alerts,
      correlations,
      recommended_charts: recommendCharts({ ...known, insights }),
      insights,
    }
  } finally {
    duckDb.close()
  }
}

async function countRows(duckDb: DuckDb, { tableFile, signal }: ProfileRequest): Promise<number> {
  const answer = await duckDb.query(`SELECT count(*)::DOUBLE FROM ${parquetSql(tableFile)}`, { signal })
  return answer.rows[0]?.[0] as number
}

/** Computes the exact profiles of the columns of a table file alone; `rowsApart` hears of the columns of a very wide one. */
export async function profileColumns(
  duckDb: DuckDb,
  rowCount: number,
  now: Date,
  request: ProfileRequest,
  rowsApart?: RowsApart,
): Promise<ColumnProfile[]> {
  const { columns, memoryLimitBytes, onProgress } = request
  const mostInMemory = (memoryLimitBytes * (1 - duckDbShare)) / laneCount / bytesPerValue
  const connections = await Promise.all(Array.from({ length: laneCount }, () => duckDb.beside()))
  const together = columnsTogether(rowCount)
  const profiles: ColumnProfile[] = []
  let columnsDone = 0
  for await (const batch of columnBatches({ ...request, duckDb, rowCount, rowsApart })) {
    const planned = await planColumns(batch, duckDb, request.signal)
    const start = profiles.length
    const waiting = [...planned.entries()].sort(([, a], [, b]) => Number(b.isVaried) - Number(a.isVaried))
    await besideEachOther(connections, request.signal, async (connection, signal) => {
      for (let next = waiting.splice(0, together); next.length > 0; next = waiting.splice(0, together)) {
        const read = await readTogether(
          next.map(([, column]) => column),
          connection,
          signal,
        )
        for (const [at, column] of read.entries()) {
          const index = start + (next[at] as (typeof next)[number])[0]
          profiles[index] = await profileColumn(column, { connection, mostInMemory, now, signal })
          onProgress?.({ columnsDone: ++columnsDone, columnCount: columns.length })
        }
      }
    })
  }
  return profiles
}

const profilers = {
  numeric: profileNumericColumn,
  text: profileTextColumn,
  temporal: profileTemporalColumn,
  boolean: profileBooleanColumn,
  nested: profileNestedColumn,
  unsupported: profileUnsupportedColumn,
}

async function profileColumn(column: ProfiledColumn, work: ColumnWork): Promise<ColumnProfile> {
  const profile = await profilers[column.kind](column, work)
  return profile.semantic_type ? profile : { ...profile, ...meaningOfColumn(profile) }
}
