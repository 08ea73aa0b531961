import { excelLimits } from '../../shared/export-format.ts'

/** Characters that XML cannot hold or would change, and what would be read as one of them written out. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const escaped = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/g

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A text as XML of a workbook holds it: control characters as `_x0001_`, the way Excel itself writes them. */
export const excelText = (text: string): string =>
  text
    .replace(escaped, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(/[&<>"]/g, (character) => entities[character] as string)

/** Texts that were too long for a cell are counted, since nothing may be cut silently. */
export type LongTexts = { count: number }

/** The same of a text of any length: what a cell cannot hold is cut, and the cell says so at its end. */
export function excelCellText(text: string, long: LongTexts): string {
  if (text.length <= excelLimits.cellCharacters) return excelText(text)
  long.count += 1
  const mark = ` [cut by Excel's limit: ${text.length.toLocaleString('en')} characters]`
  return excelText(text.slice(0, excelLimits.cellCharacters - mark.length).replace(/[\ud800-\udbff]$/, '') + mark)
}

/** Whether `excelCellText` does more to a text than write its `& < >` as entities, as SQL; null for null. */
export const isUnusualSql = (sql: string): string =>
  `(strlen(${sql}) > ${excelLimits.cellCharacters} OR regexp_matches(${sql}, '[\\x00-\\x08\\x0b-\\x1f\\x{FFFE}\\x{FFFF}]|_x[0-9A-Fa-f]{4}_'))`
