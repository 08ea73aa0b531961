import { columnLetters } from '../src/engine/ingest/spreadsheet/cell-reference.ts'
import { writeZip, type ZipEntry } from './zip-file.ts'

/** A cell to write: a shared text, a number, a boolean, nothing, a number in a format, or XML as it stands. */
export type WrittenCell =
  | string
  | number
  | boolean
  | null
  | { number: number; format: string }
  | { error: string }
  | { inline: string }
  | { xml: string }

/** A sheet to write; `before` and `after` are XML around its rows, `xml` replaces the whole part. */
export type WrittenSheet = {
  name: string
  rows?: Iterable<WrittenCell[]>
  state?: 'hidden' | 'veryHidden'
  before?: string
  after?: string
  xml?: string | Iterable<string>
}

export type WrittenWorkbook = {
  sheets: WrittenSheet[]
  date1904?: boolean
  /** Replaces parts, or leaves them out where null. */
  parts?: Record<string, string | null>
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** Writes an Excel workbook with nothing in it but what was asked for. */
export async function writeWorkbook(path: string, { sheets, date1904, parts = {} }: WrittenWorkbook): Promise<void> {
  const strings = new Map<string, number>()
  const formats: string[] = []
  const sheetEntries = sheets.map((sheet, index) => ({
    name: `xl/worksheets/sheet${index + 1}.xml`,
    data: sheet.xml ?? [...sheetXml(sheet, strings, formats)],
  }))
  const entries: ZipEntry[] = [
    { name: '[Content_Types].xml', data: contentTypes(sheets.length) },
    { name: '_rels/.rels', data: relationships([['officeDocument', 'xl/workbook.xml']]) },
    { name: 'xl/workbook.xml', data: workbookXml(sheets, date1904) },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: relationships([
        ...sheets.map((_, index): [string, string] => ['worksheet', `worksheets/sheet${index + 1}.xml`]),
        ['styles', 'styles.xml'],
        ['sharedStrings', '/xl/sharedStrings.xml'],
      ]),
    },
    ...sheetEntries,
    { name: 'xl/styles.xml', data: stylesXml(formats) },
    { name: 'xl/sharedStrings.xml', data: stringsXml(strings) },
  ]
  const kept = entries.filter(({ name }) => parts[name] === undefined)
  const replaced = Object.entries(parts).flatMap(([name, data]) => (data === null ? [] : [{ name, data }]))
  await writeZip(path, [...kept, ...replaced])
}

function* sheetXml(sheet: WrittenSheet, strings: Map<string, number>, formats: string[]): Generator<string> {
  yield `${declaration}<worksheet xmlns="${main}">${sheet.before ?? ''}<sheetData>`
  let number = 0
  let piece = ''
  for (const cells of sheet.rows ?? []) {
    number++
    piece += `<row r="${number}">${cells.map((cell, column) => cellXml(cell, `${columnLetters(column)}${number}`, strings, formats)).join('')}</row>`
    if (piece.length > 256 * 1024) {
      yield piece
      piece = ''
    }
  }
  yield `${piece}</sheetData>${sheet.after ?? ''}</worksheet>`
}

function cellXml(cell: WrittenCell, r: string, strings: Map<string, number>, formats: string[]): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return `<c r="${r}"><v>${cell}</v></c>`
  if (typeof cell === 'boolean') return `<c r="${r}" t="b"><v>${cell ? 1 : 0}</v></c>`
  if (typeof cell === 'string') {
    const index = strings.get(cell) ?? strings.size
    strings.set(cell, index)
    return `<c r="${r}" t="s"><v>${index}</v></c>`
  }
  if ('xml' in cell) return cell.xml
  if ('error' in cell) return `<c r="${r}" t="e"><v>${cell.error}</v></c>`
  if ('inline' in cell) return `<c r="${r}" t="inlineStr"><is><t>${escaped(cell.inline)}</t></is></c>`
  if (!formats.includes(cell.format)) formats.push(cell.format)
  return `<c r="${r}" s="${formats.indexOf(cell.format) + 1}"><v>${cell.number}</v></c>`
}

function workbookXml(sheets: WrittenSheet[], date1904 = false): string {
  const list = sheets.map(
    ({ name, state }, index) =>
      `<sheet name="${escaped(name)}" sheetId="${index + 1}"${state ? ` state="${state}"` : ''} r:id="rId${index + 1}"/>`,
  )
  return `${declaration}<workbook xmlns="${main}" xmlns:r="${office}">${date1904 ? '<workbookPr date1904="1"/>' : ''}<sheets>${list.join('')}</sheets></workbook>`
}

function stylesXml(formats: string[]): string {
  const custom = formats.map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${escaped(code)}"/>`)
  const styles = formats.map((_, index) => `<xf numFmtId="${164 + index}" applyNumberFormat="1"/>`)
  return `${declaration}<styleSheet xmlns="${main}"><numFmts>${custom.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles.join('')}</cellXfs></styleSheet>`
}

function stringsXml(strings: Map<string, number>): string {
  const items = [...strings.keys()].map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`)
  return `${declaration}<sst xmlns="${main}" uniqueCount="${strings.size}">${items.join('')}</sst>`
}

function relationships(list: [type: string, target: string][]): string {
  const items = list.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${office}/${type}" Target="${target}"/>`,
  )
  return `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`
}

function contentTypes(sheetCount: number): string {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const sheets = Array.from(
    { length: sheetCount },
    (_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${type}.worksheet+xml"/>`,
  )
  return `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>${sheets.join('')}</Types>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/\p{Cc}/gu, (character) => ('\t\n'.includes(character) ? character : codeOf(character)))
}

function codeOf(character: string): string {
  return `_x${character.charCodeAt(0).toString(16).padStart(4, '0')}_`
}
