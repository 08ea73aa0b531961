import { columnsAtOnce } from './columns-at-once.ts'
import type { Table } from './open-table.ts'
import { QuestionError } from './question-error.ts'
import { containsSql } from './text-match.ts'

const longest = 1000

/** A table to search; of one that says where it lies, some columns at a time. */
type SearchedTable = Pick<Table, 'columns'> & Partial<Pick<Table, 'from' | 'rowNumber'>>

/** The quick search as an SQL condition: some text column contains the text, in any case. */
export function searchSql(text: string, { columns: all, from, rowNumber }: SearchedTable): string {
  if (text.length > longest) throw new QuestionError('q', `A search has at most ${longest} characters.`)
  const columns = [...all.values()].filter(({ kind }) => kind === 'text')
  if (columns.length === 0) return 'FALSE'
  if (columns.length <= columnsAtOnce || from === undefined) return `(${containsSql(columns, text)})`
  const parts: string[] = []
  for (let at = 0; at < columns.length; at += columnsAtOnce) {
    const found = containsSql(columns.slice(at, at + columnsAtOnce), text)
    parts.push(`${rowNumber} IN (SELECT ${rowNumber} FROM ${from} WHERE ${found})`)
  }
  return `(${parts.join(' OR ')})`
}
