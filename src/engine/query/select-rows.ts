import type { Table } from './open-table.ts'
import type { RowListPart } from './row-list-file.ts'

/** Which rows to find: a condition and an order as SQL, and the part of the result. */
export type Selection = { where: string | undefined; order: string | undefined; offset: number; limit: number }

/** A sorted page that ends before this many rows costs one scan; a list for all pages costs a sort of all rows. */
export const firstRows = 10_000
/** So few rows are named one by one, whatever they were found by. */
const fewRows = 10_000
/** Sorting so few rows takes no longer than a page may. */
export const quicklySorted = 500_000

/** Finds the numbers of the rows of a page, in their order, and how many rows the condition leaves in all. */
export async function selectRows(
  table: Table,
  { where, order, ...part }: Selection,
  signal?: AbortSignal,
): Promise<RowListPart> {
  const { offset, limit } = part
  const { rowLists, rowCount } = table
  if (where === undefined && order === undefined) {
    return { rowNumbers: numbersBetween(offset, Math.min(offset + limit, rowCount)), total: rowCount }
  }
  if (where === undefined) {
    if (offset >= rowCount) return { rowNumbers: [], total: rowCount }
    return await sortedPart(table, { where, order: order as string, ...part }, rowCount, signal)
  }
  if (order === undefined) {
    const page = await rowLists.filtered(where, part, signal)
    return page ?? (await pageOf(table, { where, order, ...part }, await count(table, where, signal), signal))
  }
  const few = await rowLists.filtered(where, { offset: 0, limit: fewRows }, signal)
  const total = few?.total ?? (await count(table, where, signal))
  if (offset >= total) return { rowNumbers: [], total }
  const known = await rowLists.sorted(order, where, part, signal)
  if (known) return known
  if (!few || total > fewRows) return await sortedPart(table, { where, order, ...part }, total, signal)
  const named = `${table.rowNumber} IN (${few.rowNumbers.join(', ')})`
  const all = await pageOf(table, { where: named, order, offset: 0, limit: total }, total, signal)
  await rowLists.keepSorted(order, where, all.rowNumbers)
  return { rowNumbers: all.rowNumbers.slice(offset, offset + limit), total }
}

/** A list of a small table is made when a page far down needs it; that of a large one is made elsewhere, beforehand. */
async function sortedPart(
  table: Table,
  selection: Selection & { order: string },
  total: number,
  signal: AbortSignal | undefined,
): Promise<RowListPart> {
  const { where, order, offset, limit } = selection
  const { rowLists, rowCount } = table
  const known = await rowLists.sorted(order, where, selection, signal)
  if (known) return known
  if (offset + limit > firstRows && rowCount <= quicklySorted) {
    await rowLists.makeSorted(order, signal).catch(() => signal?.throwIfAborted())
    const made = await rowLists.sorted(order, where, selection, signal)
    if (made) return made
  }
  return await pageOf(table, selection, total, signal)
}

/** A page as the table itself answers it. */
async function pageOf(
  { rowNumber, from, query }: Table,
  { where, order, offset, limit }: Selection,
  total: number,
  signal: AbortSignal | undefined,
): Promise<RowListPart> {
  const condition = where === undefined ? '' : `WHERE ${where}`
  const { rows } = await query(
    `SELECT ${rowNumber} FROM ${from} ${condition} ORDER BY ${order ?? rowNumber} LIMIT ${limit} OFFSET ${offset}`,
    signal,
  )
  return { rowNumbers: rows.map(([number]) => Number(number)), total }
}

async function count({ from, query }: Table, where: string, signal: AbortSignal | undefined): Promise<number> {
  const { rows } = await query(`SELECT count(*) FROM ${from} WHERE ${where}`, signal)
  return Number(rows[0]?.[0])
}

function numbersBetween(from: number, until: number): number[] {
  return Array.from({ length: Math.max(until - from, 0) }, (_, index) => from + index)
}
