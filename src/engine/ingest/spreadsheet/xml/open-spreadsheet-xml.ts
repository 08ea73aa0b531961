import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { UnreadableFileError } from '../../../unreadable-file-error.ts'
import { sheetLimits } from '../cell-reference.ts'
import { collectRows, type RowCollector } from '../collect-rows.ts'
import { isoValue } from '../iso-value.ts'
import { classifyFormat, generalFormat, type NumberFormat } from '../number-format.ts'
import { numberValue } from '../number-value.ts'
import { readInPieces } from '../read-in-pieces.ts'
import { readUntilDone, readXml, type XmlListener } from '../read-xml.ts'
import { longestText } from '../text-store.ts'
import type { CellValue, SheetReading, Workbook } from '../workbook.ts'

/** Opens an XML Spreadsheet of Excel 2002 and 2003. Throws `UnreadableFileError` with a sentence for a person. */
export async function openSpreadsheetXml(
  file: string,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<Workbook> {
  const { size } = await stat(file)
  const read = () => createReadStream(file, { highWaterMark: 256 * 1024, ...(signal ? { signal } : {}) })
  const { sheets, styles, epoch } = await readOutline(read())
  return {
    sheets: sheets.map((sheet, index) => ({ ...sheet, index, bytes: size })),
    readSheet: async (index) => readSheet(read(), index, styles, epoch),
    close: () => {},
  }
}

const partName = 'Workbook'

type Outline = {
  sheets: { name: string; isHidden: boolean }[]
  styles: Map<string, NumberFormat>
  epoch: 1900 | 1904
}

/** What holds for all sheets, and their names: whether one is hidden stands below its cells. */
async function readOutline(chunks: AsyncIterable<Buffer>): Promise<Outline> {
  const sheets: Outline['sheets'] = []
  const styles: Outline['styles'] = new Map()
  let epoch: 1900 | 1904 = 1900
  let style = ''
  let isVisibility = false
  const reader = readXml(partName, {
    open(name, attributes) {
      if (name === 'Worksheet') sheets.push({ name: of(attributes, 'Name') ?? '', isHidden: false })
      else if (name === 'Style') style = of(attributes, 'ID') ?? ''
      else if (name === 'NumberFormat') styles.set(style, formatOf(of(attributes, 'Format') ?? ''))
      else if (name === 'Date1904') epoch = 1904
      isVisibility = name === 'Visible'
    },
    text(text) {
      const sheet = sheets.at(-1)
      if (isVisibility && sheet && /hidden/i.test(text)) sheet.isHidden = true
    },
    close() {
      isVisibility = false
    },
  })
  for await (const chunk of chunks) reader.push(chunk)
  reader.end()
  return { sheets, styles, epoch }
}

function readSheet(
  chunks: AsyncIterable<Buffer>,
  index: number,
  styles: Outline['styles'],
  epoch: 1900 | 1904,
): SheetReading {
  const rows = collectRows()
  return readInPieces(rows, chunks, readUntilDone(partName, listenToSheet(index, rows, styles, epoch)))
}

function listenToSheet(
  wanted: number,
  rows: RowCollector,
  styles: Outline['styles'],
  epoch: 1900 | 1904,
): XmlListener & { isDone(): boolean } {
  let sheet = -1
  let row = 0
  let column = 0
  let declaredColumn = 0
  let cell: { style: string | undefined; across: number; type: string | undefined; text: string } | undefined
  let isInData = false
  let isEnded = false
  const path: string[] = []

  const beginRow = (attributes: Record<string, string>) => {
    row = placeOf(attributes, row + 1, sheetLimits.rows)
    rows.beginRow(row, of(attributes, 'Hidden') === '1')
    row += Number(of(attributes, 'Span') ?? 0) || 0
    column = 0
  }
  const beginCell = (attributes: Record<string, string>) => {
    column = placeOf(attributes, column + 1, sheetLimits.columns)
    const [across, down] = [
      Number(of(attributes, 'MergeAcross') ?? 0) || 0,
      Number(of(attributes, 'MergeDown') ?? 0) || 0,
    ]
    if (across > 0 || down > 0) {
      rows.merge({ top: row, bottom: row + down, left: column - 1, right: column - 1 + across })
    }
    cell = { style: of(attributes, 'StyleID'), across, type: undefined, text: '' }
  }
  const endCell = () => {
    if (!cell) return
    const value =
      cell.type === undefined ? undefined : cellValueOf(cell.type, cell.text, styles.get(cell.style ?? ''), epoch)
    if (value) rows.add(column - 1, value)
    column += cell.across
    cell = undefined
  }
  const hideColumns = (attributes: Record<string, string>) => {
    const first = placeOf(attributes, declaredColumn + 1, sheetLimits.columns)
    declaredColumn = first + (Number(of(attributes, 'Span') ?? 0) || 0)
    if (of(attributes, 'Hidden') === '1') rows.hideColumns(first - 1, declaredColumn - 1)
  }

  return {
    isDone: () => isEnded,
    open(name, attributes) {
      if (name === 'Worksheet') sheet++
      if (sheet !== wanted) return
      path.push(name)
      if (name === 'Row') beginRow(attributes)
      else if (name === 'Column') hideColumns(attributes)
      else if (name === 'Cell') beginCell(attributes)
      else if (name === 'Data' && cell && path.at(-2) === 'Cell') {
        cell.type = of(attributes, 'Type') ?? 'String'
        isInData = true
      }
    },
    text(text) {
      if (!isInData || !cell) return
      cell.text += text
      if (cell.text.length > longestText) {
        throw new UnreadableFileError('too_large', 'A cell of this workbook holds over 5,000,000 characters of text.')
      }
    },
    close(name) {
      if (sheet !== wanted) return
      path.pop()
      if (name === 'Data' && path.at(-1) === 'Cell') isInData = false
      else if (name === 'Cell') endCell()
      else if (name === 'Row') rows.endRow()
      else if (name === 'Worksheet') isEnded = true
    },
  }
}

function cellValueOf(
  type: string,
  text: string,
  format: NumberFormat = generalFormat,
  epoch: 1900 | 1904,
): CellValue | undefined {
  switch (type) {
    case 'Number': {
      const written = text.trim()
      const number = Number(written)
      if (written === '') return undefined
      return Number.isNaN(number)
        ? { kind: 'text', text: written, format }
        : numberValue(number, format, epoch, written)
    }
    case 'Boolean':
      return { kind: 'boolean', text: /^(1|true)$/i.test(text.trim()) ? 'TRUE' : 'FALSE', format }
    case 'Error':
      return { kind: 'error', text: text.trim() || '#VALUE!', format }
    case 'DateTime':
      return timeValue(text.trim(), format)
    default:
      return { kind: 'text', text, format }
  }
}

/** Times of day stand on the day before the first one. */
function timeValue(text: string, format: NumberFormat): CellValue | undefined {
  const [, clock] = /^1899-12-3[01]T(.+)$/.exec(text) ?? []
  if (clock !== undefined && format.kind !== 'datetime') return isoValue(clock, format)
  const [, day] = /^(\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?$/.exec(text) ?? []
  return isoValue(day !== undefined && format.kind !== 'datetime' ? day : text, format)
}

/** Formats that have a name instead of a code. */
function formatOf(code: string): NumberFormat {
  if (/^(General|Fixed|Standard|Scientific|Yes\/No|True\/False|On\/Off)?$/i.test(code)) return generalFormat
  if (/^General Date$/i.test(code)) return { kind: 'datetime' }
  if (/^(Long|Medium|Short) Date$/i.test(code)) return { kind: 'date' }
  if (/^(Long|Medium|Short) Time$/i.test(code)) return { kind: 'time' }
  if (/^Percent$/i.test(code)) return { kind: 'percent' }
  if (/^Euro Currency$/i.test(code)) return { kind: 'currency', currency: 'EUR' }
  if (/^Currency$/i.test(code)) return { kind: 'currency', currency: null }
  return classifyFormat(code)
}

function of(attributes: Record<string, string>, name: string): string | undefined {
  return attributes[`ss:${name}`] ?? attributes[name]
}

function placeOf(attributes: Record<string, string>, next: number, most: number): number {
  const given = of(attributes, 'Index')
  const place = given === undefined ? next : Number(given)
  if (Number.isInteger(place) && place >= 1 && place <= most) return place
  throw new UnreadableFileError(
    'corrupt_file',
    'This XML workbook has a cell beyond the last one of a sheet. Save it as xlsx and drop that.',
  )
}
