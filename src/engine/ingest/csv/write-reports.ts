import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { quoteText } from '../../sql-text.ts'
import type { ReadRequest } from '../loaded-table.ts'
import { rejectsFileOf } from '../rejects-file.ts'
import { lineOffsets } from './line-offsets.ts'
import type { ReportLog } from './report-log.ts'

const columns = `{scope: 'VARCHAR', code: 'VARCHAR', line_number: 'BIGINT', byte_offset: 'BIGINT', row_number: 'BIGINT',
  "column": 'VARCHAR', reason: 'VARCHAR', raw: 'VARCHAR', surplus: 'VARCHAR[]'}`

/** Writes everything that was reported of a file beside its table, in the order of its lines. */
export async function writeReports(request: ReadRequest, encoding: string, reports: ReportLog): Promise<void> {
  const { duck, file, workDir, tableFile, signal } = request
  const longest = `maximum_object_size = ${reports.longest() + 1024}`
  const logged = `read_json(${quoteText(reports.file)}, format = 'newline_delimited', ${longest}, columns = ${columns})`
  const numbered = await duck.query(`SELECT DISTINCT line_number FROM ${logged} ORDER BY line_number`, { signal })
  const lines = numbered.rows.map(([line]) => Number(line))
  const offsets = await lineOffsets(file, encoding, lines)
  const offsetsFile = join(workDir, 'offsets.csv')
  const handle = await open(offsetsFile, 'w')
  try {
    await handle.writeFile(lines.map((line, index) => `${line},${offsets[index]}\n`).join(''))
  } finally {
    await handle.close()
  }
  const placed = `read_csv(${quoteText(offsetsFile)}, header = false, auto_detect = false,
    columns = {line_number: 'BIGINT', line_offset: 'BIGINT'})`
  const target = rejectsFileOf(tableFile)
  await duck.query(
    `COPY (
      SELECT scope, line_number, coalesce(byte_offset, line_offset) AS byte_offset, row_number, "column", raw, code, reason, surplus
      FROM ${logged} LEFT JOIN ${placed} USING (line_number) ORDER BY line_number, row_number
    ) TO ${quoteText(`${target}.writing`)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)`,
    { signal },
  )
  const written = await open(`${target}.writing`, 'r')
  try {
    await written.sync()
  } finally {
    await written.close()
  }
  await rename(`${target}.writing`, target)
}
