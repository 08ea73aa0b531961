import { UnreadableFileError } from '../../../unreadable-file-error.ts'
import { collectRows, type RowCollector } from '../collect-rows.ts'
import { errorName } from '../error-names.ts'
import type { NumberFormat } from '../number-format.ts'
import { numberValue } from '../number-value.ts'
import { readInPieces } from '../read-in-pieces.ts'
import { rkNumber } from '../rk-number.ts'
import type { CellValue, SheetReading } from '../workbook.ts'
import { numbered, records, splitRecords } from './biff-records.ts'
import { unicodeText } from './biff-text.ts'
import type { Globals } from './read-globals.ts'

/** Reads the records of one sheet, which begin with its first. Cells may stand in any order when `isOrdered` is false. */
export function readXlsSheet(chunks: AsyncIterable<Buffer>, globals: Globals, isOrdered: boolean): SheetReading {
  const rows = collectRows()
  const listener = sheetListener(globals, rows, isOrdered)
  return readInPieces(rows, chunks, {
    push: splitRecords(listener.add).push,
    end(wantsMore) {
      if (wantsMore) throw cutOff()
      listener.end()
    },
  })
}

/** Whether the cells of a sheet come row by row, from top to bottom. */
export async function areRowsOrdered(chunks: AsyncIterable<Buffer>): Promise<boolean> {
  let last = -1
  let depth = 0
  let isOrdered = true
  const splitter = splitRecords((type, data) => {
    if (numbered.begin.has(type)) depth++
    if (type === records.end && --depth === 0) return false
    if (depth !== 1 || !isCell(type) || data.length < 2) return true
    const row = data.readUInt16LE(0)
    if (row < last) isOrdered = false
    last = row
    return isOrdered
  })
  for await (const chunk of chunks) if (!splitter.push(chunk)) break
  return isOrdered
}

const cellRecords = new Set<number>([
  0x02,
  records.rk,
  records.multipleRk,
  records.sharedLabel,
  records.richLabel,
  ...numbered.number,
  ...numbered.label,
  ...numbered.boolOrError,
  ...numbered.formula,
])

function isCell(type: number): boolean {
  return cellRecords.has(type)
}

type Place = { row: number; column: number }

function sheetListener(globals: Globals, rows: RowCollector, isOrdered: boolean) {
  const { version, epoch, strings, decoder } = globals
  const hidden = new Set<number>()
  const kept = new Map<number, { column: number; value: CellValue }[]>()
  let current = -1
  let depth = 0
  let awaited: (Place & { format: NumberFormat }) | undefined
  let unfinished = { text: '', left: 0 }

  const begin = (row: number) => {
    if (current >= 0) rows.endRow()
    current = row
    rows.beginRow(row + 1, hidden.delete(row))
  }
  const put = ({ row, column }: Place, value: CellValue) => {
    if (isOrdered) {
      if (row !== current) begin(row)
      rows.add(column, value)
      return
    }
    const cells = kept.get(row)
    if (cells) cells.push({ column, value })
    else kept.set(row, [{ column, value }])
  }
  const number = (place: Place, value: number, format: NumberFormat) => put(place, numberValue(value, format, epoch))
  const text = (place: Place, value: string, format: NumberFormat) => put(place, { kind: 'text', text: value, format })
  const flag = (place: Place, isError: boolean, code: number, format: NumberFormat) =>
    put(
      place,
      isError
        ? { kind: 'error', text: errorName(code), format }
        : { kind: 'boolean', text: code === 0 ? 'FALSE' : 'TRUE', format },
    )
  const textAt = (data: Buffer, at: number): string => {
    if (version === 8) return unicodeText(data, at + 2, data.readUInt16LE(at))
    const lengthBytes = version === 2 ? 1 : 2
    const length = lengthBytes === 1 ? (data[at] ?? 0) : data.readUInt16LE(at)
    return decoder.decode(data.subarray(at + lengthBytes, at + lengthBytes + length))
  }

  const sharedText = (index: number): string => {
    const found = strings.get(index)
    if (found === undefined) throw new RangeError('A cell refers to a text that is not there.')
    return found
  }

  const addFormula = (place: Place, data: Buffer, at: number, format: NumberFormat) => {
    if (data.readUInt16LE(at + 6) !== 0xffff) return number(place, data.readDoubleLE(at), format)
    const kind = data[at]
    if (kind === 0) awaited = { ...place, format }
    else if (kind === 1 || kind === 2) flag(place, kind === 2, data[at + 2] ?? 0, format)
    else if (kind === 3) text(place, '', format)
  }

  const addCell = (type: number, data: Buffer) => {
    const place = { row: data.readUInt16LE(0), column: data.readUInt16LE(2) }
    const format = globals.formatOf(version === 2 ? (data[5] ?? 0) & 0x3f : data.readUInt16LE(4))
    const at = version === 2 ? 7 : 6
    if (type === records.rk) number(place, rkNumber(data.readInt32LE(at)), format)
    else if (type === records.sharedLabel) text(place, sharedText(data.readUInt32LE(at)), format)
    else if (type === records.multipleRk) {
      for (let from = 4, column = place.column; from + 6 <= data.length - 2; from += 6, column++) {
        number({ ...place, column }, rkNumber(data.readInt32LE(from + 2)), globals.formatOf(data.readUInt16LE(from)))
      }
    } else if (type === 0x02) number(place, data.readUInt16LE(at), format)
    else if (numbered.number.has(type)) number(place, data.readDoubleLE(at), format)
    else if (numbered.boolOrError.has(type)) flag(place, data[at + 1] === 1, data[at] ?? 0, format)
    else if (numbered.formula.has(type)) addFormula(place, data, at, format)
    else text(place, textAt(data, at), format)
  }

  const addOther = (type: number, data: Buffer) => {
    if (numbered.row.has(type)) {
      const flags = version === 2 ? 0 : data.readUInt16LE(12)
      if ((flags & 0x20) !== 0) hidden.add(data.readUInt16LE(0))
    } else if (type === records.columnInfo) {
      if ((data.readUInt16LE(8) & 1) !== 0) rows.hideColumns(data.readUInt16LE(0), data.readUInt16LE(2))
    } else if (type === records.mergedCells) {
      for (let at = 2; at + 8 <= data.length; at += 8) {
        const [top, bottom, left, right] = [0, 2, 4, 6].map((offset) => data.readUInt16LE(at + offset)) as [
          number,
          number,
          number,
          number,
        ]
        rows.merge({ top: top + 1, bottom: bottom + 1, left, right })
      }
    } else if (awaited && (numbered.string.has(type) || (type === records.continued && unfinished.left > 0))) {
      addResult(data, type === records.continued)
    }
  }

  /** The text that a formula results in stands in a record of its own, and may go on in others. */
  const addResult = (data: Buffer, isContinued: boolean) => {
    const piece = isContinued ? unicodeText(data, 0, unfinished.left) : textAt(data, 0)
    const length = isContinued || version !== 8 ? unfinished.left : data.readUInt16LE(0)
    unfinished = { text: unfinished.text + piece, left: Math.max(length - piece.length, 0) }
    if (!awaited || (version === 8 && unfinished.left > 0)) return
    text(awaited, unfinished.text, awaited.format)
    awaited = undefined
    unfinished = { text: '', left: 0 }
  }

  return {
    add(type: number, data: Buffer): boolean {
      if (numbered.begin.has(type)) depth++
      else if (type === records.end) depth--
      if (depth <= 0) return false
      if (depth > 1) return true
      try {
        if (isCell(type)) addCell(type, data)
        else addOther(type, data)
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        if (isCell(type) || awaited) throw damagedCell(error)
      }
      return true
    },
    end() {
      if (!isOrdered) {
        for (const [row, cells] of [...kept].sort((a, b) => a[0] - b[0])) {
          begin(row)
          for (const { column, value } of cells) rows.add(column, value)
        }
      }
      if (current >= 0) rows.endRow()
    },
  }
}

function cutOff(): UnreadableFileError {
  return new UnreadableFileError(
    'corrupt_file',
    'This old Excel workbook (xls) was cut off: a sheet of it has no end. Send it again from its source.',
  )
}

function damagedCell(cause: RangeError): UnreadableFileError {
  return new UnreadableFileError(
    'corrupt_file',
    'A cell of this old Excel workbook (xls) is damaged. Open it in Excel, save it as xlsx and drop that.',
    { cause },
  )
}
