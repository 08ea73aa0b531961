import { join } from 'node:path'
import { reportLog } from '../csv/report-log.ts'
import { reportsSql, writeRejects } from '../csv/write-reports.ts'
import type { ReadRequest } from '../loaded-table.ts'
import type { BrokenLine } from './scan-json.ts'

const flushEvery = 10_000

/** Writes the lines that are no JSON beside the table, each with its text and what is wrong with it. */
export async function reportBrokenLines(
  request: ReadRequest,
  encoding: string,
  broken: readonly BrokenLine[],
): Promise<void> {
  if (broken.length === 0) return
  const log = reportLog(join(request.workDir, 'broken-lines.ndjson'))
  for (const [index, { line, raw, message }] of broken.entries()) {
    log.add({
      scope: 'row',
      code: 'broken_json',
      line_number: line,
      row_number: null,
      column: null,
      reason: `The line is no JSON: ${message}.`,
      raw,
      surplus: null,
    })
    if (index % flushEvery === flushEvery - 1) await log.flush()
  }
  await log.close()
  await writeRejects(request, encoding, [reportsSql(log)])
}
