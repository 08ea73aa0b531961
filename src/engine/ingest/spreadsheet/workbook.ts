import type { NumberFormat } from './number-format.ts'

/** What a cell holds. */
export type CellKind = 'number' | 'text' | 'boolean' | 'date' | 'datetime' | 'time' | 'duration' | 'error'

/**
 * The value of a cell as text: numbers with all the digits of their double, booleans as `TRUE` and `FALSE`, dates and
 * times in ISO form without zone, durations as hours:minutes:seconds, errors as Excel shows them.
 */
export type CellValue = { kind: CellKind; text: string; format: NumberFormat }

/** A cell with a value, in the 0-based column. */
export type SheetCell = CellValue & { column: number }

/** A row with at least one value: its number as Excel counts it, from 1, and its cells from left to right. */
export type SheetRow = { number: number; isHidden: boolean; cells: SheetCell[] }

/** Cells that are shown as one: rows from 1, columns from 0, both ends included. */
export type MergedCells = { top: number; bottom: number; left: number; right: number }

/** What a sheet says besides its cells; complete once all its rows were read. */
export type SheetDetails = {
  /** The smallest range with all values, as `B3:K1000`; null while there is none. */
  range: string | null
  merged: MergedCells[]
  hiddenColumns: { first: number; last: number }[]
  hiddenRows: number
}

/** A sheet being read: its rows in pieces as they come, and its details and bytes so far (out of those of the sheet). */
export type SheetReading = { rows: AsyncIterable<SheetRow[]>; details(): SheetDetails; bytesRead(): number }

/** A sheet of cells in the order of the tabs; `bytes` is its size as it is read. Sheets of charts are not listed. */
export type WorkbookSheet = { index: number; name: string; isHidden: boolean; bytes: number }

/**
 * What a workbook itself says of a table in a sheet. `isExtent`: nothing else of the sheet belongs to it, as with the tables of
 * Excel; else it is where somebody has set a filter, which tells of the header alone.
 */
export type DeclaredTable = {
  name: string | null
  range: MergedCells
  headerRows: number
  totalsRows: number
  isExtent: boolean
}

/** An open workbook of any format. */
export type Workbook = {
  sheets: WorkbookSheet[]
  readSheet(index: number): Promise<SheetReading>
  /** The tables that it declares in a sheet itself, where its format can. */
  declaredTables?(index: number): Promise<DeclaredTable[]>
  close(): void
  /** Its cells are texts without a type: their values decide. */
  areTexts?: true
  /** The encoding of its letters and why, where that had to be judged. */
  encoding?: { encoding: string; because: string }
}
