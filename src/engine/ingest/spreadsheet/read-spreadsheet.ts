import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadingOptions } from '../../../shared/reading-options.ts'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { mostUnpacked } from '../archive/most-unpacked.ts'
import { columnNames } from '../column-names.ts'
import type { ColumnJudgement } from '../columns/decide-column.ts'
import { copyTexts, type TextsRequest } from '../copy-texts.ts'
import { placeMisfits } from '../csv/place-misfits.ts'
import { type ReportLog, reportLog } from '../csv/report-log.ts'
import { skipped, skippedBecause } from '../csv/row-report.ts'
import { leadingLine, longestLine, plainSource } from '../csv/text-source.ts'
import { writeReports } from '../csv/write-reports.ts'
import { loadTexts } from '../load-texts.ts'
import type { LoadedTable, ReadRequest } from '../loaded-table.ts'
import { cellsOf } from './cell-reference.ts'
import { chooseTable } from './choose-table.ts'
import { describeSheet } from './describe-sheet.ts'
import { judgeCells } from './judge-cells.ts'
import { openSpreadsheet, type SpreadsheetType } from './open-spreadsheet.ts'
import { placeTable, type TablePlace } from './place-table.ts'
import { type RowNumbers, rowNumbers } from './row-numbers.ts'
import { type ColumnCounts, type SheetRows, sheetRows } from './sheet-rows.ts'
import { type SheetFooter, sortSheetRows } from './sort-sheet-rows.ts'
import { type SheetSurvey, surveySheet, surveyWorkbook } from './survey-workbook.ts'
import type { SheetDetails, SheetReading, SheetRow, Workbook, WorkbookSheet } from './workbook.ts'

const flushAt = 1024 * 1024
const readingShare = 0.8

/**
 * Reads a table of a workbook: the one that a person has chosen, else the first of the first visible sheet with data;
 * when only hidden ones have data, of the first of those. Cells are what they are typed as; a column has the type that
 * holds all its cells.
 */
export async function readSpreadsheet(request: ReadRequest, type: SpreadsheetType): Promise<LoadedTable> {
  const workbook = await openSpreadsheet(type, request.file, request)
  const reports = reportLog(join(request.workDir, 'reports.ndjson'))
  try {
    const target = join(request.workDir, 'records.csv')
    const { tables, chosen, place, written } = await writeRows(workbook, request, { target, reports })
    await reports.close()
    const loaded = await load(request, target, place, written, workbook.areTexts === true)
    const linesOf = async (rows: number[]) => rows.map((row) => written.numbers.numberOf(row))
    await writeReports(request, { log: reports, rejectedCells: loaded.rejectedCells, encoding: null, linesOf })
    const format = describeSheet({ type, encoding: workbook.encoding, tables, chosen, place, ...written })
    const { rowCount, columns } = loaded.table
    const parts = tables.map(({ part }) =>
      part.index === chosen.part.index ? { ...part, range: format.range, rowCount, columnCount: columns.length } : part,
    )
    const questions = await placeMisfits(loaded.questions, linesOf)
    return { ...loaded, questions, format, parts, tableIndex: chosen.part.index }
  } finally {
    await reports.close()
    workbook.close()
  }
}

/** Writes every cell of a table as its workbook stores it, numbers without their format, to a Parquet table of texts. */
export async function writeSheetTexts(request: TextsRequest, type: SpreadsheetType): Promise<void> {
  const { file, workDir, signal } = request
  const workbook = await openSpreadsheet(type, file, { signal })
  const reports = reportLog(join(workDir, 'reports.ndjson'))
  try {
    const target = join(workDir, 'records.csv')
    const rowsRequest = { ...request, bytes: (await stat(file)).size, onBytes: () => signal?.throwIfAborted() }
    const { written } = await writeRows(workbook, rowsRequest, { target, reports, isAsStored: true })
    const { counts, longestRecord } = written.rows
    await copyTexts(request, plainSource(target, counts.length, longestLine(longestRecord())))
  } finally {
    await reports.close()
    workbook.close()
  }
}

type RowsRequest = Pick<ReadRequest, 'bytes' | 'reading' | 'mostRows' | 'onBytes'>

/** Where rows are written and told of, and whether numbers are written as the cells store them. */
type RowsTarget = { target: string; reports: ReportLog; isAsStored?: boolean }

/** Finds the table of a workbook that is wanted and writes its rows as lines of plain text. */
async function writeRows(workbook: Workbook, request: RowsRequest, output: RowsTarget) {
  const tables = await surveyWorkbook(workbook)
  const chosen = chooseTable(tables, request.reading)
  const survey = await surveySheet(workbook, chosen.sheet.index, firstWantedRow(request.reading))
  if (survey.blocks.length === 0) throw emptySheet(chosen.sheet)
  const place = placeTable(survey, chosen.block, request.reading)
  const withoutPercent = output.isAsStored ? null : new Set<number>()
  const writing = { ...output, request, workbook, sheet: chosen.sheet, survey, place }
  const written = await writeColumns(writing, { known: place.knownColumns, withoutPercent })
  return { tables, chosen, place, written }
}

/** The first row of the sheet that a person's choice is about. */
function firstWantedRow({ range, skip_rows = 0 }: ReadingOptions): number {
  return (cellsOf(range ?? '')?.top ?? 1) + skip_rows
}

function emptySheet({ name }: WorkbookSheet): UnreadableFileError {
  return new UnreadableFileError('empty_file', `The sheet "${name}" holds no value. There is nothing to read.`)
}

type Writing = RowsTarget & {
  request: RowsRequest
  workbook: Workbook
  sheet: WorkbookSheet
  survey: SheetSurvey
  place: TablePlace
}

type Columns = { known: number[]; withoutPercent: Set<number> | null }

type Written = { rows: SheetRows; numbers: RowNumbers; footer: SheetFooter; details: SheetDetails; hiddenRows: number }

/**
 * A column that comes up late would need a value in lines already written, and one that is not all percent other numbers;
 * then all is written again.
 */
async function writeColumns(writing: Writing, { known, withoutPercent }: Columns): Promise<Written> {
  const { request, workbook, sheet, survey, place, target, reports } = writing
  const rows = sheetRows({ known, most: mostUnpacked(request.bytes), withoutPercent })
  const numbers = rowNumbers()
  const reading = survey.isWhole ? surveyed(survey) : await workbook.readSheet(sheet.index)
  let hiddenRows = 0
  const sorter = sortSheetRows(place, request.reading.footer_rows, {
    onRow(row) {
      rows.add(row)
      numbers.add(row.number)
      if (row.isHidden) hiddenRows++
    },
    onSkipped: (code, row) => reports.add({ ...skipped(code, row.number, rawOf(row)), reason: becauseOf(code) }),
  })
  const isEnough = () => rows.rowCount() >= (request.mostRows ?? Number.POSITIVE_INFINITY)
  const output = await open(target, 'w')
  try {
    await output.writeFile(leadingLine)
    for await (const piece of reading.rows) {
      for (const row of piece) {
        if (isEnough()) break
        sorter.push(row)
        if (rows.byteLength() >= flushAt) await output.writeFile(rows.take())
      }
      if (isEnough()) break
      await reports.flush()
      request.onBytes(request.bytes * readingShare * Math.min(1, reading.bytesRead() / Math.max(sheet.bytes, 1)))
    }
    if (!isEnough()) sorter.end()
    await output.writeFile(rows.take())
  } finally {
    await output.close()
  }
  const falsePercents = rows.falsePercents()
  if (rows.counts.length > known.length || falsePercents.length > 0) {
    const all = rows.counts.map(({ column }) => column).sort((a, b) => a - b)
    await reports.clear()
    return writeColumns(writing, {
      known: all,
      withoutPercent: withoutPercent && new Set([...withoutPercent, ...falsePercents]),
    })
  }
  return { rows, numbers, footer: sorter.footer(), details: reading.details(), hiddenRows }
}

/** The rows of a sheet that were all read before, in their order. */
function surveyed({ rows, details }: SheetSurvey): SheetReading {
  const read = async function* () {
    yield rows
  }
  return { rows: read(), details: () => details, bytesRead: () => Number.POSITIVE_INFINITY }
}

const rawOf = ({ cells }: SheetRow) => cells.map(({ text }) => text).join('\t')

const becauseOf = (code: keyof typeof skippedBecause) =>
  skippedBecause[code].replace(/^The line/, 'The row').replace('the file', 'the sheet')

type Loaded = Omit<LoadedTable, 'format'> & { rejectedCells: Awaited<ReturnType<typeof loadTexts>>['rejectedCells'] }

async function load(
  request: ReadRequest,
  target: string,
  place: TablePlace,
  written: Written,
  areTexts: boolean,
): Promise<Loaded> {
  const { counts, longestRecord } = written.rows
  const sourceNames = counts.map(({ column }) => place.names.get(column) ?? null)
  const { table, judgements, reasons, questions, rejectedCells } = await loadTexts(request.duck, {
    source: plainSource(target, counts.length, longestLine(longestRecord())),
    names: columnNames(sourceNames),
    tableFile: request.tableFile,
    workDir: request.workDir,
    options: request.options(readingShare),
    onExpectedRows: request.onExpectedRows,
    onPreview: request.onPreview,
    reading: request.reading,
    ...(areTexts ? {} : { refine: (_, column) => judgeCells(counts[column] as ColumnCounts) }),
  })
  return {
    table,
    rejectedCells,
    reasons: reasons.map((reason, index) => ({
      sourceName: sourceNames[index] ?? '',
      ...reason,
      decidedBy: reason.decidedBy === 'person' || areTexts ? reason.decidedBy : 'file',
      unit: reason.unit ?? place.units.get(counts[index]?.column ?? -1) ?? null,
    })),
    lines: null,
    reported: { short_rows: 0, long_rows: 0, unparsed_cells: errorCells(judgements) + rejectedCells.count },
    rowsReported: 0,
    rowsRejected: 0,
    questions,
  }
}

function errorCells(judgements: ColumnJudgement[]): number {
  return judgements.flatMap(({ nullTexts }) => nullTexts).reduce((sum, { count }) => sum + count, 0)
}
