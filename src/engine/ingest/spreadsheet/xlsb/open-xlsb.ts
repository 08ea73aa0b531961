import { UnreadableFileError } from '../../../unreadable-file-error.ts'
import { beyondSheet, sheetLimits } from '../cell-reference.ts'
import { collectRows, type RowCollector } from '../collect-rows.ts'
import { errorName } from '../error-names.ts'
import { builtInFormat, classifyFormat, generalFormat, type NumberFormat } from '../number-format.ts'
import { numberValue } from '../number-value.ts'
import { readInPieces } from '../read-in-pieces.ts'
import { rkNumber } from '../rk-number.ts'
import { createTextStore, type TextStore } from '../text-store.ts'
import type { CellValue, SheetReading, Workbook } from '../workbook.ts'
import { workbookInZip } from '../workbook-in-zip.ts'
import { readRelationships } from '../xlsx/relationships.ts'
import { openZipParts, type ZipParts } from '../zip-parts.ts'
import { splitXlsbRecords, wideText, xlsbRecords } from './xlsb-records.ts'

const workbookPart = 'xl/workbook.bin'

type Context = { styles: NumberFormat[]; strings: TextStore; epoch: 1900 | 1904 }

/** Opens a binary Excel workbook (xlsb). Throws `UnreadableFileError` with a sentence for a person. */
export async function openXlsb(file: string, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<Workbook> {
  const parts = await openZipParts(file)
  try {
    const relationships = await readRelationships(parts, workbookPart, signal)
    const partOf = (type: string) => [...relationships.values()].find((found) => found.type === type)?.part
    const { entries, epoch } = await readEntries(parts, signal)
    const worksheets = entries.flatMap(({ relation, ...sheet }) => {
      const found = relationships.get(relation)
      return found?.type === 'worksheet' ? [{ ...sheet, part: found.part }] : []
    })
    const readContext = async (): Promise<Context> => ({
      styles: await readStyles(parts, partOf('styles'), signal),
      strings: await readStrings(parts, partOf('sharedStrings'), signal),
      epoch,
    })
    return workbookInZip(parts, worksheets, readContext, (part, context) => readSheet(parts, part, context, signal))
  } catch (error) {
    parts.close()
    throw error
  }
}

type Entry = { name: string; isHidden: boolean; relation: string }

async function readEntries(
  parts: ZipParts,
  signal: AbortSignal | undefined,
): Promise<{ entries: Entry[]; epoch: 1900 | 1904 }> {
  const entries: Entry[] = []
  let epoch: 1900 | 1904 = 1900
  await readPart(parts, workbookPart, signal, (type, data) => {
    if (type === xlsbRecords.workbookProperties && (data.readUInt32LE(0) & 1) !== 0) epoch = 1904
    if (type !== xlsbRecords.sheet) return
    const relation = wideText(data, 8)
    const name = wideText(data, relation.end)
    entries.push({ name: name.text ?? '', isHidden: data.readUInt32LE(0) !== 0, relation: relation.text ?? '' })
  })
  return { entries, epoch }
}

async function readStyles(parts: ZipParts, part: string | undefined, signal: AbortSignal | undefined) {
  const codes = new Map<number, NumberFormat>()
  const styles: NumberFormat[] = []
  let isCells = false
  if (part === undefined || !parts.has(part)) return styles
  await readPart(parts, part, signal, (type, data) => {
    if (type === xlsbRecords.cellStyles) isCells = true
    else if (type === xlsbRecords.endCellStyles) isCells = false
    else if (type === xlsbRecords.format) codes.set(data.readUInt16LE(0), classifyFormat(wideText(data, 2).text ?? ''))
    else if (type === xlsbRecords.style && isCells) {
      const id = data.readUInt16LE(2)
      styles.push(codes.get(id) ?? builtInFormat(id))
    }
  })
  return styles
}

async function readStrings(parts: ZipParts, part: string | undefined, signal: AbortSignal | undefined) {
  const store = createTextStore()
  if (part === undefined || !parts.has(part)) return store
  await readPart(parts, part, signal, (type, data) => {
    if (type === xlsbRecords.sharedItem) store.add(wideText(data, 1).text ?? '')
  })
  return store
}

async function readPart(
  parts: ZipParts,
  part: string,
  signal: AbortSignal | undefined,
  listener: (type: number, data: Buffer) => void,
): Promise<void> {
  const splitter = splitXlsbRecords(listener)
  try {
    for await (const chunk of parts.read(part, signal)) splitter.push(chunk)
  } catch (error) {
    throw error instanceof RangeError ? damaged(part, error) : error
  }
  if (!splitter.isComplete()) throw damaged(part)
}

function readSheet(parts: ZipParts, part: string, context: Context, signal: AbortSignal | undefined): SheetReading {
  const rows = collectRows()
  const splitter = splitXlsbRecords(sheetListener(part, context, rows))
  return readInPieces(rows, parts.read(part, signal), {
    push(chunk) {
      try {
        splitter.push(chunk)
        return true
      } catch (error) {
        throw error instanceof RangeError ? damaged(part, error) : error
      }
    },
    end() {
      if (!splitter.isComplete()) throw damaged(part)
    },
  })
}

function sheetListener(part: string, { styles, strings, epoch }: Context, rows: RowCollector) {
  let isInData = false
  const records = xlsbRecords

  const value = (type: number, data: Buffer, format: NumberFormat): CellValue | undefined => {
    switch (type) {
      case records.rk:
        return numberValue(rkNumber(data.readInt32LE(8)), format, epoch)
      case records.real:
      case records.formulaNumber:
        return numberValue(data.readDoubleLE(8), format, epoch)
      case records.boolean:
      case records.formulaBoolean:
        return { kind: 'boolean', text: data[8] === 0 ? 'FALSE' : 'TRUE', format }
      case records.error:
      case records.formulaError:
        return { kind: 'error', text: errorName(data.readUInt8(8)), format }
      case records.text:
      case records.formulaText:
        return { kind: 'text', text: wideText(data, 8).text ?? '', format }
      case records.richText:
        return { kind: 'text', text: wideText(data, 9).text ?? '', format }
      case records.sharedText: {
        const text = strings.get(data.readUInt32LE(8))
        if (text === undefined) throw new RangeError('A cell refers to a text that is not there.')
        return { kind: 'text', text, format }
      }
      default:
        return undefined
    }
  }

  return (type: number, data: Buffer) => {
    if (type === records.sheetData) isInData = true
    else if (type === records.endSheetData) {
      isInData = false
      rows.endRow()
    } else if (!isInData) {
      if (type === records.columnInfo && (data.readUInt16LE(16) & 1) !== 0) {
        rows.hideColumns(data.readUInt32LE(0), data.readUInt32LE(4))
      } else if (type === records.mergedCells) {
        const [top, bottom] = [data.readUInt32LE(0) + 1, data.readUInt32LE(4) + 1]
        rows.merge({ top, bottom, left: data.readUInt32LE(8), right: data.readUInt32LE(12) })
      }
    } else if (type === records.row) {
      rows.endRow()
      const number = data.readUInt32LE(0) + 1
      if (number > sheetLimits.rows) throw beyondSheet(part, `row ${number}`)
      rows.beginRow(number, ((data[11] ?? 0) & 0x10) !== 0)
    } else if (type <= records.formulaError || type === records.richText) {
      const found = value(type, data, styles[data.readUIntLE(4, 3)] ?? generalFormat)
      const column = data.readUInt32LE(0)
      if (column >= sheetLimits.columns) throw beyondSheet(part, 'cell beyond XFD')
      if (found) rows.add(column, found)
    }
  }
}

function damaged(part: string, cause?: unknown): UnreadableFileError {
  return new UnreadableFileError(
    'corrupt_file',
    `The part "${part.slice(0, 100)}" of this workbook is damaged. Open it in Excel, save it again and drop it here.`,
    cause === undefined ? undefined : { cause },
  )
}
