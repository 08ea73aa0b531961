import { join } from 'node:path'
import { quoteText } from '../../sql-text.ts'
import type { RejectedCells } from '../columns/reject-cells.ts'
import type { ReportLog } from '../csv/report-log.ts'
import { pairsSql, reportsSql, writeRejects } from '../csv/write-reports.ts'
import type { ReadRequest } from '../loaded-table.ts'
import type { RowNumbers } from './row-numbers.ts'

/**
 * Writes the rows of the sheet that are none of the table, and the cells that a chosen type could not hold, beside the
 * table; their lines are the rows as the sheet counts them.
 */
export async function writeSheetRejects(
  request: ReadRequest,
  reports: ReportLog,
  rejectedCells: RejectedCells,
  rows: RowNumbers,
): Promise<void> {
  const told = reports.count() > 0 ? [reportsSql(reports)] : []
  if (rejectedCells.file !== null) told.push(await rejectedCellsSql(request, rejectedCells.file, rows))
  if (told.length > 0) await writeRejects(request, null, told)
}

async function rejectedCellsSql({ workDir }: ReadRequest, file: string, { firstRows, numbers }: RowNumbers) {
  const cells = `read_json(${quoteText(file)}, format = 'newline_delimited',
    columns = {row: 'BIGINT', "column": 'VARCHAR', raw: 'VARCHAR', code: 'VARCHAR', reason: 'VARCHAR'})`
  const runs = await pairsSql(join(workDir, 'rows-of-sheet.csv'), firstRows, numbers, 'first_row', 'number')
  return `SELECT 'cell' AS scope, code, runs.number + cells.row - runs.first_row AS line_number,
    CAST(NULL AS BIGINT) AS byte_offset, cells.row AS row_number, "column", reason, raw,
    CAST(NULL AS VARCHAR[]) AS surplus
    FROM ${cells} AS cells ASOF LEFT JOIN ${runs} AS runs ON cells.row >= runs.first_row`
}
