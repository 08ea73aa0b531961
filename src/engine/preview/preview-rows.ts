import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import type { FoundFormat, Question } from '../../shared/receipt.ts'
import type { RowsColumn } from '../../shared/rows.ts'
import { type OpenedOriginal, openOriginal } from '../ingest/archive/open-original.ts'
import { packedFormat } from '../ingest/archive/packed-table.ts'
import { ingestFile } from '../ingest/ingest-file.ts'
import { isNdjson } from '../ingest/json/json-text.ts'
import { spreadsheetTypes } from '../ingest/spreadsheet/open-spreadsheet.ts'
import { answerRows } from '../query/answer-rows.ts'
import { openTable } from '../query/open-table.ts'
import { UnreadableFileError } from '../unreadable-file-error.ts'
import { previewedBytes } from './previewed-bytes.ts'

/** A file, how it is to be read, and how many rows of it to show. `workDir` is an empty directory of the caller's. */
export type PreviewRequest = {
  file: string
  originalName: string
  reading: ReadingOptions
  limit: number
  workDir: string
}

/** What a file would look like. It rests on `rows_read` rows, about `read` of its `of` bytes. */
export type FilePreview = {
  format: FoundFormat
  columns: RowsColumn[]
  rows: unknown[][]
  questions: Question[]
  rows_read: number
  read: number
  of: number
}

/** As many rows of a large workbook are read. */
const mostRows = 2000
/** Other files have to be read as a whole. */
const mostBytes = 32 * 2 ** 20
const resources = { threads: 2, memoryLimitBytes: 384 * 2 ** 20 }

/** Reads the beginning of a file as the whole would be read. Throws `UnreadableFileError`. */
export async function previewRows({
  file,
  limit,
  reading,
  workDir,
  originalName,
}: PreviewRequest): Promise<FilePreview> {
  const original = await openOriginal(file, { name: originalName, reading, workDir, upTo: mostBytes })
  const { size } = await stat(original.file)
  const isText = size > previewedBytes && (await isReadByLines(original))
  const isWorkbook = size > previewedBytes && spreadsheetTypes.some((type) => type === original.type)
  if (!isText && (original.isCut || (size > mostBytes && !isWorkbook))) {
    throw new UnreadableFileError(
      'too_large',
      'A file of this kind and size is not previewed in a moment. Read it again as you think: the version in use stays.',
    )
  }
  const { footer_rows: _, ...withoutFooter } = original.reading
  const head = isText ? await copyHead(original.file, join(workDir, 'head')) : { file: original.file, bytes: size }
  const tableFile = join(workDir, 'preview.parquet')
  const { receipt } = await ingestFile({
    ...resources,
    originalName: original.entry?.name ?? originalName,
    // Nobody asks for it here, and finding it would read the whole file.
    sha256: '',
    file: head.file,
    reading: isText ? withoutFooter : original.reading,
    mostRows: isWorkbook ? mostRows : undefined,
    isFleeting: true,
    tableFile,
    workDir,
  })
  const table = await openTable(tableFile, {
    ...resources,
    tempDir: join(workDir, 'query'),
    maxTempBytes: 2 ** 28,
  })
  try {
    const { columns, rows } = await answerRows(table, { tableFile, offset: 0, limit, sort: [] })
    const format = packedFormat(receipt.format, original)
    const of = original.isCut ? Math.max(size, original.entry?.size ?? 0) : size
    const { questions, rows_loaded: rowsRead } = receipt
    const isCut = isWorkbook && rowsRead >= mostRows
    return { format, columns, rows, questions, rows_read: rowsRead, read: isCut ? previewedBytes : head.bytes, of }
  } finally {
    table.close()
  }
}

/** Whether the beginning of the file is a file of the same kind. */
async function isReadByLines({ type, file }: OpenedOriginal): Promise<boolean> {
  return type === 'csv' || (type === 'json' && (await isNdjson(file)))
}

/** Copies the beginning of a text up to its last line end. */
async function copyHead(file: string, target: string): Promise<{ file: string; bytes: number }> {
  const [from, to] = [await open(file), await open(target, 'wx', 0o600)]
  try {
    const { buffer, bytesRead } = await from.read(Buffer.alloc(previewedBytes), 0, previewedBytes, 0)
    const text = buffer.subarray(0, bytesRead)
    const end = Math.max(text.lastIndexOf(0x0a), text.lastIndexOf(0x0d))
    // An even number of bytes, because a line end may be two.
    const bytes = end < 0 ? bytesRead : end + 1 + ((end + 1) % 2 === 1 && isWide(text) ? 1 : 0)
    await to.write(text, 0, bytes)
    return { file: target, bytes }
  } finally {
    await from.close()
    await to.close()
  }
}

/** Whether each character takes two bytes, as the mark at the beginning says. */
function isWide(text: Buffer): boolean {
  const mark = text.readUInt16BE(0)
  return mark === 0xfeff || mark === 0xfffe
}
