import { excelText } from './excel-text.ts'

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const related = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The style of the names above the columns. */
const headerStyle = 1
const firstFormatStyle = 2
/** Numbers below are Excel's own formats. */
const firstFormat = 164

/** A sheet of a workbook: what its tab says, and where it lies in the archive. */
export type Sheet = { name: string; path: string }

/** The part that every reader opens first. */
export const rootRelations = `${declaration}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${related}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

/** The parts that name all others, by their paths. */
export function workbookParts(sheets: Sheet[], numberFormats: string[]): Record<string, string> {
  const each = (write: (sheet: Sheet, number: number) => string) =>
    sheets.map((sheet, index) => write(sheet, index + 1)).join('')
  return {
    'xl/workbook.xml': `${declaration}<workbook xmlns="${main}" xmlns:r="${related}"><bookViews><workbookView/></bookViews><sheets>${each(
      ({ name }, number) => `<sheet name="${excelText(name)}" sheetId="${number}" r:id="rId${number}"/>`,
    )}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${declaration}<Relationships xmlns="${packaged}/relationships">${each(
      ({ path }, number) =>
        `<Relationship Id="rId${number}" Type="${related}/worksheet" Target="${path.replace('xl/', '')}"/>`,
    )}<Relationship Id="styles" Type="${related}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': stylesPart(numberFormats),
    '[Content_Types].xml': `${declaration}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${contentType}.styles+xml"/>${each(
      ({ path }) => `<Override PartName="/${path}" ContentType="${contentType}.worksheet+xml"/>`,
    )}</Types>`,
  }
}

function stylesPart(numberFormats: string[]): string {
  const formats = numberFormats.map(
    (format, index) => `<numFmt numFmtId="${firstFormat + index}" formatCode="${excelText(format)}"/>`,
  )
  const styles = numberFormats.map(
    (_, index) =>
      `<xf numFmtId="${firstFormat + index}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
  )
  const font = '<sz val="11"/><name val="Calibri"/>'
  return `${declaration}<styleSheet xmlns="${main}">${
    formats.length > 0 ? `<numFmts count="${formats.length}">${formats.join('')}</numFmts>` : ''
  }<fonts count="2"><font>${font}</font><font><b/>${font}</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${
    firstFormatStyle + styles.length
  }"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>${styles.join('')}</cellXfs></styleSheet>`
}

/** Numbers number formats as styles, in the order in which they are first asked for. */
export function numberStyles(): { styleOf: (format: string) => number; formats: string[] } {
  const formats: string[] = []
  const styleOf = (format: string) => {
    if (!formats.includes(format)) formats.push(format)
    return firstFormatStyle + formats.indexOf(format)
  }
  return { styleOf, formats }
}

/** What stands before the rows of a sheet: the widths of its columns in characters, and its first row, which stays in view. */
export const sheetStart = (widths: number[], names: string[]): string =>
  `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths
    .map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
    .join('')}</cols><sheetData><row>${names.map((name) => textCell(name, headerStyle)).join('')}</row>`

/** What stands after the rows. */
export const sheetEnd = '</sheetData></worksheet>'

/** A sheet of sentences, one below the other. */
export const sentencesSheet = (sentences: string[]): string =>
  `${declaration}<worksheet xmlns="${main}"><sheetData>${sentences
    .map((sentence) => `<row>${textCell(sentence)}</row>`)
    .join('')}</sheetData></worksheet>`

const textCell = (text: string, style?: number) =>
  `<c${style === undefined ? '' : ` s="${style}"`} t="inlineStr"><is><t xml:space="preserve">${excelText(text)}</t></is></c>`
