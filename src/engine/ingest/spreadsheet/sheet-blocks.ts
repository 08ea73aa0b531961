import { judgeSheetHeader } from './judge-sheet-header.ts'
import type { DeclaredTable, MergedCells, SheetCell, SheetRow } from './workbook.ts'

/**
 * One of the tables that stand in a sheet: its rows as far as they are known, from the header or first row on; the row
 * of the sheet before which it ends, null where it goes on to the end; and its columns, null where it has all of them.
 * `title` is what stands alone over it; `declared` is what the workbook itself says of it.
 */
export type SheetBlock = {
  rows: SheetRow[]
  endRow: number | null
  columns: { left: number; right: number } | null
  title: string | null
  declared?: DeclaredTable
}

/** The share of the cells of the largest group from which on one without a clear header counts as a table. */
const largeShare = 0.2
const judgedRows = 200

/**
 * The tables of a sheet from its first rows: divided at blank rows where a header begins another one, and at blank
 * columns where tables with headers of their own stand side by side. Never none while there is a value.
 */
export function findSheetBlocks(rows: SheetRow[], merged: MergedCells[]): SheetBlock[] {
  const filled = rows.filter(isFilled)
  if (filled.length === 0) return []
  const groups = withHeaders(cutAtGaps(filled))
  const tables = tablesOf(groups)
  const [first] = tables
  if (!first) return [{ rows: filled, endRow: null, columns: null, title: null }]
  return tables.flatMap((group, index) => {
    const next = tables[index + 1]
    const start = firstTableRow(group, merged)
    const block: SheetBlock = {
      rows: group.slice(start),
      endRow: next?.[0]?.number ?? null,
      columns: null,
      title: titleOf(filled, group, start),
    }
    return divideAtColumns(block)
  })
}

/** Whether a block is a table beyond doubt, so that it is one beside those that a workbook declares. */
export function looksLikeTable({ rows }: SheetBlock): boolean {
  return rows.length > 1 && fullest(rows) > 1 && hasHeader(rows) && !isKeysAndValues(rows)
}

/** Whether a row holds anything but blanks. */
export function isFilled({ cells }: SheetRow): boolean {
  return cells.some(({ kind, text }) => kind !== 'text' || text.trim() !== '')
}

function cutAtGaps(rows: SheetRow[]): SheetRow[][] {
  const groups: SheetRow[][] = []
  let last = Number.NEGATIVE_INFINITY
  for (const row of rows) {
    if (row.number > last + 1) groups.push([])
    groups.at(-1)?.push(row)
    last = row.number
  }
  return groups
}

/** A header that stands apart from its rows is put to them. */
function withHeaders(groups: SheetRow[][]): SheetRow[][] {
  const joined: SheetRow[][] = []
  for (const group of groups) {
    const before = joined.at(-1)
    const isHeader = before?.length === 1 && isNamed(before) && fullest(before) >= Math.max(2, fullest(group) / 2)
    if (
      isHeader &&
      !hasHeader(group) &&
      judgeSheetHeader(before[0] as SheetRow, group.slice(0, judgedRows)).votes > 0
    ) {
      before.push(...group)
    } else joined.push(group)
  }
  return joined
}

/** Groups of rows that are tables, each with the later ones that are more of its rows. */
function tablesOf(groups: SheetRow[][]): SheetRow[][] {
  const largest = Math.max(...groups.map(cellCount))
  const widest = Math.max(...groups.map(fullest))
  const first = groups.findIndex((group) => isFirstTable(group, largest) && !(widest > 2 && isKeysAndValues(group)))
  if (first < 0) return []
  const tables = [[...(groups[first] as SheetRow[])]]
  const later = groups.slice(first + 1)
  const header = groups[first]?.[0]
  const isPaged = later.filter((group) => repeats(group[0], header)).length >= 2
  for (const group of later) {
    const before = tables.at(-1) as SheetRow[]
    if (isPaged && repeats(group[0], header)) before.push(...group)
    else if (isFurtherTable(group, before)) tables.push([...group])
    else before.push(...group)
  }
  return tables
}

/** Few rows of a text and a value, of which not all are of one kind: no table of its own beside a wider one. */
function isKeysAndValues(group: SheetRow[]): boolean {
  if (fullest(group) > 2 || group.some(({ cells }) => cells[0]?.kind !== 'text')) return false
  const kinds = new Set(group.flatMap(({ cells }) => (cells[1] ? [cells[1].kind] : [])))
  return group.length < 3 || kinds.size > 1 + Number(group[0]?.cells[1]?.kind === 'text')
}

/** What is small and unnamed above a table is none of its own. */
function isFirstTable(group: SheetRow[], largest: number): boolean {
  const cells = cellCount(group)
  if (cells === largest) return group.length > 1 && widthOf(group) > 1
  if (group.length < 2 || fullest(group) < 2) return false
  if (cells < largest * largeShare && fullest(group) < 3) return false
  return hasHeader(group) || cells >= largest * largeShare
}

/** A header after a gap begins another table, and so do rows that share no column with what stands above. */
function isFurtherTable(group: SheetRow[], before: SheetRow[]): boolean {
  if (group.length < 2 || fullest(group) < 2) return false
  const { left, right } = spanOf(before)
  const own = spanOf(group)
  if (own.left > right || own.right < left) return true
  if (repeats(group[0], before[0])) return true
  const isWithin = own.left >= left && own.right <= right
  return hasHeader(group) || (!isWithin && group.length > 2 && isNamed(group))
}

function hasHeader(group: SheetRow[]): boolean {
  const body = group.slice(0, judgedRows)
  const start = firstTableRow(body, [])
  return judgeSheetHeader(body[start] as SheetRow, body.slice(start + 1)).votes > 0
}

/** Whether the first row is as full as those below and all different text. */
function isNamed(group: SheetRow[]): boolean {
  const [first] = group
  if (!first || first.cells.length < fullest(group)) return false
  return (
    first.cells.every(({ kind }) => kind === 'text') &&
    new Set(first.cells.map(({ text }) => text)).size === first.cells.length
  )
}

/**
 * Where a table begins in a group of rows: titles and notes on top of it are at most half as full as its header; rows
 * that name groups of its columns belong to it.
 */
function firstTableRow(group: SheetRow[], merged: MergedCells[]): number {
  const rows = group.slice(0, judgedRows)
  const widths = rows.map(({ cells }) => cells.length).sort((a, b) => a - b)
  const usual = widths[Math.floor(widths.length / 2)] ?? 0
  let start = rows.findIndex(({ cells }) => cells.length >= 2 && cells.length > usual / 2)
  if (start <= 0) return 0
  while (start > 0 && namesGroups(rows[start - 1] as SheetRow, spanOf(rows), merged)) start--
  return start
}

/** Whether a row over a header names groups of its columns: cells merged over some of them, or several texts apart. */
function namesGroups(
  { number, cells }: SheetRow,
  span: { left: number; right: number },
  merged: MergedCells[],
): boolean {
  if (cells.some(({ kind }) => kind !== 'text')) return false
  const own = merged.filter(({ top, left, right }) => top === number && right > left)
  if (own.length > 0) return own.some(({ left, right }) => left > span.left || right < span.right)
  const isApart = cells.some(({ column }, index) => index > 0 && column > (cells[index - 1] as SheetCell).column + 1)
  return cells.length > 1 ? isApart : (cells[0]?.column ?? 0) > span.left
}

function titleOf(rows: SheetRow[], group: SheetRow[], start: number): string | null {
  const above = start > 0 ? group[start - 1] : rows[rows.indexOf(group[0] as SheetRow) - 1]
  const [cell] = above?.cells ?? []
  return above?.cells.length === 1 && cell?.kind === 'text' ? cell.text.trim().slice(0, 100) : null
}

/** The tables that stand beside each other in a block, each with a header of its own; else the block as it is. */
function divideAtColumns(block: SheetBlock): SheetBlock[] {
  const runs = runsOf(block.rows)
  if (runs.length < 2) return [block]
  const sides = runs.map(({ left, right }) => {
    const rows = block.rows.flatMap((row) => withinColumns(row, left, right))
    return { rows, endRow: block.endRow, columns: { left, right }, title: block.title }
  })
  const areTables = sides.every(
    ({ rows, columns }) =>
      rows.length > 1 &&
      columns.right > columns.left &&
      rows[0]?.cells.length === columns.right - columns.left + 1 &&
      rows[0].cells.every(({ kind }) => kind === 'text') &&
      hasHeader(rows),
  )
  return areTables && sides.slice(1).every((side, index) => differ(sides[index] as SheetBlock, side)) ? sides : [block]
}

/** Two sides of one table begin and end together and have names of their own. */
function differ(one: SheetBlock, other: SheetBlock): boolean {
  const names = ({ rows }: SheetBlock) => rows[0]?.cells.map(({ text }) => text).join('\n')
  return (
    one.rows[0]?.number !== other.rows[0]?.number ||
    one.rows.at(-1)?.number !== other.rows.at(-1)?.number ||
    names(one) === names(other)
  )
}

/** A row with its cells in some columns only, or none if there are none. */
export function withinColumns(row: SheetRow, left: number, right: number): SheetRow[] {
  const cells = row.cells.filter(({ column }) => column >= left && column <= right)
  return cells.length === 0 ? [] : [{ ...row, cells }]
}

function runsOf(rows: SheetRow[]): { left: number; right: number }[] {
  const runs: { left: number; right: number }[] = []
  for (const column of usedColumns(rows)) {
    const last = runs.at(-1)
    if (last && column === last.right + 1) last.right = column
    else runs.push({ left: column, right: column })
  }
  return runs
}

/** The columns in which any of the rows has a cell, in order. */
export function usedColumns(rows: SheetRow[]): number[] {
  const columns = new Set<number>()
  for (const { cells } of rows) for (const { column } of cells) columns.add(column)
  return [...columns].sort((a, b) => a - b)
}

/** Whether a row repeats a header, cell for cell. */
export function repeats(row: SheetRow | undefined, header: SheetRow | undefined): boolean {
  if (!row || !header || header.cells.length < 2 || row.cells.length !== header.cells.length) return false
  return header.cells.every(({ column, text, kind }, index) => {
    const cell = row.cells[index]
    return cell?.column === column && cell.text === text && cell.kind === kind
  })
}

/** The columns between the first and the last of some rows. */
export function spanOf(rows: SheetRow[]): { left: number; right: number } {
  let [left, right] = [Number.POSITIVE_INFINITY, -1]
  for (const { cells } of rows) {
    left = Math.min(left, cells[0]?.column ?? left)
    right = Math.max(right, cells.at(-1)?.column ?? right)
  }
  return { left, right }
}

function widthOf(rows: SheetRow[]): number {
  const { left, right } = spanOf(rows)
  return right - left + 1
}

function fullest(rows: SheetRow[]): number {
  return rows.reduce((most, { cells }) => Math.max(most, cells.length), 0)
}

function cellCount(rows: SheetRow[]): number {
  return rows.reduce((sum, { cells }) => sum + cells.length, 0)
}
