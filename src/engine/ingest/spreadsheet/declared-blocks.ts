import { findSheetBlocks, isFilled, looksLikeTable, type SheetBlock, spanOf, withinColumns } from './sheet-blocks.ts'
import type { DeclaredTable, MergedCells, SheetRow } from './workbook.ts'

/**
 * The tables of a sheet from its first rows, where the workbook itself may say where some are: they are as it says, and only
 * what stands beside them has to be found.
 */
export function declaredBlocks(rows: SheetRow[], merged: MergedCells[], declared: DeclaredTable[]): SheetBlock[] {
  const tables = declared.filter(({ isExtent }) => isExtent).flatMap((table) => blockOf(rows, table))
  const filter = declared.find(({ isExtent }) => !isExtent)
  if (tables.length === 0) return withFilter(findSheetBlocks(rows, merged), filter)
  const beside = bandsOf(outside(rows, tables), tables).flatMap((band) => blocksBeside(band, merged, tables))
  return [...tables, ...beside].sort((a, b) => topOf(a) - topOf(b) || leftOf(a) - leftOf(b))
}

function blockOf(rows: SheetRow[], declared: DeclaredTable): SheetBlock[] {
  const { top, bottom, left, right } = declared.range
  const own = rows
    .filter(({ number }) => number >= top && number <= bottom)
    .flatMap((row) => withinColumns(row, left, right))
    .filter(isFilled)
  // A range that has grown old has nothing in its first row, or nothing at all.
  if (own[0]?.number !== top) return []
  return [{ rows: own, endRow: bottom + 1, columns: { left, right }, title: declared.name, declared }]
}

/** What stands between two tables, one below the other, is no table with what stands above or below both. */
function bandsOf(rows: SheetRow[], tables: SheetBlock[]): SheetRow[][] {
  const above = ({ number }: SheetRow) => tables.filter(({ endRow }) => endRow !== null && number >= endRow).length
  return [...Map.groupBy(rows, above).values()]
}

function blocksBeside(band: SheetRow[], merged: MergedCells[], tables: SheetBlock[]): SheetBlock[] {
  const last = band.at(-1)?.number ?? 0
  const next = tables.map(topOf).filter((top) => top > last)
  return findSheetBlocks(band, merged)
    .filter(looksLikeTable)
    .map((block) => {
      const endRow = block.endRow ?? (next.length > 0 ? Math.min(...next) : null)
      const isBeside = tables.some((table) => topOf(table) <= last && (table.endRow ?? 0) > topOf(block))
      return { ...block, endRow, columns: block.columns ?? (isBeside ? spanOf(block.rows) : null) }
    })
}

/** The rows without the cells of the tables. */
function outside(rows: SheetRow[], tables: SheetBlock[]): SheetRow[] {
  const ranges = tables.flatMap(({ declared }) => (declared ? [declared.range] : []))
  return rows.flatMap((row) => {
    const across = ranges.filter(({ top, bottom }) => row.number >= top && row.number <= bottom)
    if (across.length === 0) return [row]
    const cells = row.cells.filter(({ column }) => !across.some(({ left, right }) => column >= left && column <= right))
    return cells.length === 0 ? [] : [{ ...row, cells }]
  })
}

/** The header of the table that somebody has set a filter on ends with the row of the filter. */
function withFilter(blocks: SheetBlock[], filter: DeclaredTable | undefined): SheetBlock[] {
  if (!filter) return blocks
  const { top, left, right } = filter.range
  return blocks.map((block) => {
    const at = block.rows.findIndex(({ number }) => number === top)
    const row = block.rows[at]
    const isOwn = row !== undefined && at < block.rows.length - 1 && withinColumns(row, left, right).some(isFilled)
    return isOwn ? { ...block, declared: filter } : block
  })
}

const topOf = ({ rows }: SheetBlock) => rows[0]?.number ?? 0
const leftOf = ({ rows }: SheetBlock) => rows[0]?.cells[0]?.column ?? 0
