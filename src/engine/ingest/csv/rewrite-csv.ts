import { open } from 'node:fs/promises'
import { keepRecord } from './collect-records.ts'
import { type DecodeOptions, decodeText, withoutLines } from './decode-text.ts'
import type { Dialect } from './dialect.ts'
import type { FoundTable } from './find-table.ts'
import { type PlainText, plainText } from './plain-text.ts'
import { type RecordView, scanRecords } from './scan-records.ts'

/**
 * Something about a record that a person should know: it was padded (`short_row`), had more values than there are
 * columns (`long_row`, the surplus is kept here) or formed no record (`unclosed_quote`, rejected).
 */
export type RecordReport = {
  scope: 'reported' | 'row'
  code: 'short_row' | 'long_row' | 'unclosed_quote'
  line_number: number
  reason: string
  raw: string
}

/** What a scan of a whole text file counted: lines by what they are, records, and the odd ones among them. */
export type RecordLedger = {
  lines: number
  blankLines: number
  commentLines: number
  headerLines: number
  dataLines: number
  rows: number
  shortRows: number
  longRows: number
  rejectedRows: number
  longestRecord: number
  /** How many rows have surplus values that are not empty, by how many surplus values there are. */
  longBy: Map<number, number>
}

/** A text file to scan from its header on, and what hears of each odd record. */
export type RewriteRequest = DecodeOptions & {
  file: string
  dialect: Dialect
  table: FoundTable
  /** Where the records go, in the plain dialect with exactly `table.width` values each; without it they are counted. */
  target?: string | undefined
  onReport?: ((report: RecordReport) => void) | undefined
}

const flushAt = 1024 * 1024

/**
 * Reads every record of a text file, whatever its dialect and encoding, and writes it again so that no reader can
 * misunderstand it: UTF-8, commas, doubled quotes, LF, every row as wide as the table. A table of one column gets an
 * empty second value, since an empty line would be no record.
 */
export async function rewriteCsv(request: RewriteRequest): Promise<RecordLedger> {
  const { file, dialect, table, target } = request
  const ledger: RecordLedger = {
    lines: table.preambleLines,
    blankLines: 0,
    commentLines: 0,
    headerLines: 0,
    dataLines: 0,
    rows: 0,
    shortRows: 0,
    longRows: 0,
    rejectedRows: 0,
    longestRecord: 0,
    longBy: new Map(),
  }
  const output = target === undefined ? undefined : await open(target, 'w')
  try {
    const writer = output && plainText(dialect, table.width)
    const scanner = scanRecords(dialect, recordListener(request, ledger, writer))
    for await (const piece of withoutLines(decodeText(file, request), table.preambleLines)) {
      scanner.push(piece)
      if (writer && writer.byteLength() >= flushAt) await output?.writeFile(writer.take())
    }
    scanner.end()
    if (writer) await output?.writeFile(writer.take())
    return ledger
  } finally {
    await output?.close()
  }
}

function recordListener(
  { table, dialect, onReport }: RewriteRequest,
  ledger: RecordLedger,
  writer: PlainText | undefined,
): (record: RecordView) => void {
  const { width, preambleLines } = table
  let headersLeft: number = table.headerRecords
  let blanksBefore = 0

  const report = (record: RecordView, code: RecordReport['code'], reason: string) =>
    onReport?.({
      scope: code === 'unclosed_quote' ? 'row' : 'reported',
      code,
      line_number: preambleLines + record.line,
      reason,
      raw: keepRecord(record, dialect).raw,
    })

  const values = (record: RecordView) => {
    ledger.rows++
    ledger.dataLines += record.lineCount
    ledger.longestRecord = Math.max(ledger.longestRecord, record.end - record.start)
    writer?.add(record)
    const { fieldCount } = record
    if (fieldCount === width) return
    if (fieldCount < width) {
      ledger.shortRows++
      report(record, 'short_row', `The row has ${counted(fieldCount, 'value')} for ${counted(width, 'column')}.`)
      return
    }
    const surplus = filledSurplus(record, width)
    if (surplus === 0 && table.hasTrailingDelimiter && fieldCount === width + 1) return
    ledger.longRows++
    if (surplus > 0) ledger.longBy.set(surplus, (ledger.longBy.get(surplus) ?? 0) + 1)
    report(record, 'long_row', `The row has ${counted(fieldCount, 'value')} for ${counted(width, 'column')}.`)
  }

  /** In a table of one column an empty line between two values is a value that is missing. */
  const missingValues = () => {
    if (width === 1 && ledger.rows > 0) {
      for (let n = 0; n < blanksBefore; n++) writer?.addEmpty()
      ledger.rows += blanksBefore
      ledger.dataLines += blanksBefore
      ledger.blankLines -= blanksBefore
    }
    blanksBefore = 0
  }

  return (record) => {
    ledger.lines += record.lineCount
    if (record.kind === 'blank') {
      ledger.blankLines++
      blanksBefore++
      return
    }
    if (record.kind === 'comment') {
      ledger.commentLines++
      return
    }
    if (headersLeft > 0) {
      headersLeft--
      ledger.headerLines += record.lineCount
      blanksBefore = 0
      return
    }
    missingValues()
    if (record.kind === 'unclosed') {
      ledger.rejectedRows++
      ledger.dataLines += record.lineCount
      report(record, 'unclosed_quote', 'The file ends inside a quoted value that begins on this line.')
      return
    }
    values(record)
  }
}

/** How many values from column `width` on there are, up to the last that is not empty. */
function filledSurplus(record: RecordView, width: number): number {
  for (let index = record.fieldCount - 1; index >= width; index--) {
    if ((record.bounds[2 * index] as number) < (record.bounds[2 * index + 1] as number)) return index - width + 1
  }
  return 0
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}
