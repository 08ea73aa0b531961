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
  /** Numbers that are shown as percent. */
  percents: number
  currencies: Map<string | null, number>
}

/** Rows of a sheet as lines of plain text, in the order of its columns. */
export type SheetRows = {
  add(row: SheetRow): void
  counts: ColumnCounts[]
  rowCount(): number
  /** The columns whose first numbers were taken for percent, which what came after is not. */
  falsePercents(): number[]
  longestRecord(): number
  byteLength(): number
  take(): Buffer
}

/** How rows are written: in which columns of the sheet at least, and of at most how many characters in all. */
type Writing = {
  known: number[]
  most: number
  /** The columns of which not all numbers are shown as percent; null: every number stays as it is stored. */
  withoutPercent: ReadonlySet<number> | null
}

/** A row beyond this is no table's, and too long for a string. */
const longestRow = 128 * 2 ** 20

/**
 * Collects rows as lines with a value for each of the known columns of the sheet, and for those that come up. Where all
 * values of a column are numbers shown as percent, the number is written that is shown: 12.5 for 0.125. Throws
 * `UnreadableFileError` when all lines together take more than `most` characters, as a text that many cells share can.
 */
export function sheetRows({ known, most, withoutPercent }: Writing): SheetRows {
  const counts: ColumnCounts[] = []
  const places = new Map<number, number>()
  let lines: (string | undefined)[][] = []
  let byteLength = 0
  let total = 0
  let rowCount = 0
  let longestRecord = 0

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
    falsePercents: () =>
      withoutPercent === null
        ? []
        : counts.flatMap((one) =>
            one.percents > 0 && !areAllPercent(one) && !withoutPercent.has(one.column) ? [one.column] : [],
          ),
    longestRecord: () => longestRecord,
    byteLength: () => byteLength,
    add({ cells }) {
      const line: (string | undefined)[] = []
      let length = 0
      for (const stored of cells) {
        const place = placeOf(stored.column)
        const mayBePercent = withoutPercent !== null && !withoutPercent.has(stored.column)
        const cell = mayBePercent ? asShown(stored) : stored
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

/** Whether a column has numbers that are shown as percent, and no other values. */
export function areAllPercent({ kinds, percents }: ColumnCounts): boolean {
  const { error: _, ...values } = kinds
  return percents > 0 && Object.values(values).reduce((sum, count) => sum + count, 0) === percents
}

/** A percent with the number that is shown: moving the point in its digits is exact, a product would not be. */
function asShown(cell: SheetCell): SheetCell {
  if (cell.kind !== 'number' || cell.format.kind !== 'percent') return cell
  const [digits = '', exponent = '0'] = cell.text.split('e')
  return { ...cell, text: String(Number(`${digits}e${Number(exponent) + 2}`)) }
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
