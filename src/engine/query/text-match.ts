import { quoteText } from '../sql-text.ts'
import type { TableColumn } from './open-table.ts'

/** Is null for a row in which all the columns are null; true where one of them contains the text, in any case. */
export function containsSql(columns: TableColumn[], text: string): string {
  return columns.map((column) => `contains(${folded(column, text)}, ${foldedText(text)})`).join(' OR ')
}

/** True where the column begins or ends with the text, in any case. */
export function edgeSql(op: 'starts_with' | 'ends_with', column: TableColumn, text: string): string {
  return `${op}(${folded(column, text)}, ${foldedText(text)})`
}

/** True where a part of the column matches a regular expression of RE2, which takes time in proportion to the text alone. */
export function matchesSql(column: TableColumn, pattern: string): string {
  return `regexp_matches(${textSql(column)}, ${quoteText(pattern)})`
}

/** True where the column is empty or nothing but white space. */
export function isBlankSql(column: TableColumn): string {
  return `regexp_full_match(${textSql(column)}, '[\\s\\p{Z}]*')`
}

/** Lower case costs most of a search, so that a text without letters does without. */
function folded(column: TableColumn, text: string): string {
  return hasCase(text) ? `lower(${textSql(column)})` : textSql(column)
}

function textSql({ sql, sql_type }: TableColumn): string {
  return sql_type === 'VARCHAR' ? sql : `${sql}::VARCHAR`
}

function foldedText(text: string): string {
  return hasCase(text) ? `lower(${quoteText(text)})` : quoteText(text)
}

function hasCase(text: string): boolean {
  return text.toLowerCase() !== text.toUpperCase()
}
