import { beyondSheet, cellsOf, columnOf, sheetLimits } from '../cell-reference.ts'
import { collectRows, type RowCollector } from '../collect-rows.ts'
import { readInPieces } from '../read-in-pieces.ts'
import { readXml, type XmlListener } from '../read-xml.ts'
import type { SheetReading } from '../workbook.ts'
import type { ZipParts } from '../zip-parts.ts'
import { collectCellText } from './cell-text.ts'
import { type CellContext, cellValue } from './cell-value.ts'

/** Reads the sheet of a part. Empty rows and cells cost nothing, wherever the others stand. */
export function readSheet(parts: ZipParts, part: string, context: CellContext, signal?: AbortSignal): SheetReading {
  const rows = collectRows()
  const reader = readXml(part, sheetListener(part, context, rows))
  return readInPieces(rows, parts.read(part, signal), {
    push(chunk) {
      reader.push(chunk)
      return true
    },
    end: reader.end,
  })
}

function sheetListener(part: string, context: CellContext, rows: RowCollector): XmlListener {
  const collector = collectCellText()
  let number = 0
  let column = -1
  let type: string | undefined
  let style: string | undefined
  let isInCell = false
  let isInData = false

  const beginRow = ({ r, hidden }: Record<string, string>) => {
    number = r === undefined ? number + 1 : Number(r)
    if (!(Number.isInteger(number) && number >= 1 && number <= sheetLimits.rows)) throw beyondSheet(part, `row ${r}`)
    rows.beginRow(number, isTrue(hidden))
    column = -1
  }

  const beginCell = (attributes: Record<string, string>) => {
    const { r } = attributes
    const found = r === undefined ? column + 1 : columnOf(r)
    if (found === undefined || found >= sheetLimits.columns) throw beyondSheet(part, `cell ${r ?? 'beyond XFD'}`)
    column = found
    type = attributes.t
    style = attributes.s
    isInCell = true
  }

  const endCell = () => {
    isInCell = false
    const value = cellValue(type, style, collector.take(), context)
    if (value) rows.add(column, value)
  }

  const beginOther = (name: string, attributes: Record<string, string>) => {
    if (name === 'sheetData') isInData = true
    else if (name === 'col' && isTrue(attributes.hidden)) {
      rows.hideColumns(Number(attributes.min) - 1, Number(attributes.max) - 1)
    } else if (name === 'mergeCell') {
      const cells = cellsOf(attributes.ref ?? '')
      if (cells) rows.merge(cells)
    }
  }

  return {
    open(name, attributes) {
      if (isInCell) collector.open(name)
      else if (!isInData) beginOther(name, attributes)
      else if (name === 'c') beginCell(attributes)
      else if (name === 'row') beginRow(attributes)
    },
    text: collector.text,
    close(name) {
      if (isInCell) {
        if (name === 'c') endCell()
        else collector.close(name)
      } else if (name === 'sheetData') isInData = false
      else if (name === 'row' && isInData) rows.endRow()
    },
  }
}

function isTrue(attribute: string | undefined): boolean {
  return attribute === '1' || attribute === 'true'
}
