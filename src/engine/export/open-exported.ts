import type { ExportFormat } from '../../shared/export-format.ts'
import { openTable, type Table, type TableLimits } from '../query/open-table.ts'
import type { ExportQuestion } from './export-sql.ts'
import { usualWidth } from './usual-width.ts'

/** DuckDB compares every cell of a row with every other, and finds nothing to share: each is written by a CASE of its own. */
const alsoDisabled = ['common_subexpressions']

const bytesPerColumn = 100 * 2 ** 10
const mostBytes = 2 ** 30

/** Formats whose rows are written with all of their columns at once. */
const wholeRows: readonly ExportFormat[] = ['parquet', 'arrow']

/** Opens the table of an export with the memory and the threads that its width needs. */
export async function openExported(
  { tableFile, columns, format }: Pick<ExportQuestion, 'tableFile' | 'columns' | 'format'>,
  limits: TableLimits,
): Promise<Table> {
  const usual = { ...limits, alsoDisabled }
  const table = await openTable(tableFile, usual)
  const width = columns?.length ?? table.columns.size
  if (width <= usualWidth || !wholeRows.includes(format)) return table
  table.close()
  return await openTable(tableFile, { ...usual, ...wideLimits(limits, width) })
}

/** Two thousand values of each column are in memory at once, several times over, and once more for each thread. */
function wideLimits({ memoryLimitBytes }: Pick<TableLimits, 'memoryLimitBytes'>, width: number) {
  return { threads: 1, memoryLimitBytes: Math.max(memoryLimitBytes, Math.min(width * bytesPerColumn, mostBytes)) }
}
