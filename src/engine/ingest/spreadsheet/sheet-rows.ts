import { UnreadableFileError } from '../../unreadable-file-error.ts'
import type { CellKind, SheetCell, SheetRow } from './workbook.ts'

/**
 * What the cells of one column hold: how many of each kind, the texts of errors with their counts, and of the numbers
 * how many are no whole numbers, the most digits of those that are, and how many a double does not hold.
 */
export type ColumnCounts = {
  /** The 0-based column of the sheet. */
  column: number
  kinds: Partial<Record<CellKind, number>>
  emptyTexts: number
  errors: Map<string, number>
  fractions: number
  mostDigits: number
  inexact: number
  percents: number
  currencies: Map<string | null, number>
}

/** Rows of a sheet as lines of plain text, in the order of its columns. */
export type SheetRows = {
  add(row: SheetRow): void
  counts: ColumnCounts[]
  rowCount(): number
  /** Whether columns came up after lines without them had been taken: these are then too narrow. */
  wasTooNarrow(): boolean
  longestRecord(): number
  byteLength(): number
  take(): Buffer
}

/** A row beyond this is no table's, and too long for a string. */
const longestRow = 128 * 2 ** 20

/**
 * Collects rows as lines with a value for each of the known columns of the sheet, and for those that come up. Throws
 * `UnreadableFileError` when all lines together take more than `most` characters, as a text that many cells share can.
 */
export function sheetRows(known: number[], most: number): SheetRows {
  const counts: ColumnCounts[] = []
  const places = new Map<number, number>()
  let lines: (string | undefined)[][] = []
  let byteLength = 0
  let total = 0
  let rowCount = 0
  let longestRecord = 0
  let narrowestTaken = Number.POSITIVE_INFINITY

  const placeOf = (column: number): number => {
    const found = places.get(column)
    if (found !== undefined) return found
    places.set(column, counts.length)
    return counts.push(newCounts(column)) - 1
  }
  for (const column of known) placeOf(column)

  return {
    counts,
    rowCount: () => rowCount,
    wasTooNarrow: () => narrowestTaken < counts.length,
    longestRecord: () => longestRecord,
    byteLength: () => byteLength,
    add({ cells }) {
      const line: (string | undefined)[] = []
      let length = 0
      for (const cell of cells) {
        const place = placeOf(cell.column)
        count(cell, counts[place] as ColumnCounts)
        const value = plainValue(cell)
        line[place] = value
        length += value.length
        if (length > longestRow || total + length > most) throw tooMuchText()
      }
      rowCount++
      lines.push(line)
      byteLength += length + counts.length
      total += length + counts.length
      if (total > most) throw tooMuchText()
      longestRecord = Math.max(longestRecord, 3 * length + counts.length)
    },
    take() {
      if (lines.length > 0) narrowestTaken = Math.min(narrowestTaken, counts.length)
      const width = Math.max(counts.length, 2)
      let text = ''
      for (const line of lines) {
        text += line[0] ?? ''
        for (let place = 1; place < width; place++) text += `,${line[place] ?? ''}`
        text += '\n'
      }
      lines = []
      byteLength = 0
      return Buffer.from(text)
    },
  }
}

function newCounts(column: number): ColumnCounts {
  const none = { emptyTexts: 0, fractions: 0, mostDigits: 0, inexact: 0, percents: 0 }
  return { column, kinds: {}, errors: new Map(), currencies: new Map(), ...none }
}

function count({ kind, text, format }: SheetCell, counts: ColumnCounts): void {
  if (kind === 'text' && text === '') {
    counts.emptyTexts++
    return
  }
  counts.kinds[kind] = (counts.kinds[kind] ?? 0) + 1
  if (kind === 'error') counts.errors.set(text, (counts.errors.get(text) ?? 0) + 1)
  if (kind !== 'number') return
  if (/^-?\d+$/.test(text)) {
    counts.mostDigits = Math.max(counts.mostDigits, text.length - (text.startsWith('-') ? 1 : 0))
    if (text.length > 15 && String(BigInt(Number(text))) !== text) counts.inexact++
  } else counts.fractions++
  if (format.kind === 'percent') counts.percents++
  if (format.kind === 'currency') {
    counts.currencies.set(format.currency, (counts.currencies.get(format.currency) ?? 0) + 1)
  }
}

/** In quotes it is text even when it is empty. */
function plainValue({ kind, text }: SheetCell): string {
  return kind === 'text' || /[",\r\n]/.test(text) ? `"${text.includes('"') ? text.replaceAll('"', '""') : text}"` : text
}

function tooMuchText(): UnreadableFileError {
  return new UnreadableFileError(
    'too_large',
    'The cells of this sheet hold far more text than its file. It was not read. Save it as CSV and drop that.',
  )
}
