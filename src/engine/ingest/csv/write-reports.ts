import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { quoteText } from '../../sql-text.ts'
import type { RejectedCells } from '../columns/reject-cells.ts'
import type { ReadRequest } from '../loaded-table.ts'
import { rejectsFileOf } from '../rejects-file.ts'
import { lineOffsets } from './line-offsets.ts'
import type { ReportLog } from './report-log.ts'

const columns = `{scope: 'VARCHAR', code: 'VARCHAR', line_number: 'BIGINT', byte_offset: 'BIGINT', row_number: 'BIGINT',
  "column": 'VARCHAR', reason: 'VARCHAR', raw: 'VARCHAR', surplus: 'VARCHAR[]'}`

/** The lines (or rows of a sheet) on which rows of a table begin, given in ascending order from 0. */
export type LinesOf = (rows: number[]) => Promise<(number | null)[]>

/** What there is to tell of a file; one without an `encoding` has no lines of bytes. */
export type Told = { log: ReportLog; rejectedCells: RejectedCells; encoding: string | null; linesOf: LinesOf }

/**
 * Writes everything that was reported of a file, and every cell that a chosen type could not hold, beside its table in
 * the order of its lines; nothing where there is nothing to say.
 */
export async function writeReports(
  request: ReadRequest,
  { log, rejectedCells: { file }, encoding, linesOf }: Told,
): Promise<void> {
  const told = log.count() > 0 ? [reportsSql(log)] : []
  if (file !== null) told.push(await rejectedCellsSql(request, file, linesOf))
  if (told.length > 0) await writeRejects(request, encoding, told)
}

/** SQL of the reports of a log. */
function reportsSql(reports: ReportLog): string {
  const longest = `maximum_object_size = ${Math.max(reports.longest() + 1024, 16_777_216)}`
  return `SELECT scope, code, line_number, byte_offset, row_number, "column", reason, raw, surplus
    FROM read_json(${quoteText(reports.file)}, format = 'newline_delimited', ${longest}, columns = ${columns})`
}

/**
 * Writes what the given statements tell beside the table, in the order of its lines, each with its place in the bytes; files
 * without an encoding have no lines of bytes.
 */
async function writeRejects(
  { duck, file, workDir, tableFile, signal }: ReadRequest,
  encoding: string | null,
  told: string[],
): Promise<void> {
  const all = `(${told.join(' UNION ALL ')})`
  const target = rejectsFileOf(tableFile)
  const aside = `${target}.writing`
  if (encoding === null) return writeSorted(`SELECT *, CAST(NULL AS BIGINT) AS line_offset FROM ${all}`)
  const numbered = await duck.query(`SELECT DISTINCT line_number FROM ${all} ORDER BY line_number`, { signal })
  const lines = numbered.rows.map(([line]) => Number(line))
  const offsets = await lineOffsets(file, encoding, lines)
  const placed = await pairsSql(join(workDir, 'offsets.csv'), lines, offsets, 'line_number', 'line_offset')
  return writeSorted(`SELECT * FROM ${all} LEFT JOIN ${placed} USING (line_number)`)

  async function writeSorted(select: string): Promise<void> {
    await duck.query(
      `COPY (
        SELECT scope, line_number, coalesce(byte_offset, line_offset) AS byte_offset, row_number, "column", raw, code, reason, surplus
        FROM (${select}) ORDER BY line_number, row_number, "column"
      ) TO ${quoteText(aside)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)`,
      { signal },
    )
    await sync(aside)
    await rename(aside, target)
  }
}

/** The rejected cells of a file as reports; `linesOf` finds the lines that their rows (ascending, from 0) begin on. */
async function rejectedCellsSql(
  { duck, workDir, signal }: ReadRequest,
  file: string,
  linesOf: LinesOf,
): Promise<string> {
  const cells = `read_json(${quoteText(file)}, format = 'newline_delimited',
    columns = {row: 'BIGINT', "column": 'VARCHAR', raw: 'VARCHAR', code: 'VARCHAR', reason: 'VARCHAR'})`
  const answer = await duck.query(`SELECT DISTINCT row FROM ${cells} ORDER BY row`, { signal })
  const rows = answer.rows.map(([row]) => Number(row))
  const placed = await pairsSql(join(workDir, 'lines-of-rows.csv'), rows, await linesOf(rows), 'row', 'line_number')
  return `SELECT 'cell' AS scope, code, line_number, CAST(NULL AS BIGINT) AS byte_offset, row AS row_number, "column", reason, raw,
    CAST(NULL AS VARCHAR[]) AS surplus FROM ${cells} LEFT JOIN ${placed} USING (row)`
}

/** A FROM clause of pairs of whole numbers, kept in a file. */
async function pairsSql(file: string, left: number[], right: (number | null)[], leftName: string, rightName: string) {
  const handle = await open(file, 'w')
  try {
    await handle.writeFile(left.map((one, index) => `${one},${right[index] ?? ''}\n`).join(''))
  } finally {
    await handle.close()
  }
  return `read_csv(${quoteText(file)}, header = false, auto_detect = false, delim = ',',
    columns = {${leftName}: 'BIGINT', ${rightName}: 'BIGINT'})`
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
