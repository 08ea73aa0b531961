import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { FoundFormat } from '../../../shared/receipt.ts'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { columnNames } from '../column-names.ts'
import type { ColumnJudgement } from '../columns/decide-column.ts'
import { leadingLine, longestLine, plainSource } from '../csv/text-source.ts'
import { loadTexts } from '../load-texts.ts'
import type { LoadedTable, ReadRequest } from '../loaded-table.ts'
import { columnLetters } from './cell-reference.ts'
import { findSheetTable, type SheetTable } from './find-sheet-table.ts'
import { judgeCells } from './judge-cells.ts'
import { type ColumnCounts, type SheetRows, sheetRows } from './sheet-rows.ts'
import type { SheetDetails, SheetRow, Workbook, WorkbookSheet } from './workbook.ts'
import { openWorkbook } from './xlsx/open-workbook.ts'

const headRows = 500
const flushAt = 1024 * 1024
const readingShare = 0.8

/**
 * Reads the first visible sheet with data of an Excel workbook; when only hidden ones have data, the first of those.
 * Cells are what they are typed as; a column has the type that holds all its cells.
 */
export async function readSpreadsheet(request: ReadRequest): Promise<LoadedTable> {
  const workbook = await openWorkbook(request.file, { signal: request.signal })
  try {
    const { sheet, head } = await chooseSheet(workbook)
    const found = findSheetTable(head)
    const target = join(request.workDir, 'records.csv')
    const { rows, lastRow, details } = await writeRows(request, workbook, sheet, found, found.columns, target)
    const width = rows.counts.length
    const { header } = found
    const sourceNames = rows.counts.map(
      ({ column }) => header?.cells.find((cell) => cell.column === column)?.text ?? null,
    )
    const source = plainSource(target, width, longestLine(rows.longestRecord()))
    const { table, judgements, reasons, questions, rejectedCells } = await loadTexts(request.duck, {
      source,
      names: columnNames(sourceNames),
      tableFile: request.tableFile,
      workDir: request.workDir,
      options: request.options(readingShare),
      onExpectedRows: request.onExpectedRows,
      onPreview: request.onPreview,
      reading: request.reading,
      refine: (_, column) => judgeCells(rows.counts[column] as ColumnCounts),
    })
    return {
      table,
      reasons: reasons.map((reason, index) => ({
        sourceName: sourceNames[index] ?? '',
        ...reason,
        decidedBy: reason.decidedBy === 'person' ? 'person' : 'file',
      })),
      format: describe(workbook, sheet, found, rows.counts, lastRow, details),
      lines: null,
      reported: { short_rows: 0, long_rows: 0, unparsed_cells: errorCells(judgements) + rejectedCells.count },
      rowsReported: 0,
      rowsRejected: 0,
      questions,
    }
  } finally {
    workbook.close()
  }
}

async function chooseSheet(workbook: Workbook): Promise<{ sheet: WorkbookSheet; head: SheetRow[] }> {
  for (const sheet of workbook.sheets.toSorted((a, b) => Number(a.isHidden) - Number(b.isHidden))) {
    const head = await readHead(workbook, sheet.index)
    if (head.length > 0) return { sheet, head }
  }
  throw new UnreadableFileError('empty_file', 'No sheet of this workbook holds a value. There is nothing to read.')
}

async function readHead(workbook: Workbook, index: number): Promise<SheetRow[]> {
  const head: SheetRow[] = []
  const { rows } = await workbook.readSheet(index)
  for await (const piece of rows) {
    head.push(...piece)
    if (head.length >= headRows) break
  }
  return head.slice(0, headRows)
}

/** A column that comes up late would need a value in lines already written; then all is written again with all columns. */
async function writeRows(
  request: ReadRequest,
  workbook: Workbook,
  sheet: WorkbookSheet,
  found: SheetTable,
  columns: number[],
  target: string,
): Promise<{ rows: SheetRows; lastRow: number; details: SheetDetails }> {
  const rows = sheetRows(columns)
  const reading = await workbook.readSheet(sheet.index)
  const skipped = found.skippedRows + (found.header ? 1 : 0)
  let seen = 0
  let lastRow = found.header?.number ?? 0
  const output = await open(target, 'w')
  try {
    await output.writeFile(leadingLine)
    for await (const piece of reading.rows) {
      for (const row of piece) {
        if (seen++ < skipped) continue
        rows.add(row)
        lastRow = row.number
      }
      if (rows.byteLength() >= flushAt) await output.writeFile(rows.take())
      request.onBytes(request.bytes * readingShare * (reading.bytesRead() / Math.max(sheet.bytes, 1)))
    }
    await output.writeFile(rows.take())
  } finally {
    await output.close()
  }
  if (rows.counts.length > columns.length) {
    const all = rows.counts.map(({ column }) => column).sort((a, b) => a - b)
    return writeRows(request, workbook, sheet, found, all, target)
  }
  return { rows, lastRow, details: reading.details() }
}

function errorCells(judgements: ColumnJudgement[]): number {
  return judgements.flatMap(({ nullTexts }) => nullTexts).reduce((sum, { count }) => sum + count, 0)
}

function describe(
  workbook: Workbook,
  sheet: WorkbookSheet,
  found: SheetTable,
  counts: ColumnCounts[],
  lastRow: number,
  details: SheetDetails,
): FoundFormat {
  const [first, last] = [counts[0]?.column ?? 0, counts.at(-1)?.column ?? 0]
  const firstRow = found.header?.number ?? Number(details.range?.match(/\d+/)?.[0] ?? 1)
  return {
    type: 'xlsx',
    encoding: null,
    bom: false,
    delimiter: null,
    quote: null,
    escape: null,
    line_end: null,
    comment: null,
    header_rows: found.header ? 1 : 0,
    skipped_rows: found.skippedRows,
    sheet: sheet.name,
    range: `${columnLetters(first)}${firstRow}:${columnLetters(last)}${lastRow}`,
    json_path: null,
    compression: null,
    evidence: [
      evidence('sheet', sheet.name, whySheet(workbook, sheet), nextSheet(workbook, sheet)),
      evidence('header_rows', found.header ? '1' : '0', found.because, null),
      ...hiddenEvidence(details),
    ],
  }
}

function evidence(
  what: string,
  chosen: string,
  because: string,
  runner_up: string | null,
): FoundFormat['evidence'][number] {
  return { what, chosen, because, runner_up, margin: null }
}

function whySheet({ sheets }: Workbook, { isHidden }: WorkbookSheet): string {
  if (sheets.length === 1) return 'It is the only sheet.'
  const others = `The workbook has ${sheets.length - 1} other${sheets.length === 2 ? '' : 's'}.`
  return `It is the first ${isHidden ? 'sheet with data; it is hidden, and those shown are empty' : 'visible sheet with data'}. ${others}`
}

function nextSheet({ sheets }: Workbook, { index }: WorkbookSheet): string | null {
  return sheets.find((other) => other.index !== index && !other.isHidden)?.name ?? null
}

function hiddenEvidence({ hiddenRows, hiddenColumns }: SheetDetails): FoundFormat['evidence'] {
  const columns = hiddenColumns.map(({ first, last }) =>
    first === last ? columnLetters(first) : `${columnLetters(first)} to ${columnLetters(last)}`,
  )
  const hidden = [
    ...(hiddenRows > 0 ? [`${hiddenRows.toLocaleString('en-US')} row${hiddenRows === 1 ? '' : 's'}`] : []),
    ...(columns.length > 0 ? [`columns ${columns.join(', ')}`] : []),
  ]
  return hidden.length === 0
    ? []
    : [evidence('hidden', hidden.join(' and '), 'They are hidden in Excel and were read.', null)]
}
