import { mkdtemp, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ColumnInfo } from '../../shared/dataset.ts'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import type { Receipt } from '../../shared/receipt.ts'
import type { RowsColumn } from '../../shared/rows.ts'
import { openDuckDb } from '../duckdb.ts'
import { type OpenedOriginal, openOriginal } from './archive/open-original.ts'
import { packedTable } from './archive/packed-table.ts'
import { withinEntry } from './archive/within-entry.ts'
import { readCsv } from './csv/read-csv.ts'
import type { FileType } from './detect-file-type.ts'
import { explainFailure } from './explain-failure.ts'
import { readJson } from './json/read-json.ts'
import type { FilePart, LoadedTable, ReadRequest } from './loaded-table.ts'
import { makeReceipt } from './make-receipt.ts'
import { readParquet } from './parquet/read-parquet.ts'
import { refuseOptions } from './refuse-options.ts'
import { readSpreadsheet } from './spreadsheet/read-spreadsheet.ts'
import { trackProgress } from './track-progress.ts'

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
 * What a load needs: `file` is the original bytes, `originalName` is only data (and tells broken JSON), `tableFile` is where the Parquet goes
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
  /** How many rows are enough, where only a look at a workbook is wanted. */
  mostRows?: number | undefined
  /** Whether the table is gone in a moment, and need not be on the disk. */
  isFleeting?: boolean | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((progress: IngestProgress) => void) | undefined
  onPreview?: ((preview: Preview) => void) | undefined
}

/**
 * A load that succeeded: the table file is complete and durable. `parts` are all tables of a file that can have several;
 * `tableIndex` is the one that was loaded.
 */
export type IngestResult = {
  rowCount: number
  columns: ColumnInfo[]
  receipt: Receipt
  parts: FilePart[]
  tableIndex: number
}

const readers: Record<FileType, (request: ReadRequest) => Promise<LoadedTable>> = {
  csv: readCsv,
  json: readJson,
  parquet: readParquet,
  xlsx: (request) => readSpreadsheet(request, 'xlsx'),
  xls: (request) => readSpreadsheet(request, 'xls'),
  xlsb: (request) => readSpreadsheet(request, 'xlsb'),
  ods: (request) => readSpreadsheet(request, 'ods'),
  fods: (request) => readSpreadsheet(request, 'fods'),
  xml: (request) => readSpreadsheet(request, 'xml'),
  html: (request) => readSpreadsheet(request, 'html'),
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
  const { signal } = request
  const { originalName: name, reading = {} } = request
  const unpacked = await openOriginal(request.file, { name, reading, workDir, signal })
  try {
    return packedTable(await read(request, unpacked, workDir), unpacked)
  } catch (error) {
    throw unpacked.entry ? withinEntry(error, unpacked.entry) : error
  }
}

async function read(
  request: IngestRequest,
  { file, type, reading }: OpenedOriginal,
  workDir: string,
): Promise<LoadedTable> {
  const { tableFile, threads, memoryLimitBytes, signal, onPreview, mostRows, isFleeting } = request
  refuseOptions(type, reading)
  const { size } = await stat(file)
  const progress = trackProgress(size, request.onProgress)
  const duck = await openDuckDb({ threads, memoryLimitBytes, tempDir: join(workDir, 'spill') })
  try {
    return await readers[type]({
      file,
      bytes: size,
      duck,
      workDir,
      tableFile,
      reading,
      mostRows,
      signal,
      onPreview,
      onBytes: progress.bytes,
      onExpectedRows: progress.expectRows,
      options: (startAt = 0) => {
        progress.begin()
        return {
          signal,
          isFleeting,
          onProgress: (fraction) => progress.bytes(size * (startAt + (1 - startAt) * fraction)),
        }
      },
    })
  } finally {
    duck.close()
  }
}
