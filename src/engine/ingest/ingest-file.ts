import type { ColumnInfo } from '../../shared/dataset.ts'
import type { Receipt } from '../../shared/receipt.ts'
import type { RowsColumn } from '../../shared/rows.ts'

/** How far a load is. `rows`, `rowsPerSecond` and `etaMs` (milliseconds left) are null while not known. */
export type IngestProgress = {
  stage: 'sniffing' | 'reading'
  bytesDone: number
  bytesTotal: number
  rows: number | null
  rowsPerSecond: number | null
  etaMs: number | null
}

/** The first rows of a file (at most 100) while the rest is still being read; their types may still widen. */
export type Preview = { columns: RowsColumn[]; rows: unknown[][] }

/**
 * What a load needs: `file` is the original bytes, `originalName` is only data, `tableFile` is where the Parquet goes
 * (in an existing directory), `workDir` holds temporary files and is left empty. `sha256` (hex) spares a read of the
 * file when it is already known.
 */
export type IngestRequest = {
  file: string
  originalName: string
  tableFile: string
  workDir: string
  threads: number
  memoryLimitBytes: number
  sha256?: string | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((progress: IngestProgress) => void) | undefined
  onPreview?: ((preview: Preview) => void) | undefined
}

/** A load that succeeded: the table file is complete and durable. */
export type IngestResult = { rowCount: number; columns: ColumnInfo[]; receipt: Receipt }

/**
 * Turns a file of any supported format into a Parquet table. Throws `UnreadableFileError` when the file cannot be a
 * table, and the signal's reason when it is aborted; neither leaves anything behind.
 */
export async function ingestFile(_request: IngestRequest): Promise<IngestResult> {
  throw new Error('Not built yet')
}
