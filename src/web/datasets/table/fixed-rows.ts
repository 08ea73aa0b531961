import type { RowSource } from './row-source.ts'

/** Rows that are all there: the first rows of a file that is still being read. */
export const fixedRows = (rows: unknown[][]): RowSource => ({
  rowCount: () => rows.length,
  row: (index) => ({ number: index, stamp: 1, value: (column) => rows[index]?.[column] ?? null }),
  look: () => {},
  subscribe: () => () => {},
  changes: () => 0,
})

/** Rows that nothing is known of but their number: every cell is on its way. */
export const waitingRows = (rowCount: number): RowSource => ({
  rowCount: () => rowCount,
  row: () => ({ number: undefined, stamp: 0, value: () => undefined }),
  look: () => {},
  subscribe: () => () => {},
  changes: () => 0,
})
