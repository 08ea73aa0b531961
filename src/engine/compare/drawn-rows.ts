import type { Table } from '../query/open-table.ts'
import { driftThresholds as limits } from './drift-thresholds.ts'

/** How many rows of a table a comparison reads. */
export function countDrawnRows(table: Table): number {
  return Math.ceil(table.rowCount / drawnEvery(table))
}

/** Those rows as SQL from FROM on: every k-th where there are more than `drift_rows`. */
export function fromDrawnRows(table: Table): string {
  const every = drawnEvery(table)
  return every === 1 ? `FROM ${table.from}` : `FROM ${table.from} WHERE ${table.rowNumber} % ${every} = 0`
}

function drawnEvery({ rowCount }: Table): number {
  return Math.max(1, Math.ceil(rowCount / limits.drift_rows))
}
