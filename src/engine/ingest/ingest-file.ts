import { mkdtemp, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ColumnInfo } from '../../shared/dataset.ts'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import type { Receipt } from '../../shared/receipt.ts'
import type { RowsColumn } from '../../shared/rows.ts'
import { openDuckDb } from '../duckdb.ts'
import { readCsv } from './csv/read-csv.ts'
import { detectFileType, type FileType } from './detect-file-type.ts'
import { explainFailure } from './explain-failure.ts'
import { readJson } from './json/read-json.ts'
import type { FilePart, LoadedTable, ReadRequest } from './loaded-table.ts'
import { makeReceipt } from './make-receipt.ts'
import { readParquet } from './parquet/read-parquet.ts'
import { refuseOptions } from './refuse-options.ts'
import { readSpreadsheet } from './spreadsheet/read-spreadsheet.ts'
import { trackProgress } from './track-progress.ts'
import { unpackFile } from './unpack-file.ts'

/** How far a load is. `rows` is about how many; it, `rowsPerSecond` and `etaMs` (milliseconds left) are null while unknown. */
export type IngestProgress = {
  stage: 'sniffing' | 'reading'
  bytesDone: number
  bytesTotal: number
  rows: number | null
  rowsPerSecond: number | null
  etaMs: number | null
}

/** The first rows (at most 100) and columns (at most 500) while the rest is still being read; types may still widen. */
export type Preview = { columns: RowsColumn[]; rows: unknown[][] }

/**
 * What a load needs: `file` is the original bytes, `originalName` is only data, `tableFile` is where the Parquet goes
 * (in an existing directory), `workDir` holds temporary files and is left as it was. `sha256` (hex) spares a read of
 * the file when it is already known. `reading` is what a person has decided about the file; the rest is found in it.
 */
export type IngestRequest = {
  file: string
  originalName: string
  tableFile: string
  workDir: string
  threads: number
  memoryLimitBytes: number
  sha256?: string | undefined
  reading?: ReadingOptions | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((progress: IngestProgress) => void) | undefined
  onPreview?: ((preview: Preview) => void) | undefined
}

/** A load that succeeded: the table file is complete and durable. `parts` are all tables of a file that can have several. */
export type IngestResult = { rowCount: number; columns: ColumnInfo[]; receipt: Receipt; parts: FilePart[] }

const readers: Record<FileType, (request: ReadRequest) => Promise<LoadedTable>> = {
  csv: readCsv,
  json: readJson,
  parquet: readParquet,
  xlsx: readSpreadsheet,
}

/**
 * Turns a file of any supported format into a Parquet table. Throws `UnreadableFileError` when the file cannot be a
 * table, and the signal's reason when it is aborted; neither leaves anything behind.
 */
export async function ingestFile(request: IngestRequest): Promise<IngestResult> {
  const started = performance.now()
  const workDir = await mkdtemp(join(request.workDir, 'ingest-'))
  try {
    const loaded = await load(request, workDir)
    return await makeReceipt(request, loaded, started)
  } catch (error) {
    request.signal?.throwIfAborted()
    throw explainFailure(error)
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}

async function load(request: IngestRequest, workDir: string): Promise<LoadedTable> {
  const { tableFile, threads, memoryLimitBytes, signal, onPreview } = request
  const unpacked = await unpackFile(request.file, workDir, signal)
  const type = await detectFileType(unpacked.file)
  refuseOptions(type, request.reading ?? {})
  const { size } = await stat(unpacked.file)
  const progress = trackProgress(size, request.onProgress)
  const duck = await openDuckDb({ threads, memoryLimitBytes, tempDir: join(workDir, 'spill') })
  try {
    const loaded = await readers[type]({
      file: unpacked.file,
      bytes: size,
      duck,
      workDir,
      tableFile,
      reading: request.reading ?? {},
      signal,
      onPreview,
      onBytes: progress.bytes,
      onExpectedRows: progress.expectRows,
      options: (startAt = 0) => ({
        signal,
        onProgress: (fraction) => progress.bytes(size * (startAt + (1 - startAt) * fraction)),
      }),
    })
    return { ...loaded, format: { ...loaded.format, compression: unpacked.compression } }
  } finally {
    duck.close()
  }
}
