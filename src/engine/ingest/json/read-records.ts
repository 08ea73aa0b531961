import { writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { leadingLine } from '../csv/text-source.ts'
import { areTooMany, columnsOfKeys, type JsonRows, jsonRows, type KeyCounts, type RowOptions } from './json-rows.ts'
import type { JsonText } from './json-text.ts'
import type { LocatedRecords } from './locate-records.ts'
import { type BrokenLine, type JsonRecord, scanJson } from './scan-json.ts'
import { atLine, readSlice, sliceText } from './slice-text.ts'
import { namesOfColumns, transposeColumns } from './transpose-columns.ts'

/** What hears of the records of a table: each with what stands beside it as JSON. */
export type RecordListener = {
  record(record: JsonRecord, lead: string | undefined): void
  broken(line: BrokenLine): void
  afterPiece(): Promise<void>
  onBytes?: ((bytesDone: number) => void) | undefined
}

/** The columns of a table have to be in memory to become rows. */
const mostTransposed = 128 * 2 ** 20

/** Tells of the records of a table in their order. Throws `JsonPlaceError` where the text is no JSON. */
export async function readRecords(text: JsonText, located: LocatedRecords, listener: RecordListener): Promise<void> {
  const { layout, start, end, line, header, lead } = located
  if (layout === 'transposes') return readColumns(text, located, listener)
  let isHeader = header?.names !== undefined
  let place = 0
  const record = (found: JsonRecord) => {
    if (isHeader) {
      isHeader = false
      return
    }
    const beside = lead?.values?.[place++]
    listener.record(found, found.key ? found.bytes.toString('utf8', found.key.start, found.key.end) : beside)
  }
  const isPart = end < Number.POSITIVE_INFINITY
  const pieces = text.pieces(listener.onBytes)
  const slice = isPart ? sliceText(pieces, start, end) : pieces
  const hearing = { record, broken: listener.broken }
  await scanJson(slice, layout, hearing, listener.afterPiece, isPart ? atLine(line) : undefined)
}

async function readColumns(
  text: JsonText,
  { start, end, line }: LocatedRecords,
  { record, afterPiece }: RecordListener,
): Promise<void> {
  if (end - start > mostTransposed) {
    throw new UnreadableFileError(
      'too_large',
      'This JSON lists its values column by column, and is too large to turn into rows. Write it as NDJSON, row by row.',
    )
  }
  const rows = transposeColumns(await readSlice(text.pieces(), start, end, mostTransposed))
  const lineAt = () => line
  let sinceFlush = 0
  for (const { bytes, repeated } of rows) {
    record({ bytes, start: 0, end: bytes.length, repeated, lineAt }, undefined)
    sinceFlush += bytes.length
    if (sinceFlush < 1024 * 1024) continue
    sinceFlush = 0
    await afterPiece()
  }
  await afterPiece()
}

/** The failure of a document, with the place where it breaks. */
export function placeError({
  line,
  message,
  column,
}: {
  line: number
  message: string
  column?: number
}): UnreadableFileError {
  const place = column === undefined ? `line ${line}` : `line ${line}, column ${column}`
  return new UnreadableFileError(
    'corrupt_file',
    `This JSON breaks at ${place}: ${message}. Correct it and drop it again.`,
  )
}

/** Where records are written, and what hears of it. */
export type RecordsWriter = Omit<RecordListener, 'record'> & {
  target: string
  mostBytes: number
  restart(): Promise<void>
}

/** What became of the records of a table: lines of plain text in a file. */
export type WrittenRecords = { keys: KeyCounts[]; rows: JsonRows; isWhole: boolean }

const flushAt = 1024 * 1024

/**
 * Writes the records as lines of plain text. A key that comes up late would need a value in lines already written; then all
 * is written again with all keys. `restart` is called before a further pass. Throws `UnreadableFileError` when the lines take
 * more than `mostBytes`.
 */
export async function writeRecords(
  text: JsonText,
  located: LocatedRecords,
  options: Omit<RowOptions, 'known' | 'isWhole' | 'names' | 'lead'>,
  { target, mostBytes, restart, ...listener }: RecordsWriter,
): Promise<WrittenRecords> {
  const names = located.layout === 'transposes' ? await columnNamesOf(text, located) : located.names
  const write = async (known: RowOptions['known'], isWhole: boolean): Promise<WrittenRecords> => {
    const rows = jsonRows({ ...options, names, lead: located.lead?.name, isWhole, ...(known ? { known } : {}) })
    const output = await open(target, 'w')
    let written = 0
    const flush = () => {
      const lines = rows.take()
      written += lines.length
      if (written > mostBytes) throw tooSparse()
      writeFileSync(output.fd, lines)
    }
    try {
      await output.writeFile(leadingLine)
      await readRecords(text, located, {
        ...listener,
        record: (record, lead) => {
          rows.add(record, lead)
          if (areTooMany(rows.keys)) throw new TooManyKeys()
          if (rows.byteLength() >= flushAt) flush()
        },
      })
      flush()
    } catch (error) {
      if (!(error instanceof TooManyKeys)) throw error
      await restart()
      return write(undefined, true)
    } finally {
      await output.close()
    }
    const keys = columnsOfKeys(rows.keys)
    if (known === undefined && (rows.wasTooNarrow() || keys.length < rows.keys.length)) {
      await restart()
      return write(keys, isWhole)
    }
    return { keys: rows.keys, rows, isWhole }
  }
  return write(undefined, false)
}

const tooSparse = () =>
  new UnreadableFileError(
    'too_large',
    'The records of this JSON have so many different keys, and each so few of them, that as a table they would be many times ' +
      'their size. It was not read.',
  )

/** More keys than can be columns: the records are read once more, each as one value. */
class TooManyKeys extends Error {}

async function columnNamesOf(text: JsonText, { start, end }: LocatedRecords): Promise<string[]> {
  return namesOfColumns(await readSlice(text.pieces(), start, end, mostTransposed))
}
