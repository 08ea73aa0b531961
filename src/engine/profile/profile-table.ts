import type { ColumnInfo } from '../../shared/dataset.ts'
import type { ColumnProfile, Profile } from '../../shared/profile.ts'
import { duckDbVersion, openDuckDb } from '../duckdb.ts'
import { quoteName, quoteText } from '../sql-text.ts'
import { profileBooleanColumn } from './boolean-column.ts'
import { profileNestedColumn } from './nested-column.ts'
import { profileNumericColumn } from './numeric-column.ts'
import type { ColumnWork, ProfiledColumn } from './profiled-column.ts'
import { profileTemporalColumn } from './temporal-column.ts'
import { profileTextColumn } from './text-column.ts'
import { profileUnsupportedColumn } from './unsupported-column.ts'

/** A profile without the names of the dataset and version it belongs to, which the engine does not know. */
export type TableProfile = Omit<Profile, 'dataset_id' | 'version'>

/**
 * What a profile needs; `columns` as the load returned them, `workDir` for what does not fit in memory. `onProgress`
 * hears how many columns are done.
 */
export type ProfileRequest = {
  tableFile: string
  columns: ColumnInfo[]
  threads: number
  memoryLimitBytes: number
  workDir: string
  signal?: AbortSignal | undefined
  onProgress?: ((progress: { columnsDone: number; columnCount: number }) => void) | undefined
}

/** Computes the exact profile of a table. Throws the signal's reason when it is aborted. */
export async function profileTable(request: ProfileRequest): Promise<TableProfile> {
  const { tableFile, threads, memoryLimitBytes, workDir, signal, onProgress } = request
  const duckDb = await openDuckDb({ threads, memoryLimitBytes, tempDir: workDir })
  try {
    const from = `read_parquet(${quoteText(tableFile)})`
    const answer = await duckDb.query(`SELECT count(*)::DOUBLE FROM ${from}`, { signal })
    const rowCount = answer.rows[0]?.[0] as number
    const columns: ColumnProfile[] = []
    for (const info of request.columns) {
      const column = { ...profiledColumn(info), from, rowCount }
      columns.push(await profileColumn(column, { connection: duckDb, signal }))
      onProgress?.({ columnsDone: columns.length, columnCount: request.columns.length })
    }
    return {
      row_count: rowCount,
      column_count: columns.length,
      null_cell_count: columns.reduce((sum, column) => sum + column.null_count, 0),
      partial: null,
      engine_version: `duckdb ${duckDbVersion}`,
      computed_at: new Date().toISOString(),
      columns,
      alerts: [],
      correlations: [],
      recommended_charts: [],
      insights: [],
    }
  } finally {
    duckDb.close()
  }
}

function profiledColumn(info: ColumnInfo): Omit<ProfiledColumn, 'from' | 'rowCount'> {
  const { name, sql_type: sqlType, kind, null_count: nullCount } = info
  const isPlainText = kind !== 'text' || sqlType === 'VARCHAR'
  return { name, sqlType, kind, nullCount, value: isPlainText ? quoteName(name) : `${quoteName(name)}::VARCHAR` }
}

const profilers = {
  numeric: profileNumericColumn,
  text: profileTextColumn,
  temporal: profileTemporalColumn,
  boolean: profileBooleanColumn,
  nested: profileNestedColumn,
  unsupported: profileUnsupportedColumn,
}

function profileColumn(column: ProfiledColumn, work: ColumnWork): Promise<ColumnProfile> {
  return profilers[column.kind](column, work)
}
