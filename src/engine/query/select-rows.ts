import type { Table } from './open-table.ts'
import type { RowListPart } from './row-list-file.ts'

/** Which rows to find: a condition and an order as SQL, and the part of the result. */
export type Selection = { where: string | undefined; order: string | undefined; offset: number; limit: number }

/** A sorted page that ends before this many rows costs one scan; a list for all pages costs a sort of all rows. */
export const firstRows = 10_000
/** So few rows are named one by one, whatever they were found by. */
const fewRows = 10_000
/** To find so many rows at the beginning of an order takes as long as to find a hundred. */
const firstListed = 1000
/** Sorting so few rows takes no longer than a page may. */
export const quicklySorted = 500_000

/** Finds the numbers of the rows of a page, in their order, and how many rows the condition leaves in all. */
export async function selectRows(table: Table, selection: Selection, signal?: AbortSignal): Promise<RowListPart> {
  const { where, order, offset, limit } = selection
  const { rowLists, rowCount } = table
  if (order !== undefined) return await sortedPart(table, { ...selection, order }, signal)
  if (where === undefined) {
    return { rowNumbers: numbersBetween(offset, Math.min(offset + limit, rowCount)), total: rowCount }
  }
  const page = await rowLists.filtered(where, selection, signal)
  return page ?? (await pageOf(table, selection, await count(table, where, signal), signal))
}

type SortedSelection = Selection & { order: string }

async function sortedPart(table: Table, selection: SortedSelection, signal?: AbortSignal): Promise<RowListPart> {
  const { where, order, offset, limit } = selection
  const known = await table.rowLists.sorted(order, where, selection, signal)
  if (known) return known
  if (where === undefined) return await unlistedPart(table, selection, table.rowCount, signal)

  const few = await table.rowLists.filtered(where, { offset: 0, limit: fewRows }, signal)
  const total = few?.total ?? (await count(table, where, signal))
  if (!few || total > fewRows || offset >= total) return await unlistedPart(table, selection, total, signal)
  const named = `${table.rowNumber} IN (${few.rowNumbers.join(', ')})`
  const all = await pageOf(table, { where: named, order, offset: 0, limit: total }, total, signal)
  await table.rowLists.keepSorted(order, where, all.rowNumbers)
  return { rowNumbers: all.rowNumbers.slice(offset, offset + limit), total }
}

/** A list of a small table is made when a page far down needs it; that of a large one is made elsewhere, beforehand. */
async function unlistedPart(
  table: Table,
  selection: SortedSelection,
  total: number,
  signal: AbortSignal | undefined,
): Promise<RowListPart> {
  const { where, order, offset, limit } = selection
  if (offset >= total || limit === 0) return { rowNumbers: [], total }
  if (offset + limit > firstRows && table.rowCount <= quicklySorted) {
    await table.rowLists.makeSorted(order, { signal }).catch(() => signal?.throwIfAborted())
    const made = await table.rowLists.sorted(order, where, selection, signal)
    if (made) return made
  }
  if (where === undefined && offset + limit <= firstListed && table.rowCount > quicklySorted) {
    return await firstPart(table, selection, total, signal)
  }
  return await pageOf(table, selection, total, signal)
}

const everyRow = 'TRUE'

/** Until an order is worked out, the rows at its beginning are found together, for the pages to come. */
async function firstPart(
  table: Table,
  { order, offset, limit }: SortedSelection,
  total: number,
  signal: AbortSignal | undefined,
): Promise<RowListPart> {
  const known = await table.rowLists.sorted(order, everyRow, { offset, limit }, signal)
  if (known) return { rowNumbers: known.rowNumbers, total }
  const found = await pageOf(table, { where: undefined, order, offset: 0, limit: firstListed }, total, signal)
  await table.rowLists.keepSorted(order, everyRow, found.rowNumbers)
  return { rowNumbers: found.rowNumbers.slice(offset, offset + limit), total }
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
