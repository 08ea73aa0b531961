import { join } from 'node:path'
import type { LineLedger } from '../../../shared/receipt.ts'
import { columnNames } from '../column-names.ts'
import { type LoadedTexts, loadTexts } from '../load-texts.ts'
import type { LoadedTable, ReadRequest } from '../loaded-table.ts'
import { countLines } from './count-lines.ts'
import { UnevenSourceError } from './cut-columns.ts'
import { describeCsv } from './describe-csv.ts'
import { headerQuestion } from './header-question.ts'
import { judgeEncoding } from './judge-encoding.ts'
import { partsOf } from './parts-of-csv.ts'
import { placeMisfits } from './place-misfits.ts'
import { newLedger, type RecordLedger } from './record-ledger.ts'
import { reportWrongBytes } from './repair-utf-8.ts'
import { type ReportLog, reportLog } from './report-log.ts'
import { type RewriteRequest, rewriteCsv } from './rewrite-csv.ts'
import { type SniffedCsv, sniffCsv } from './sniff-csv.ts'
import { longestLine, plainSource, type TextSource } from './text-source.ts'
import { writeReports } from './write-reports.ts'

/** The share of rows that must be too long by the same number of values to give them columns of their own. */
const extraColumnShare = 0.05

/** The share of the work that lies before the conversion when a file has to be written again first. */
const rewritingShare = 0.5

/** A table that was loaded, how the file was read for it, and the cells that a chosen type could not hold. */
export type LoadedCsv = LoadedTable & { sniffed: SniffedCsv; rejectedCells: LoadedTexts['rejectedCells'] }

/**
 * Reads a text file of any dialect. A file as plain as its sample is read where it lies, strictly, and its rows are
 * then held against its lines, which are counted beside; any doubt, and the file is written again record by record.
 */
export async function readCsv(request: ReadRequest): Promise<LoadedTable> {
  const sniffed = await sniffCsv(request.file, request.reading)
  const reports = reportLog(join(request.workDir, 'reports.ndjson'))
  try {
    const loaded =
      (sniffed.isPlain ? await readPlain(request, sniffed, reports) : undefined) ??
      (await readRewritten(request, sniffed, reports))
    await reports.close()
    const { rejectedCells, format } = loaded
    const linesOf = (rows: number[]) => linesOfRows(request, loaded, rows)
    await writeReports(request, { log: reports, rejectedCells, encoding: format.encoding ?? 'utf-8', linesOf })
    return { ...loaded, questions: await placeMisfits(loaded.questions, linesOf) }
  } finally {
    await reports.close()
  }
}

/** Where every row is one line below the header they are counted; else the records are read once more. */
async function linesOfRows(request: ReadRequest, { lines, table, sniffed }: LoadedCsv, rows: number[]) {
  if (lines && lines.data === table.rowCount && lines.header + lines.data === lines.total) {
    return rows.map((row) => lines.header + row + 1)
  }
  const found: number[] = []
  const onRow = (row: number, line: number) => {
    if (row === rows[found.length]) found.push(line)
  }
  await rewriteCsv({ ...rewriteRequest(request, sniffed), onRow })
  return found
}

async function readPlain(
  request: ReadRequest,
  sniffed: SniffedCsv,
  reports: ReportLog,
): Promise<LoadedCsv | undefined> {
  const { file, signal } = request
  const { dialect } = sniffed.dialect
  const { table } = sniffed
  const skipLines = table.preambleLines + table.headerLines
  const source: TextSource = { file, dialect, width: table.width, skipLines, isPadded: false }
  const stopped = new AbortController()
  const counting = countLines(file, { signal: AbortSignal.any([stopped.signal, ...(signal ? [signal] : [])]) })
  counting.catch(() => {})
  try {
    const loaded = await load(request, sniffed, source, 0)
    const counted = await counting
    const blankLines = counted.blankLines - sniffed.blankPreambleLines
    const dataLines = counted.lines - skipLines - blankLines
    const isAsSeen = counted.isUtf8 && !counted.hasLoneCr && !(table.width === 1 && blankLines > 0)
    if (!isAsSeen) return undefined
    const isPlainest = dataLines === loaded.table.rowCount && blankLines === 0 && table.preambleLines === 0
    if (isPlainest) return loadedTable(sniffed, loaded, plainLedger(sniffed, counted.lines, dataLines))
    const ledger = await rewriteCsv(rewriteRequest(request, sniffed, reports))
    if (ledger.rows === loaded.table.rowCount) return loadedTable(sniffed, loaded, ledger)
    await reports.clear()
    return undefined
  } catch (error) {
    signal?.throwIfAborted()
    if (isCsvFailure(error)) return undefined
    throw error
  } finally {
    stopped.abort()
  }
}

/** A failure to read the records, as against one of the disk or of memory. */
function isCsvFailure(error: unknown): boolean {
  return error instanceof UnevenSourceError || (error instanceof Error && /^Invalid Input Error/.test(error.message))
}

async function readRewritten(request: ReadRequest, found: SniffedCsv, reports: ReportLog): Promise<LoadedCsv> {
  const target = join(request.workDir, 'records.csv')
  const sniffed = await withWholeEncoding(request, found)
  const ledger = await rewriteCsv({ ...rewriteRequest(request, sniffed, reports), target })
  const extra = extraColumns(ledger)
  if (extra > 0 && !sniffed.table.areExtraFromRows) {
    await reports.clear()
    return readRewritten(request, { ...sniffed, table: withExtraColumns(sniffed.table, extra) }, reports)
  }
  if (sniffed.encoding.hasWrongBytes)
    ledger.oddRows += await reportWrongBytes(request.file, reports.add, request.signal)
  const source = plainSource(target, sniffed.table.width, longestLine(ledger.longestRecord))
  const loaded = await load(request, sniffed, source, rewritingShare)
  return loadedTable(sniffed, loaded, ledger)
}

/** What a file was found to be once all of it has been read: its encoding, and columns that only some rows have. */
export async function sniffedAsRead(
  request: Pick<ReadRequest, 'file' | 'signal' | 'reading'>,
  found: SniffedCsv,
): Promise<SniffedCsv> {
  const sniffed = await withWholeEncoding(request, found)
  const ledger = await rewriteCsv(rewriteRequest({ ...request, onBytes: () => {} }, sniffed))
  const extra = extraColumns(ledger)
  return extra > 0 ? { ...sniffed, table: withExtraColumns(sniffed.table, extra) } : sniffed
}

function withExtraColumns(table: SniffedCsv['table'], extra: number): SniffedCsv['table'] {
  const looks = [...table.looks, ...Array.from({ length: extra }, () => ({}))]
  const extraColumns = table.extraColumns + extra
  return { ...table, width: table.width + extra, extraColumns, areExtraFromRows: true, looks }
}

/** A file whose beginning is UTF-8 but whose rest is not is judged again, by all its bytes. */
async function withWholeEncoding(
  request: Pick<ReadRequest, 'file' | 'signal' | 'reading'>,
  sniffed: SniffedCsv,
): Promise<SniffedCsv> {
  const { file, signal, reading } = request
  const { encoding, bomLength, hasWrongBytes } = sniffed.encoding
  if (encoding !== 'utf-8' || hasWrongBytes) return sniffed
  const { isUtf8 } = await countLines(file, { signal })
  if (isUtf8) return sniffed
  const isSettled = bomLength > 0 || reading.encoding !== undefined
  const judged = isSettled ? { ...sniffed.encoding, hasWrongBytes: true } : await judgeEncoding(file, signal)
  return sniffCsv(file, reading, judged)
}

/** How the records of a sniffed file are read, and where everything odd in them goes. */
export function rewriteRequest(
  { file, signal, onBytes, reading }: Pick<ReadRequest, 'file' | 'signal' | 'onBytes' | 'reading'>,
  sniffed: SniffedCsv,
  reports?: ReportLog,
): RewriteRequest {
  const { encoding, bomLength, hasWrongBytes } = sniffed.encoding
  return {
    file,
    encoding,
    bomLength,
    isValid: encoding === 'utf-8' && !hasWrongBytes,
    dialect: sniffed.dialect.dialect,
    table: sniffed.table,
    footerRows: reading.footer_rows,
    reports,
    signal,
    onBytes: (bytesDone) => onBytes(bytesDone * rewritingShare),
  }
}

function extraColumns({ rows, longBy }: RecordLedger): number {
  const [surplus, count] = [...longBy].sort((a, b) => b[1] - a[1])[0] ?? [0, 0]
  return count >= rows * extraColumnShare ? surplus : 0
}

function load(
  request: ReadRequest,
  { table, dialect }: SniffedCsv,
  source: TextSource,
  startAt: number,
): Promise<LoadedTexts> {
  return loadTexts(request.duck, {
    source,
    names: columnNames(namesOf(table), table.width),
    tableFile: request.tableFile,
    workDir: request.workDir,
    options: request.options(startAt),
    onExpectedRows: request.onExpectedRows,
    onPreview: request.onPreview,
    delimiter: dialect.dialect.delimiter,
    reading: request.reading,
  })
}

function namesOf({ sourceNames, width, extraColumns }: SniffedCsv['table']): (string | null)[] {
  const named = sourceNames.slice(0, width - extraColumns)
  const missing = Array.from({ length: width - extraColumns - named.length }, () => null)
  return [...named, ...missing, ...Array.from({ length: extraColumns }, (_, index) => `extra_${index + 1}`)]
}

function plainLedger({ table }: SniffedCsv, lines: number, rows: number): RecordLedger {
  return { ...newLedger(0), lines, headerLines: table.headerLines, dataLines: rows, rows }
}

function loadedTable(
  sniffed: SniffedCsv,
  { table, reasons, questions, rejectedCells }: LoadedTexts,
  ledger: RecordLedger,
): LoadedCsv {
  const { sourceNames, units, extraColumns: extra } = sniffed.table
  return {
    sniffed,
    rejectedCells,
    table,
    reasons: reasons.map((reason, index) => ({
      sourceName: (index < table.columns.length - extra ? sourceNames[index] : '') ?? '',
      ...reason,
      unit: reason.unit ?? units[index] ?? null,
    })),
    format: describeCsv(sniffed, ledger),
    lines: lineLedger(ledger),
    reported: {
      short_rows: ledger.shortRows,
      long_rows: ledger.longRows,
      unparsed_cells: rejectedCells.count,
    },
    rowsReported: ledger.shortRows + ledger.longRows + ledger.oddRows,
    rowsRejected: ledger.rejectedRows,
    questions: [...headerQuestion(sniffed), ...questions],
    parts: partsOf(sniffed, table.rowCount),
  }
}

function lineLedger(ledger: RecordLedger): LineLedger {
  return {
    total: ledger.lines,
    preamble: ledger.preambleLines,
    header: ledger.headerLines,
    units: ledger.unitsLines,
    blank: ledger.blankLines,
    comment: ledger.commentLines,
    footer: ledger.footerLines,
    data: ledger.dataLines,
  }
}
