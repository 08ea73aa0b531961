import { UnreadableFileError } from '../../unreadable-file-error.ts'
import type { FilePart } from '../loaded-table.ts'
import { columnLetters } from './cell-reference.ts'
import { declaredBlocks } from './declared-blocks.ts'
import { placeTable, type TablePlace } from './place-table.ts'
import { type SheetBlock, usedColumns } from './sheet-blocks.ts'
import { sortSheetRows } from './sort-sheet-rows.ts'
import type { SheetDetails, SheetRow, Workbook, WorkbookSheet } from './workbook.ts'

/** The first rows of a sheet and the tables in them; `isWhole` when there are no others. */
export type SheetSurvey = { rows: SheetRow[]; isWhole: boolean; details: SheetDetails; blocks: SheetBlock[] }

/** One of the tables of a workbook: in which sheet it stands, and which of its tables it is. */
export type WorkbookTable = { sheet: WorkbookSheet; block: number; part: FilePart }

const mostRows = 20_000
const mostCells = 400_000

/** How many sheets are looked at to tell what tables there are, and how many of their bytes. */
const mostSheets = 1000
const mostBytes = 64 * 2 ** 20

/** Reads the beginning of a sheet, of most sheets all of it; `from` is the first row of which it has to tell. */
export async function surveySheet(
  workbook: Workbook,
  index: number,
  from = 1,
): Promise<SheetSurvey & { bytes: number }> {
  const survey = await surveyFrom(workbook, index, 1)
  const last = survey.rows.at(-1)?.number ?? 0
  return survey.isWhole || from <= last ? survey : surveyFrom(workbook, index, from)
}

async function surveyFrom(workbook: Workbook, index: number, from: number): Promise<SheetSurvey & { bytes: number }> {
  const reading = await workbook.readSheet(index)
  const rows: SheetRow[] = []
  let cells = 0
  let isWhole = from === 1
  for await (const piece of reading.rows) {
    for (const row of piece) {
      if (row.number < from) continue
      rows.push(row)
      cells += row.cells.length
    }
    if (rows.length < mostRows && cells < mostCells) continue
    isWhole = false
    break
  }
  rows.sort((a, b) => a.number - b.number)
  const details = reading.details()
  const declared = (await workbook.declaredTables?.(index)) ?? []
  return { rows, isWhole, details, blocks: declaredBlocks(rows, details.merged, declared), bytes: reading.bytesRead() }
}

/**
 * All tables of a workbook in the order of its sheets. A sheet without a value is listed with no rows; one that is damaged, or
 * that comes after a great many others, without counts.
 */
export async function surveyWorkbook(workbook: Workbook): Promise<WorkbookTable[]> {
  const tables: WorkbookTable[] = []
  let bytes = 0
  for (const sheet of workbook.sheets) {
    const survey =
      bytes < mostBytes && sheet.index < mostSheets ? await surveyIfSound(workbook, sheet.index) : undefined
    bytes += survey?.bytes ?? 0
    for (const [block, found] of (survey ? partsOfSheet(sheet, survey) : [unknownPart(sheet)]).entries()) {
      tables.push({ sheet, block, part: { index: tables.length, ...found } })
    }
  }
  return tables
}

async function surveyIfSound(workbook: Workbook, index: number) {
  try {
    return await surveySheet(workbook, index)
  } catch (error) {
    if (workbook.sheets.length > 1 && error instanceof UnreadableFileError) return undefined
    throw error
  }
}

type Part = Omit<FilePart, 'index'>

function unknownPart({ name, isHidden }: WorkbookSheet): Part {
  return { name, kind: 'sheet', range: null, rowCount: null, columnCount: null, isHidden }
}

function partsOfSheet(sheet: WorkbookSheet, survey: SheetSurvey): Part[] {
  if (survey.blocks.length === 0) return [{ ...unknownPart(sheet), rowCount: 0, columnCount: 0 }]
  const isAlone = survey.blocks.length === 1
  return survey.blocks.map((block, index) => {
    const place = placeTable(survey, index, {})
    const columns = usedColumns(block.rows)
    const isKnown = survey.isWhole || (block.endRow !== null && (survey.rows.at(-1)?.number ?? 0) >= block.endRow - 1)
    const [left, right] = [columnLetters(columns[0] ?? 0), columnLetters(columns.at(-1) ?? 0)]
    const { rowCount, lastRow } = measure(place, block)
    const range = `${left}${place.firstRow}:${right}${lastRow}`
    const title = block.title ?? range
    return {
      name: isAlone ? sheet.name : `${sheet.name}: ${title}`,
      kind: isAlone ? 'sheet' : 'block',
      range: isKnown ? range : null,
      rowCount: isKnown ? rowCount : null,
      columnCount: columns.length,
      isHidden: sheet.isHidden,
    }
  })
}

/** How many rows a table has, and which row of the sheet is its last one. */
function measure(place: TablePlace, { rows }: SheetBlock): { rowCount: number; lastRow: number } {
  let rowCount = 0
  let lastRow = place.headNumbers.at(-1) ?? place.firstRow
  const sorter = sortSheetRows(place, undefined, {
    onRow(row) {
      rowCount++
      lastRow = row.number
    },
    onSkipped: () => {},
  })
  for (const row of rows) sorter.push(row)
  sorter.end()
  return { rowCount, lastRow }
}
