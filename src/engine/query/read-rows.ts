import { toJsonValue } from '../json-value.ts'
import { columnsAtOnce } from './columns-at-once.ts'
import type { Table, TableColumn } from './open-table.ts'

/** The cells of rows with these numbers, in their order, as JSON. */
export async function readRows(
  table: Table,
  columns: TableColumn[],
  rowNumbers: number[],
  signal: AbortSignal | undefined,
): Promise<unknown[][]> {
  if (rowNumbers.length === 0) return []
  const cells = new Map<number, unknown[]>(rowNumbers.map((number) => [number, []]))
  for (let from = 0; from < columns.length; from += columnsAtOnce) {
    const some = columns.slice(from, from + columnsAtOnce)
    const { rows } = await table.query(
      `SELECT ${[table.rowNumber, ...some.map(({ sql }) => sql)].join(', ')} FROM ${table.from}
      WHERE ${rowsOfNumbers(table.rowNumber, rowNumbers)}`,
      signal,
    )
    for (const [number, ...values] of rows) {
      const row = cells.get(Number(number))
      for (const [index, { sql_type, json }] of some.entries()) row?.push(toJsonValue(values[index], sql_type, json))
    }
  }
  return rowNumbers.map((number) => {
    const row = cells.get(number)
    if (row?.length !== columns.length) throw new Error(`The table has no row ${number}.`)
    return row
  })
}

/** Rows of these numbers as a condition. Neighbours are a range, which lets the reader skip all other row groups. */
export function rowsOfNumbers(rowNumber: string, numbers: number[]): string {
  const [first = 0, last = 0] = [numbers[0], numbers.at(-1)]
  const isRange = last - first === numbers.length - 1 && numbers.every((number, index) => number === first + index)
  return isRange ? `${rowNumber} BETWEEN ${first} AND ${last}` : `${rowNumber} IN (${numbers.join(', ')})`
}
