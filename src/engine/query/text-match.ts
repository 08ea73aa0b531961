import { quoteText } from '../sql-text.ts'
import type { TableColumn } from './open-table.ts'

/** Is null for a row in which all the columns are null; true where one of them contains the text, in any case. */
export function containsSql(columns: TableColumn[], text: string): string {
  return columns.map((column) => `contains(${folded(column, text)}, ${foldedText(text)})`).join(' OR ')
}

/** True where the column begins with the text, in any case. */
export function startsWithSql(column: TableColumn, text: string): string {
  return `starts_with(${folded(column, text)}, ${foldedText(text)})`
}

/** Lower case costs most of a search, so that a text without letters does without. */
function folded(column: TableColumn, text: string): string {
  const sql = column.sql_type === 'VARCHAR' ? column.sql : `${column.sql}::VARCHAR`
  return hasCase(text) ? `lower(${sql})` : sql
}

function foldedText(text: string): string {
  return hasCase(text) ? `lower(${quoteText(text)})` : quoteText(text)
}

function hasCase(text: string): boolean {
  return text.toLowerCase() !== text.toUpperCase()
}
