import { narrowestColumn, widestColumn } from './column-width.ts'
import {
  type CellPlace,
  type CellRange,
  type Extent,
  moveOfKey,
  place,
  rangeOf,
  selectAll,
  wholeColumns,
} from './selection.ts'
import type { GridSelection } from './use-grid-selection.ts'

const resizeStep = 16

/** What keys act on: where they stand, how large the table is, and what can be done with it. */
export type KeyedTable = {
  selection: GridSelection
  extent: Extent
  widths: number[]
  /** The head of the current column, where the keys stand in it. */
  head: () => HTMLElement | null
  onSort: ((column: number, add: boolean) => void) | undefined
  onResize: (column: number, width: number) => void
  onMenu: ((column: number, anchor: Element) => void) | undefined
  onStep: ((column: number, step: -1 | 1) => boolean) | undefined
  onReveal: (at: CellPlace) => void
  onOpen: (at: CellPlace) => void
  onCopy: (range: CellRange) => void
}

const isChord = ({ ctrlKey, metaKey }: React.KeyboardEvent) => ctrlKey || metaKey
const stepOf = ({ key }: React.KeyboardEvent) => (key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : undefined)
const isMenuKey = ({ key, shiftKey, altKey }: React.KeyboardEvent) =>
  key === 'ContextMenu' || (key === 'F10' && shiftKey) || (key === 'ArrowDown' && altKey)

/** Does what a key stands for; answers whether it stands for anything. */
export const pressKey = (event: React.KeyboardEvent, table: KeyedTable): boolean =>
  (table.selection.inHeader && pressInHead(event, table)) || pressInTable(event, table)

function pressInHead(event: React.KeyboardEvent, table: KeyedTable): boolean {
  const { active } = table.selection.cells
  const step = event.shiftKey ? stepOf(event) : undefined
  if (step !== undefined && isChord(event)) {
    if (table.onStep?.(active.column, step)) {
      table.selection.enterHeader(active.column + step)
      table.onReveal({ row: active.row, column: active.column + step })
    }
    return true
  }
  if (step !== undefined) {
    const width = (table.widths[active.column] ?? 0) + step * resizeStep
    table.onResize(active.column, Math.min(widestColumn, Math.max(narrowestColumn, width)))
    return true
  }
  if (event.key === 'F2') {
    table.head()?.querySelector<HTMLElement>('[role=slider]')?.focus()
    return true
  }
  if (isMenuKey(event)) {
    const head = table.head()
    if (head) table.onMenu?.(active.column, head)
    return true
  }
  if (event.key !== 'Enter' && event.key !== ' ') return false
  table.onSort?.(active.column, event.shiftKey)
  return true
}

function pressInTable(event: React.KeyboardEvent, { selection, extent, onOpen, onCopy }: KeyedTable): boolean {
  const { active } = selection.cells
  const range = rangeOf(selection.cells)
  const move = moveOfKey(event)
  const key = event.key.toLowerCase()
  if (move) selection.move(move, event.shiftKey)
  else if (key === 'a' && isChord(event)) selection.set(selectAll(extent))
  else if (key === 'escape' && (range.top !== range.bottom || range.left !== range.right)) {
    selection.set(place(active.row, active.column))
  } else if (extent.rows === 0) return false
  else if (key === 'enter') onOpen(active)
  else if (key === 'c' && isChord(event) && event.shiftKey) onCopy(range)
  else if (key === ' ' && isChord(event)) selection.set(wholeColumns(range, extent.rows))
  else if (key === ' ' && event.shiftKey) selection.set(wholeRows(range, extent.columns))
  else return false
  return true
}

const wholeRows = ({ top, bottom }: CellRange, columns: number) => ({
  anchor: { row: bottom, column: Math.max(0, columns - 1) },
  active: { row: top, column: 0 },
})
