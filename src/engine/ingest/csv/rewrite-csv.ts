import { open } from 'node:fs/promises'
import { type DecodeOptions, decodeText, withoutLines } from './decode-text.ts'
import type { Dialect } from './dialect.ts'
import type { FoundTable } from './find-table.ts'
import { plainText } from './plain-text.ts'
import { newLedger, type RecordLedger } from './record-ledger.ts'
import type { ReportLog } from './report-log.ts'
import { skipped } from './row-report.ts'
import { scanRecords } from './scan-records.ts'
import { sortRecords } from './sort-records.ts'

/** A text file to read record by record, and what hears of everything odd in it. */
export type RewriteRequest = DecodeOptions & {
  file: string
  dialect: Dialect
  table: FoundTable
  /** How many records at the end are no rows, where a person has said so. */
  footerRows?: number | undefined
  /** Where the records go, in the plain dialect with exactly `table.width` values each; without it they are counted. */
  target?: string | undefined
  reports?: ReportLog | undefined
  /** Hears the line (from 1) that each row (from 0) begins on. */
  onRow?: ((row: number, line: number) => void) | undefined
}

const flushAt = 1024 * 1024

/**
 * Reads every record of a text file, whatever its dialect and encoding, and writes it again so that no reader can
 * misunderstand it: UTF-8, commas, doubled quotes, LF, every row as wide as the table. A table of one column gets an
 * empty second value, since an empty line would be no record.
 */
export async function rewriteCsv(request: RewriteRequest): Promise<RecordLedger> {
  const { file, dialect, table, target, footerRows, reports, onRow } = request
  const ledger = newLedger(table.preambleLines)
  const output = target === undefined ? undefined : await open(target, 'w')
  try {
    const writer = output && plainText(dialect, table.width)
    const onReport = reports?.add.bind(reports)
    const sorter = sortRecords({ table, dialect, ledger, writer, footerRows, onReport, onRow })
    const scanner = scanRecords(dialect, sorter.take, table.width)
    let line = 0
    const onLine = onReport && ((raw: string) => onReport(skipped('preamble', ++line, raw)))
    for await (const piece of withoutLines(decodeText(file, request), table.preambleLines, onLine)) {
      scanner.push(piece)
      if (writer && writer.byteLength() >= flushAt) await output?.writeFile(writer.take())
      await reports?.flush()
    }
    scanner.end()
    sorter.end()
    if (writer) await output?.writeFile(writer.take())
    await reports?.flush()
    return ledger
  } finally {
    await output?.close()
  }
}
