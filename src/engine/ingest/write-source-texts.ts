import { mkdtemp, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import { openDuckDb } from '../duckdb.ts'
import { openOriginal } from './archive/open-original.ts'
import type { TextsRequest } from './copy-texts.ts'
import { writeCsvTexts } from './csv/csv-texts.ts'
import type { FileType } from './detect-file-type.ts'
import { writeJsonTexts } from './json/json-texts.ts'
import { sourceTextsFileOf } from './source-texts-file.ts'
import { writeSheetTexts } from './spreadsheet/read-spreadsheet.ts'

/** Which table's cells are wanted as its file wrote them: the file, how it was read, and what became of it. */
export type SourceTextsRequest = {
  file: string
  originalName: string
  reading: ReadingOptions
  tableFile: string
  names: string[]
  rowCount: number
  workDir: string
  threads: number
  memoryLimitBytes: number
  signal?: AbortSignal | undefined
}

/**
 * Writes the cells of a table as its file wrote them beside it: texts under the same names, in the same order of rows.
 * `workDir` is on the disk of the table. False for a file that holds no texts (Parquet), of which none are written.
 */
export async function writeSourceTexts(request: SourceTextsRequest): Promise<boolean> {
  const { tableFile, threads, memoryLimitBytes, signal, originalName: name, ...wanted } = request
  const workDir = await mkdtemp(join(request.workDir, 'texts-'))
  try {
    const options = { name, reading: request.reading, workDir, signal }
    const { file, type, reading } = await openOriginal(request.file, options)
    if (type === 'parquet') return false
    const target = sourceTextsFileOf(tableFile)
    const aside = join(workDir, 'texts.parquet')
    const duck = await openDuckDb({ threads, memoryLimitBytes, tempDir: join(workDir, 'spill') })
    try {
      await writeTexts(type, { ...wanted, file, reading, workDir, duck, signal, target: aside })
      const written = await open(aside, 'r')
      await written.sync().finally(() => written.close())
      await rename(aside, target)
    } finally {
      duck.close()
    }
    return true
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}

function writeTexts(type: Exclude<FileType, 'parquet'>, request: TextsRequest): Promise<void> {
  if (type === 'csv') return writeCsvTexts(request)
  return type === 'json' ? writeJsonTexts(request) : writeSheetTexts(request, type)
}
