import type { Table } from './open-table.ts'
import type { RowList } from './row-lists.ts'

/** Which rows to find: a condition and an order as SQL, and the part of the result; `knownTotal` is its length. */
export type Selection = {
  where: string | undefined
  order: string | undefined
  offset: number
  limit: number
  knownTotal: number | undefined
}

/** A sorted page that ends before this many rows costs one scan; a list for all pages costs a sort of all rows. */
const firstRows = 10_000

/** Finds the numbers of the rows of a page, in their order, and how many rows the condition leaves in all. */
export async function selectRows(
  table: Table,
  { where, order, offset, limit, knownTotal }: Selection,
  signal?: AbortSignal,
): Promise<{ rowNumbers: number[]; total: number }> {
  if (where === undefined && order === undefined) {
    return { rowNumbers: numbersBetween(offset, Math.min(offset + limit, table.rowCount)), total: table.rowCount }
  }
  const { rowLists } = table
  const select = selectSql(table, where, order)
  const list = rowLists.find(select)
  if (list) return { rowNumbers: await list.numbers(offset, limit, signal), total: list.length }

  const total = where === undefined ? table.rowCount : (knownTotal ?? (await listOf(table, where, signal)).length)
  if (offset >= total) return { rowNumbers: [], total }
  if (order === undefined || offset + limit > firstRows) {
    const made = rowLists.find(select) ?? (await rowLists.make(select, signal))
    return { rowNumbers: await made.numbers(offset, limit, signal), total }
  }
  const { rows } = await table.query(`${select} LIMIT ${limit} OFFSET ${offset}`, signal)
  return { rowNumbers: rows.map(([number]) => Number(number)), total }
}

async function listOf(table: Table, where: string, signal: AbortSignal | undefined): Promise<RowList> {
  const select = selectSql(table, where, undefined)
  return table.rowLists.find(select) ?? (await table.rowLists.make(select, signal))
}

function selectSql({ rowNumber, from }: Table, where: string | undefined, order: string | undefined): string {
  const condition = where === undefined ? '' : ` WHERE ${where}`
  return `SELECT ${rowNumber}::UINTEGER AS row_number FROM ${from}${condition}${order === undefined ? '' : ` ORDER BY ${order}`}`
}

function numbersBetween(from: number, until: number): number[] {
  return Array.from({ length: Math.max(until - from, 0) }, (_, index) => from + index)
}
