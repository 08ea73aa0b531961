import { storedText } from '../../../shared/cell-text.ts'

const quotedWhereNeeded = (text: string) =>
  /[\t\r\n]/.test(text) || text.startsWith('"') ? `"${text.replaceAll('"', '""')}"` : text

/**
 * Cells as text for the clipboard. One cell is its stored value untouched; several are tab-separated lines, where a value
 * that holds a tab or a line end is quoted as spreadsheets do.
 */
export const copiedText = (rows: unknown[][]): string => {
  if (rows.length === 1 && rows[0]?.length === 1) return storedText(rows[0][0])
  return rows.map((row) => row.map((value) => quotedWhereNeeded(storedText(value))).join('\t')).join('\n')
}
