import type { ReadingOptions } from '../../shared/reading-options.ts'
import type { FoundFormat, LineLedger, Question } from '../../shared/receipt.ts'
import type { DuckDb } from '../duckdb.ts'
import type { Preview } from './ingest-file.ts'
import type { WriteOptions, WrittenTable } from './write-table.ts'

/** What the reader of one format gets: the file, an open DuckDB and a directory that is removed afterwards. */
export type ReadRequest = {
  file: string
  bytes: number
  duck: DuckDb
  workDir: string
  tableFile: string
  /** What a person has decided about the file. */
  reading: ReadingOptions
  /** How many rows of a workbook are enough. */
  mostRows?: number | undefined
  /** Signal and progress of the statements that convert the file; `startAt` is the share of the work done before. */
  options(startAt?: number): WriteOptions
  /** Bytes of the file read so far by other means than a statement. */
  onBytes(bytesDone: number): void
  /** About how many rows the table will have, as soon as that is known. */
  onExpectedRows(rows: number): void
  onPreview?: ((preview: Preview) => void) | undefined
  signal?: AbortSignal | undefined
}

/** Why a column has its type, and what its source calls it. */
export type ColumnReason = {
  sourceName: string
  decidedBy: 'values' | 'file' | 'person'
  evidence: string
  alternatives: string[]
  /** `percent` or a currency (ISO 4217) that the numbers are written with. */
  unit?: string | null
  nullValues: { text: string; count: number }[]
}

/**
 * One of the tables of a file, in its order; the one that was loaded is among them. Counts that are not known without
 * reading it are null.
 */
export type FilePart = {
  index: number
  name: string | null
  kind: 'sheet' | 'block' | 'entry' | 'json_path'
  range: string | null
  rowCount: number | null
  columnCount: number | null
  isHidden: boolean
}

/** A table that was loaded from a file of any format, with everything its receipt says. */
export type LoadedTable = {
  table: WrittenTable
  reasons: ColumnReason[]
  format: FoundFormat
  lines: LineLedger | null
  reported: { short_rows: number; long_rows: number; unparsed_cells: number }
  rowsReported: number
  rowsRejected: number
  questions: Question[]
  /** All tables of the file, where it can have several. */
  parts?: FilePart[]
  /** Which of them was loaded, where it is not the one that was asked for or the first. */
  tableIndex?: number
}
