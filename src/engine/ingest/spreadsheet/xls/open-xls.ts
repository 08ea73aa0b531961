import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { UnreadableFileError } from '../../../unreadable-file-error.ts'
import type { Workbook } from '../workbook.ts'
import { numbered, records, splitRecords } from './biff-records.ts'
import { openCompoundFile } from './open-compound-file.ts'
import { type Globals, type GlobalsListener, listenToGlobals, versionOf } from './read-globals.ts'
import { areRowsOrdered, readXlsSheet } from './read-xls-sheet.ts'

/** The bytes of the records of a workbook, from a place on. */
type RecordBytes = { bytes: number; read(from: number): AsyncIterable<Buffer>; close(): Promise<void> }

/** Opens a workbook of Excel 2 to 2003 (xls). Throws `UnreadableFileError` with a sentence for a person. */
export async function openXls(file: string, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<Workbook> {
  const source = await openRecords(file, signal)
  try {
    const globals = await readGlobals(source)
    const ends = endsOf(globals.sheets, source.bytes)
    const sheets = globals.sheets.map(({ name, isHidden, from }, index) => {
      return { index, name, isHidden, bytes: Math.max((ends.get(from) ?? from) - from, 1) }
    })
    const areOrdered = new Map<number, boolean>()
    return {
      sheets,
      async readSheet(index) {
        const sheet = globals.sheets[index]
        if (!sheet) throw new RangeError(`The workbook has no sheet ${index}.`)
        const isOrdered = areOrdered.get(sheet.from) ?? (await areRowsOrdered(source.read(sheet.from)))
        areOrdered.set(sheet.from, isOrdered)
        return readXlsSheet(source.read(sheet.from), globals, isOrdered)
      },
      close: () => void source.close(),
    }
  } catch (error) {
    await source.close()
    throw error instanceof RangeError ? damaged(error) : error
  }
}

/** Where the sheet that begins at a place ends: where the next one begins, or with the stream. */
function endsOf(sheets: Globals['sheets'], bytes: number): Map<number, number> {
  const starts = [...new Set(sheets.map(({ from }) => from))].sort((a, b) => a - b)
  return new Map(starts.map((from, index) => [from, Math.min(starts[index + 1] ?? bytes, bytes)]))
}

/** The stream of records in a compound file, or the whole file, as Excel wrote it before version 5. */
async function openRecords(file: string, signal: AbortSignal | undefined): Promise<RecordBytes> {
  if (!(await isCompound(file))) {
    const { size } = await stat(file)
    const read = (start: number) => createReadStream(file, { start, ...(signal ? { signal } : {}) })
    return { bytes: size, read, close: async () => {} }
  }
  const compound = await openCompoundFile(file)
  const name = ['Workbook', 'Book'].find((candidate) => compound.has(candidate))
  if (name !== undefined) {
    const read = (from: number) => compound.read(name, from, signal)
    return { bytes: compound.sizeOf(name), read, close: compound.close }
  }
  await compound.close()
  throw new UnreadableFileError('unsupported_format', 'This is an old Office document, but no Excel workbook.')
}

async function isCompound(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.readUInt32BE(0) === 0xd0cf11e0
  } finally {
    await handle.close()
  }
}

/** A file of Excel 2 to 4 is one sheet, and what holds for it stands within. */
async function readGlobals(source: RecordBytes): Promise<Globals> {
  let listener: GlobalsListener | undefined
  let isSingle = false
  const splitter = splitRecords((type, data) => {
    if (!listener) {
      if (!numbered.begin.has(type)) throw damaged()
      const version = versionOf(type, data)
      listener = listenToGlobals(version)
      isSingle = version < 5
      return true
    }
    if (type === records.end) return false
    listener.add(type, data)
    return true
  })
  for await (const chunk of source.read(0)) if (!splitter.push(chunk)) break
  if (!listener) throw damaged()
  const globals = listener.globals()
  return isSingle ? { ...globals, sheets: [{ name: 'Sheet1', isHidden: false, from: 0 }] } : globals
}

function damaged(cause?: unknown): UnreadableFileError {
  return new UnreadableFileError(
    'corrupt_file',
    'This old Excel workbook (xls) is damaged. Open it in Excel, save it as xlsx and drop that.',
    cause === undefined ? undefined : { cause },
  )
}
