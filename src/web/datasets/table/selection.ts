/** A place in the table by position in the view: row 0 is the first row shown, whatever the order. */
export type CellPlace = { row: number; column: number }

/** A rectangle of cells: from `anchor`, where it began, to `active`, where the keyboard is. */
export type Selection = { anchor: CellPlace; active: CellPlace }

/** The extent a selection moves in; `page` is how many rows one view holds. */
export type Extent = { rows: number; columns: number; page: number }

/** The rectangle of a selection, all bounds inclusive. */
export type CellRange = { top: number; bottom: number; left: number; right: number }

export type Move =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page-up'
  | 'page-down'
  | 'row-start'
  | 'row-end'
  | 'table-start'
  | 'table-end'
  | 'column-start'
  | 'column-end'

const clamp = (value: number, high: number) => Math.min(Math.max(value, 0), Math.max(0, high))

export const place = (row: number, column: number): Selection => ({
  anchor: { row, column },
  active: { row, column },
})

const target = ({ row, column }: CellPlace, move: Move, { rows, columns, page }: Extent): CellPlace => {
  const lastRow = rows - 1
  const lastColumn = columns - 1
  switch (move) {
    case 'up':
      return { row: row - 1, column }
    case 'down':
      return { row: row + 1, column }
    case 'left':
      return { row, column: column - 1 }
    case 'right':
      return { row, column: column + 1 }
    case 'page-up':
      return { row: row - page, column }
    case 'page-down':
      return { row: row + page, column }
    case 'row-start':
      return { row, column: 0 }
    case 'row-end':
      return { row, column: lastColumn }
    case 'column-start':
      return { row: 0, column }
    case 'column-end':
      return { row: lastRow, column }
    case 'table-start':
      return { row: 0, column: 0 }
    case 'table-end':
      return { row: lastRow, column: lastColumn }
  }
}

/** The selection after a move; with `extend` the anchor stays where it was. */
export const moveSelection = (selection: Selection, move: Move, extent: Extent, extend: boolean): Selection => {
  const wanted = target(selection.active, move, extent)
  const active = { row: clamp(wanted.row, extent.rows - 1), column: clamp(wanted.column, extent.columns - 1) }
  return { anchor: extend ? selection.anchor : active, active }
}

export const extendTo = (selection: Selection, active: CellPlace): Selection => ({ anchor: selection.anchor, active })

export const selectRow = (row: number, columns: number): Selection => ({
  anchor: { row, column: Math.max(0, columns - 1) },
  active: { row, column: 0 },
})

export const wholeColumns = ({ left, right }: Pick<CellRange, 'left' | 'right'>, rows: number): Selection => ({
  anchor: { row: Math.max(0, rows - 1), column: left },
  active: { row: 0, column: right },
})

export const selectAll = ({ rows, columns }: Extent): Selection => ({
  anchor: { row: Math.max(0, rows - 1), column: Math.max(0, columns - 1) },
  active: { row: 0, column: 0 },
})

export const rangeOf = ({ anchor, active }: Selection): CellRange => ({
  top: Math.min(anchor.row, active.row),
  bottom: Math.max(anchor.row, active.row),
  left: Math.min(anchor.column, active.column),
  right: Math.max(anchor.column, active.column),
})

export const cellCount = ({ top, bottom, left, right }: CellRange): number => (bottom - top + 1) * (right - left + 1)

/** The selection kept inside a table that became smaller. */
export const fitSelection = (selection: Selection, { rows, columns }: Extent): Selection => {
  const inside = (at: CellPlace) => ({ row: clamp(at.row, rows - 1), column: clamp(at.column, columns - 1) })
  return { anchor: inside(selection.anchor), active: inside(selection.active) }
}

type Keys = { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean }

/** The move a key stands for, or undefined. Ctrl (or Cmd) takes a move to the end of the table. */
export const moveOfKey = ({ key, ctrlKey, metaKey, altKey }: Keys): Move | undefined => {
  if (altKey) return undefined
  const far = ctrlKey || metaKey
  switch (key) {
    case 'ArrowUp':
      return far ? 'column-start' : 'up'
    case 'ArrowDown':
      return far ? 'column-end' : 'down'
    case 'ArrowLeft':
      return far ? 'row-start' : 'left'
    case 'ArrowRight':
      return far ? 'row-end' : 'right'
    case 'PageUp':
      return 'page-up'
    case 'PageDown':
      return 'page-down'
    case 'Home':
      return far ? 'table-start' : 'row-start'
    case 'End':
      return far ? 'table-end' : 'row-end'
    default:
      return undefined
  }
}
