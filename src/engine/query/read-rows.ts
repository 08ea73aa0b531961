import { toJsonValue } from '../json-value.ts'
import type { Table, TableColumn } from './open-table.ts'

/** The cells of rows with these numbers, in their order, as JSON. */
export async function readRows(
  table: Table,
  columns: TableColumn[],
  rowNumbers: number[],
  signal: AbortSignal | undefined,
): Promise<unknown[][]> {
  if (rowNumbers.length === 0) return []
  const selected = columns.map(({ sql }) => sql).join(', ')
  const { rows } = await table.query(
    `SELECT ${table.rowNumber}, ${selected} FROM ${table.from} WHERE ${isOneOf(table.rowNumber, rowNumbers)}`,
    signal,
  )
  const byNumber = new Map(rows.map((row) => [Number(row[0]), row]))
  return rowNumbers.map((number) => {
    const row = byNumber.get(number)
    if (!row) throw new Error(`The table has no row ${number}.`)
    return columns.map(({ sql_type, json }, index) => toJsonValue(row[index + 1], sql_type, json))
  })
}

/** Neighbours are asked for as a range, which lets the reader skip all other row groups. */
function isOneOf(rowNumber: string, numbers: number[]): string {
  const [first = 0, last = 0] = [numbers[0], numbers.at(-1)]
  const isRange = last - first === numbers.length - 1 && numbers.every((number, index) => number === first + index)
  return isRange ? `${rowNumber} BETWEEN ${first} AND ${last}` : `${rowNumber} IN (${numbers.join(', ')})`
}
