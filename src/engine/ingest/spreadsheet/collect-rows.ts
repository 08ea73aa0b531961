import { columnLetters } from './cell-reference.ts'
import type { CellValue, MergedCells, SheetCell, SheetDetails, SheetRow } from './workbook.ts'

/** Takes the cells of a sheet as a reader comes upon them, and gives its rows and details. */
export type RowCollector = {
  /** Rows count from 1. One that holds no value is not kept. */
  beginRow(number: number, isHidden: boolean): void
  /** Columns count from 0 and may come in any order; of two cells in one place the later one holds. */
  add(column: number, value: CellValue): void
  endRow(): void
  merge(cells: MergedCells): void
  hideColumns(first: number, last: number): void
  rowCount(): number
  take(): SheetRow[]
  details(): SheetDetails
}

/** Collects the rows of one sheet. */
export function collectRows(): RowCollector {
  const merged: MergedCells[] = []
  const hiddenColumns: SheetDetails['hiddenColumns'] = []
  let hiddenRows = 0
  let rows: SheetRow[] = []
  let row: SheetRow = { number: 0, isHidden: false, cells: [] }
  let column = -1
  let isOrdered = true
  let [top, bottom, left, right] = [0, 0, Number.POSITIVE_INFINITY, -1]

  return {
    beginRow(number, isHidden) {
      if (isHidden) hiddenRows++
      row = { number, isHidden, cells: [] }
      column = -1
      isOrdered = true
    },
    add(at, { kind, text, format }) {
      if (at <= column) isOrdered = false
      column = at
      row.cells.push({ column: at, kind, text, format })
    },
    endRow() {
      if (row.cells.length === 0) return
      if (!isOrdered) row.cells = inOrder(row.cells)
      if (top === 0) top = row.number
      bottom = Math.max(bottom, row.number)
      left = Math.min(left, row.cells[0]?.column ?? left)
      right = Math.max(right, row.cells.at(-1)?.column ?? right)
      rows.push(row)
      row = { number: row.number, isHidden: false, cells: [] }
    },
    merge: (cells) => merged.push(cells),
    hideColumns: (first, last) => hiddenColumns.push({ first, last }),
    rowCount: () => rows.length,
    take() {
      const taken = rows
      rows = []
      return taken
    },
    details: () => ({
      range: top === 0 ? null : `${columnLetters(left)}${top}:${columnLetters(right)}${bottom}`,
      merged,
      hiddenColumns,
      hiddenRows,
    }),
  }
}

/** Cells from left to right; of two in one place the later one. */
function inOrder(cells: SheetCell[]): SheetCell[] {
  const byColumn = new Map(cells.map((cell) => [cell.column, cell]))
  return [...byColumn.values()].sort((a, b) => a.column - b.column)
}
