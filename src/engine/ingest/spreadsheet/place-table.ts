import type { ReadingOptions } from '../../../shared/reading-options.ts'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import type { Field } from '../csv/collect-records.ts'
import { findHeader } from '../csv/find-header.ts'
import { cellsOf } from './cell-reference.ts'
import { joinHeader } from './join-header.ts'
import { judgeSheetHeader } from './judge-sheet-header.ts'
import { isFilled, type SheetBlock, usedColumns, withinColumns } from './sheet-blocks.ts'
import type { SheetSurvey } from './survey-workbook.ts'
import type { DeclaredTable, MergedCells, SheetCell, SheetRow } from './workbook.ts'

/**
 * Where a table stands in its sheet: the row of its header or, without one, its first row; the row before which it ends
 * (null where it goes on to the end); its columns where it has not all; and how many rows name its columns and give
 * their units; `headNumbers` are those rows of the sheet. Names and units go by the column of the sheet. `header` is the row that names the columns, where it is one.
 */
export type TablePlace = {
  firstRow: number
  endRow: number | null
  columns: { left: number; right: number } | null
  knownColumns: number[]
  headerRows: number
  unitsRows: 0 | 1
  headNumbers: number[]
  names: Map<number, string>
  units: Map<number, string>
  header: SheetRow | undefined
  because: string
  /** The range that a person has given. */
  range: MergedCells | null
  /** What the workbook itself says of the table. */
  declared: DeclaredTable | undefined
  /** The first and last rows of the other tables of the sheet. */
  others: { first: number; last: number }[]
}

const judgedRows = 500

/** Places one of the tables that were found in a sheet, as a person has said where they did. */
export function placeTable(survey: SheetSurvey, index: number, reading: ReadingOptions): TablePlace {
  const range = reading.range === undefined ? null : rangeOf(reading.range)
  const block = range ? blockOfRange(survey, range) : ((survey.blocks[index] ?? survey.blocks[0]) as SheetBlock)
  const skipped = reading.skip_rows === undefined ? undefined : reading.skip_rows + (range ? range.top - 1 : 0)
  const found = skipped === undefined ? block.rows : rowsBelow(survey, block, skipped)
  const merged = survey.isWhole ? survey.details.merged : []
  const { rows, count, because } = withHeader(found, merged, reading.header_rows, block.declared)
  if (rows.length === 0 && (range || skipped !== undefined)) throw nothingThere()
  const head = rows.slice(0, judgedRows)
  const columns = usedColumns(rows)
  const fields = head.map((row) => fieldsOf(row, columns))
  const { unitsRecords, units } = count > 0 ? findHeader(fields, count) : { unitsRecords: 0 as const, units: [] }
  return {
    firstRow: rows[0]?.number ?? (skipped ?? 0) + 1,
    endRow: range ? range.bottom + 1 : block.endRow,
    columns: block.columns,
    knownColumns: range ? Array.from({ length: range.right - range.left + 1 }, (_, at) => range.left + at) : columns,
    headerRows: count,
    unitsRows: unitsRecords,
    headNumbers: head.slice(0, count + unitsRecords).map(({ number }) => number),
    names: joinHeader(head.slice(0, count), columns, merged),
    units: new Map(columns.flatMap((column, at) => (units[at] ? [[column, units[at] as string] as const] : []))),
    header: count === 1 ? head[0] : undefined,
    because,
    range,
    declared: block.declared,
    others: range ? [] : survey.blocks.filter((other) => other !== block).map(extentOf),
  }
}

/** The rows of a table and how many of them are its header, as a person says, or the workbook, or else its cells. */
function withHeader(
  rows: SheetRow[],
  merged: MergedCells[],
  said: number | undefined,
  declared: DeclaredTable | undefined,
): { rows: SheetRow[]; count: number; because: string } {
  const head = rows.slice(0, judgedRows)
  const found = countHeaderRows(head, usedColumns(rows), merged, said)
  if (!declared || said !== undefined) return { rows, ...found }
  if (declared.isExtent) {
    const because = declared.headerRows > 0 ? 'The workbook says so.' : 'The workbook says that there is none.'
    return { rows, count: Math.min(declared.headerRows, rows.length), because }
  }
  const at = rows.findIndex(({ number }) => number === declared.range.top)
  if (at < 0) return { rows, ...found }
  const because = 'The workbook has a filter there.'
  return at < found.count ? { rows, count: at + 1, because } : { rows: rows.slice(at), count: 1, because }
}

function extentOf({ rows }: SheetBlock): { first: number; last: number } {
  return { first: rows[0]?.number ?? 0, last: rows.at(-1)?.number ?? 0 }
}

function rangeOf(text: string): MergedCells {
  const range = cellsOf(text)
  if (range) return range
  throw new UnreadableFileError(
    'option_not_applicable',
    `No sheet has the range ${text}. A sheet ends at XFD1048576. Write a range such as B3:H200.`,
  )
}

function nothingThere(): UnreadableFileError {
  return new UnreadableFileError('empty_file', 'There is no value in the rows that were chosen. Choose others.')
}

function blockOfRange({ rows }: SheetSurvey, { top, bottom, left, right }: MergedCells): SheetBlock {
  const within = rows.filter(({ number }) => number >= top && number <= bottom)
  return {
    rows: within.flatMap((row) => withinColumns(row, left, right)).filter(isFilled),
    endRow: bottom + 1,
    columns: { left, right },
    title: null,
  }
}

function rowsBelow({ rows }: SheetSurvey, { columns, endRow }: SheetBlock, skipped: number): SheetRow[] {
  const below = rows.filter(({ number }) => number > skipped && (endRow === null || number < endRow))
  const within = columns ? below.flatMap((row) => withinColumns(row, columns.left, columns.right)) : below
  return within.filter(isFilled)
}

/** Merged cells in the first row name groups of columns, or reach down as far as the header does. */
function countHeaderRows(
  rows: SheetRow[],
  columns: number[],
  merged: MergedCells[],
  said: number | undefined,
): { count: number; because: string } {
  if (said !== undefined) return { count: Math.min(said, rows.length), because: 'A person has said so.' }
  const groups = countGroupRows(rows, columns, merged)
  const first = rows[groups]
  if (!first) return { count: 0, because: 'There is no row.' }
  const body = rows.slice(groups + 1)
  const judged = judgeSheetHeader(first, body)
  if (!judged.isHeader && groups === 0) return { count: 0, because: judged.because }
  const fields = rows.slice(groups).map((row) => fieldsOf(row, columns))
  const further = Math.max(findHeader(fields).records, 1)
  const isDeep = groups > 0 || further > 1
  return {
    count: groups + further,
    because:
      groups > 0
        ? 'Its first row names groups of columns.'
        : isDeep
          ? 'Its rows are text above columns of values.'
          : judged.because,
  }
}

const mostGroupRows = 4

/** How many rows above the last one of the header name groups of columns. */
function countGroupRows(rows: SheetRow[], columns: number[], merged: MergedCells[]): number {
  let count = 0
  while (count < mostGroupRows && count < rows.length - 1 && isGroupRow(rows, count, columns, merged)) count++
  return count
}

function isGroupRow(rows: SheetRow[], at: number, columns: number[], merged: MergedCells[]): boolean {
  const [row, next] = [rows[at] as SheetRow, rows[at + 1] as SheetRow]
  if (!isNames(row) || !isNames(next) || next.number !== row.number + 1) return false
  const own = merged.filter(({ top, left }) => top === row.number && row.cells.some(({ column }) => column === left))
  if (own.length > 0) {
    const reachesDown = own.some(({ bottom }) => bottom > row.number)
    const groups = own.some(
      ({ left, right }) => right > left && !(left <= (columns[0] ?? 0) && right >= (columns.at(-1) ?? 0)),
    )
    return reachesDown || groups
  }
  return (
    row.cells.length < next.cells.length &&
    row.cells.length <= columns.length / 2 &&
    next.cells.length >= columns.length - 1
  )
}

function isNames({ cells }: SheetRow): boolean {
  return cells.every((cell) => cell.kind === 'text' || /^(19|20)\d\d$/.test(cell.text))
}

/** The cells of a row as the text side of the house takes them: an error holds no value. */
function fieldsOf({ cells }: SheetRow, columns: number[]): Field[] {
  const texts = new Map(cells.map((cell) => [cell.column, fieldOf(cell)]))
  return columns.map((column) => texts.get(column) ?? null)
}

function fieldOf({ kind, text }: SheetCell): Field {
  return kind === 'error' ? null : text
}
