import { openHtml } from './html/open-html.ts'
import { openOds } from './ods/open-ods.ts'
import type { Workbook } from './workbook.ts'
import { openXls } from './xls/open-xls.ts'
import { openXlsb } from './xlsb/open-xlsb.ts'
import { openWorkbook } from './xlsx/open-workbook.ts'
import { openSpreadsheetXml } from './xml/open-spreadsheet-xml.ts'

type Opening = { signal?: AbortSignal | undefined }

const openers = {
  xlsx: openWorkbook,
  xls: openXls,
  xlsb: openXlsb,
  ods: openOds,
  fods: (file: string, { signal }: Opening) => openOds(file, { signal, isFlat: true }),
  xml: openSpreadsheetXml,
  html: openHtml,
} satisfies Record<string, (file: string, opening: Opening) => Promise<Workbook>>

/** The formats of workbooks that have a reader; `xml` is the XML Spreadsheet of 2003, `html` the tables of a page. */
export type SpreadsheetType = keyof typeof openers

/** The formats of workbooks. */
export const spreadsheetTypes = Object.keys(openers) as SpreadsheetType[]

/** Opens a workbook of any format. Throws `UnreadableFileError` with a sentence for a person when it cannot be read. */
export function openSpreadsheet(type: SpreadsheetType, file: string, { signal }: Opening): Promise<Workbook> {
  return openers[type](file, { signal })
}
