import type { Table } from './open-table.ts'
import { QuestionError } from './question-error.ts'
import { containsSql } from './text-match.ts'

const longest = 1000

/** The quick search as an SQL condition: some text column contains the text, in any case. */
export function searchSql(text: string, table: Pick<Table, 'columns'>): string {
  if (text.length > longest) throw new QuestionError('q', `A search has at most ${longest} characters.`)
  const columns = [...table.columns.values()].filter(({ kind }) => kind === 'text')
  return columns.length > 0 ? `(${containsSql(columns, text)})` : 'FALSE'
}
