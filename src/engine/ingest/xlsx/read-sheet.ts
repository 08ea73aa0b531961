import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { columnLetters, columnOf, sheetLimits } from './cell-reference.ts'
import { collectCellText } from './cell-text.ts'
import { type CellContext, type CellValue, cellValue } from './cell-value.ts'
import { readXml } from './read-xml.ts'
import type { ZipParts } from './zip-parts.ts'

/** A cell with a value, in the 0-based column. */
export type SheetCell = CellValue & { column: number }

/** A row with at least one value: its number as Excel counts it, from 1, and its cells from left to right. */
export type SheetRow = { number: number; isHidden: boolean; cells: SheetCell[] }

/** What a sheet says besides its cells; complete once all its rows were read. */
export type SheetDetails = {
  /** The smallest range with all values, as `B3:K1000`; null while there is none. */
  range: string | null
  merged: string[]
  hiddenColumns: { first: number; last: number }[]
  hiddenRows: number
}

/** A sheet being read: its rows in pieces as they come, and its details and unpacked bytes so far. */
export type SheetReading = { rows: AsyncIterable<SheetRow[]>; details(): SheetDetails; bytesRead(): number }

const rowsPerPiece = 512

/** Reads the sheet of a part. Empty rows and cells cost nothing, wherever the others stand. */
export function readSheet(parts: ZipParts, part: string, context: CellContext, signal?: AbortSignal): SheetReading {
  const sheet = sheetListener(part, context)
  let bytesRead = 0
  const read = async function* () {
    const reader = readXml(part, sheet.listener)
    for await (const chunk of parts.read(part, signal)) {
      reader.push(chunk)
      bytesRead += chunk.length
      if (sheet.rowCount() >= rowsPerPiece) yield sheet.take()
    }
    reader.end()
    if (sheet.rowCount() > 0) yield sheet.take()
  }
  return { rows: read(), details: sheet.details, bytesRead: () => bytesRead }
}

function sheetListener(part: string, context: CellContext) {
  const collector = collectCellText()
  const merged: string[] = []
  const hiddenColumns: SheetDetails['hiddenColumns'] = []
  let hiddenRows = 0
  let rows: SheetRow[] = []
  let row: SheetRow = { number: 0, isHidden: false, cells: [] }
  let column = -1
  let isOrdered = true
  let type: string | undefined
  let style: string | undefined
  let isInCell = false
  let [top, bottom, left, right] = [0, 0, Number.POSITIVE_INFINITY, -1]

  const beginRow = ({ r, hidden }: Record<string, string>) => {
    const number = r === undefined ? row.number + 1 : Number(r)
    if (!(Number.isInteger(number) && number >= 1 && number <= sheetLimits.rows)) throw beyond(part, `row ${r}`)
    const isHidden = isTrue(hidden)
    if (isHidden) hiddenRows++
    row = { number, isHidden, cells: [] }
    column = -1
    isOrdered = true
  }

  const beginCell = (attributes: Record<string, string>) => {
    const { r } = attributes
    const found = r === undefined ? column + 1 : columnOf(r)
    if (found === undefined || found >= sheetLimits.columns) throw beyond(part, `cell ${r ?? 'beyond XFD'}`)
    if (found <= column) isOrdered = false
    column = found
    type = attributes.t
    style = attributes.s
    isInCell = true
  }

  const endCell = () => {
    isInCell = false
    const value = cellValue(type, style, collector.take(), context)
    if (value) row.cells.push({ column, kind: value.kind, text: value.text, format: value.format })
  }

  const endRow = () => {
    if (row.cells.length === 0) return
    if (!isOrdered) row.cells = inOrder(row.cells)
    if (top === 0) top = row.number
    bottom = Math.max(bottom, row.number)
    left = Math.min(left, row.cells[0]?.column ?? left)
    right = Math.max(right, row.cells.at(-1)?.column ?? right)
    rows.push(row)
  }

  return {
    listener: {
      open(name: string, attributes: Record<string, string>) {
        if (isInCell) collector.open(name)
        else if (name === 'c') beginCell(attributes)
        else if (name === 'row') beginRow(attributes)
        else if (name === 'col' && isTrue(attributes.hidden)) {
          hiddenColumns.push({ first: Number(attributes.min) - 1, last: Number(attributes.max) - 1 })
        } else if (name === 'mergeCell' && attributes.ref) merged.push(attributes.ref)
      },
      text: collector.text,
      close(name: string) {
        if (name === 'c') endCell()
        else if (isInCell) collector.close(name)
        else if (name === 'row') endRow()
      },
    },
    rowCount: () => rows.length,
    take(): SheetRow[] {
      const taken = rows
      rows = []
      return taken
    },
    details: (): SheetDetails => ({
      range: top === 0 ? null : `${columnLetters(left)}${top}:${columnLetters(right)}${bottom}`,
      merged,
      hiddenColumns,
      hiddenRows,
    }),
  }
}

/** Cells from left to right; of two in one place the later one. */
function inOrder(cells: SheetCell[]): SheetCell[] {
  const byColumn = new Map(cells.map((cell) => [cell.column, cell]))
  return [...byColumn.values()].sort((a, b) => a.column - b.column)
}

function isTrue(attribute: string | undefined): boolean {
  return attribute === '1' || attribute === 'true'
}

function beyond(part: string, place: string): UnreadableFileError {
  return new UnreadableFileError(
    'corrupt_file',
    `The part "${part}" of this workbook has a ${place}, which no sheet has. Save it again in Excel and drop it here.`,
  )
}
