import type { Span } from './column-layout.ts'

/** What a view shows at the moment, and which way it moves (-1 up, 1 down, 0 at rest). */
export type ViewedCells = { rows: Span; columns: Span; direction: -1 | 0 | 1 }

/** The values of one row that have arrived; undefined where a value is still on its way. */
export type LoadedRow = { number: number | undefined; values: (column: number) => unknown; stamp: number }

/**
 * Where a table takes its rows from. `row` answers at once with what has arrived; `look` says what is wanted. `rowCount`
 * is undefined until it is known. Listeners hear of every change.
 */
export type RowSource = {
  rowCount: () => number | undefined
  row: (index: number) => LoadedRow
  look: (viewed: ViewedCells) => void
  subscribe: (listener: () => void) => () => void
  changes: () => number
}
