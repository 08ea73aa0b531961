import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { mostUnpacked } from '../archive/most-unpacked.ts'
import { columnNames } from '../column-names.ts'
import { placeMisfits } from '../csv/place-misfits.ts'
import { reportWrongBytes } from '../csv/repair-utf-8.ts'
import { reportLog } from '../csv/report-log.ts'
import { type RowReport, skipped } from '../csv/row-report.ts'
import { longestLine, plainSource } from '../csv/text-source.ts'
import { writeReports } from '../csv/write-reports.ts'
import { loadTexts } from '../load-texts.ts'
import type { LoadedTable, ReadRequest } from '../loaded-table.ts'
import { describeJson, partsOfJson } from './describe-json.ts'
import { headerQuestion } from './header-question.ts'
import type { KeyCounts } from './json-rows.ts'
import { type JsonText, openJsonText } from './json-text.ts'
import { judgeKey } from './judge-key.ts'
import { type LocatedRecords, locateRecords } from './locate-records.ts'
import { nestedReadings } from './nested-readings.ts'
import { eachComment, readLoosely } from './read-loosely.ts'
import { placeError, readRecords, writeRecords } from './read-records.ts'
import type { BrokenLine, JsonRecord } from './scan-json.ts'

const scanningShare = 0.6

/**
 * Reads a JSON document or NDJSON: its records become lines of plain text, whose numbers keep every digit, and these a
 * table. Comments and needless commas are passed over. A broken line of NDJSON is rejected alone; a broken document is
 * refused, with the place where it breaks.
 */
export async function readJson(request: ReadRequest): Promise<LoadedTable> {
  const text = await openJsonText(request.file, request.reading, request.signal)
  return readLoosely(text, (read) => readText(request, read))
}

async function readText(request: ReadRequest, text: JsonText): Promise<LoadedTable> {
  const located = await locateRecords(text, request.reading)
  const target = join(request.workDir, 'records.csv')
  const { reports, firstBroken, written } = await scan(request, text, located, target)
  const { keys, rows, isWhole } = written
  if (rows.rowCount() === 0 && firstBroken) throw placeError(firstBroken)
  if (keys.length === 0) {
    throw new UnreadableFileError('empty_file', 'This JSON holds no values. There is nothing to read.')
  }
  const source = plainSource(target, Math.max(keys.length, 2), longestLine(rows.longestRecord()))
  const nested = await nestedReadings(request.duck, source, keys, request.signal)
  const { table, reasons, questions, rejectedCells } = await loadTexts(request.duck, {
    source: { ...source, width: keys.length, isPadded: keys.length === 1 },
    names: columnNames(keys.map(({ key }) => key)),
    tableFile: request.tableFile,
    workDir: request.workDir,
    options: request.options(scanningShare),
    onExpectedRows: request.onExpectedRows,
    onPreview: request.onPreview,
    reading: { ...request.reading, decimal: '.', thousands: null },
    refine: (judgement, column) => judgeKey(judgement, keys[column] as KeyCounts, nested.get(column)),
  })
  const linesOf = (wanted: number[]) => linesOfRows(text, located, wanted)
  await writeReports(request, { log: reports.log, rejectedCells, encoding: text.encoding.encoding, linesOf })
  const remarks = {
    isFlat: request.reading.nested === 'flatten',
    hasNested: table.columns.some(({ sqlType }) => sqlType.startsWith('STRUCT')),
    isWhole,
    escapeCount: rows.escapeCount(),
  }
  return {
    table,
    reasons: reasons.map((reason, index) => ({
      sourceName: keys[index]?.key ?? '',
      ...reason,
      decidedBy: reason.decidedBy === 'person' ? 'person' : 'file',
    })),
    format: describeJson(text, located, remarks),
    lines: null,
    reported: { short_rows: 0, long_rows: 0, unparsed_cells: rejectedCells.count },
    rowsReported: reports.reportedRows(),
    rowsRejected: reports.brokenLines(),
    questions: [...headerQuestion(located.header), ...(await placeMisfits(questions, linesOf))],
    ...(located.tables.length > 0
      ? {
          parts: partsOfJson(located, table.rowCount, table.columns.length),
          tableIndex: Math.max(
            located.tables.findIndex(({ node }) => node === located.table?.node),
            0,
          ),
        }
      : {}),
  }
}

async function scan(request: ReadRequest, text: JsonText, located: LocatedRecords, target: string) {
  const log = reportLog(join(request.workDir, 'reports.ndjson'))
  let firstBroken: BrokenLine | undefined
  let brokenLines = 0
  let rowCount = 0
  const reportedRows = new Set<number>()
  const report = (
    { bytes, start, end, lineAt, written }: JsonRecord,
    what: Pick<RowReport, 'code' | 'column' | 'reason' | 'surplus'>,
  ) => {
    reportedRows.add(rowCount)
    const raw = written?.slice(0, mostRaw) ?? bytes.toString('utf8', start, Math.min(end, start + mostRaw))
    log.add({ scope: 'reported', line_number: lineAt(start), row_number: rowCount, raw, ...what })
  }
  const written = await writeRecords(
    text,
    located,
    {
      isFlat: request.reading.nested === 'flatten',
      onRecord: (record) => {
        if (record.written !== undefined) {
          const reason = 'The line is JSON but for comments or needless commas, which were passed over.'
          report(record, { code: 'loose_json', column: null, reason, surplus: null })
        }
        rowCount++
      },
      onRepeated: (record, column, value) => {
        const reason = 'The key comes twice in the record; the last value is in the table.'
        report(record, { code: 'repeated_key', column, reason, surplus: [value] })
      },
    },
    {
      target,
      mostBytes: mostUnpacked((await stat(request.file)).size),
      broken: (line) => {
        if (line.isComment) return log.add(skipped('comment', line.line, line.raw))
        firstBroken ??= line
        brokenLines++
        log.add({
          scope: 'row',
          code: 'broken_json',
          line_number: line.line,
          row_number: null,
          column: null,
          reason: `The line is no JSON: ${line.message}.`,
          raw: line.raw,
          surplus: null,
        })
      },
      afterPiece: () => log.flush(),
      restart: async () => {
        firstBroken = undefined
        brokenLines = 0
        rowCount = 0
        reportedRows.clear()
        await log.clear()
      },
      onBytes: (bytesDone) => request.onBytes(bytesDone * scanningShare),
    },
  )
  if (text.loose) {
    const told = (line: number, raw: string) => log.add({ ...skipped('comment', line, raw), reason: commentReason })
    await eachComment(text.loose.original, ({ line, raw }) => told(line, raw))
  }
  if (text.encoding.hasWrongBytes) await reportWrongBytes(request.file, log.add, request.signal)
  await log.close()
  const reports = { log, brokenLines: () => brokenLines, reportedRows: () => reportedRows.size }
  return { reports, firstBroken: firstBroken as BrokenLine | undefined, written }
}

const commentReason = 'It is a comment, which JSON does not know.'

/** A record is shown as far as a person would read it. */
const mostRaw = 10_000

/** The lines on which the given rows (ascending, from 0) begin: the records are read once more. */
async function linesOfRows(text: JsonText, located: LocatedRecords, wanted: number[]): Promise<number[]> {
  const lines: number[] = []
  let row = 0
  const record = ({ start, lineAt }: { start: number; lineAt(at: number): number }) => {
    if (row++ === wanted[lines.length]) lines.push(lineAt(start))
  }
  await readRecords(text, located, { record, broken: () => {}, afterPiece: async () => {} })
  return lines
}
