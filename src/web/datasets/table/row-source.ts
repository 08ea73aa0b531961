import type { Span } from './column-layout.ts'

/** What a view shows at the moment, its columns by position, and which way it moves (-1 up, 1 down, 0 at rest). */
export type ViewedCells = { rows: Span; columns: readonly number[]; direction: -1 | 0 | 1 }

/**
 * What has arrived of one row: its number in the file and its values, undefined where one is still on its way. `stamp`
 * changes with every arrival.
 */
export type LoadedRow = { number: number | undefined; value: (column: number) => unknown; stamp: number }

/**
 * Where a table takes its rows from. `row` answers at once with what has arrived of some columns; `look` says what is
 * wanted. `rowCount` is undefined until it is known. Listeners hear of every change.
 */
export type RowSource = {
  rowCount: () => number | undefined
  row: (index: number, columns: readonly number[]) => LoadedRow
  look: (viewed: ViewedCells) => void
  subscribe: (listener: () => void) => () => void
  changes: () => number
}
