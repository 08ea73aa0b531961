import { jsonTypeOf } from '../../column-kind-of.ts'
import type { DuckDbConnection, RunOptions } from '../../duckdb.ts'
import { toJsonValue } from '../../json-value.ts'
import { quoteText } from '../../sql-text.ts'
import { type ColumnDecision, convertedSql } from './convert-column.ts'

/**
 * What some texts become in one reading each, list by list, as rows of the table show them; null where a text does not
 * fit. All are converted in one statement.
 */
export async function exampleValues(
  duck: DuckDbConnection,
  lists: { texts: string[]; decision: ColumnDecision }[],
  options?: RunOptions,
): Promise<unknown[][]> {
  const height = Math.max(0, ...lists.map(({ texts }) => texts.length))
  if (height === 0) return lists.map(() => [])
  const cellOf = (texts: string[], row: number) => {
    const text = texts[row]
    return text === undefined ? 'CAST(NULL AS VARCHAR)' : quoteText(text)
  }
  const rows = Array.from({ length: height }, (_, row) => lists.map(({ texts }) => cellOf(texts, row)).join(', '))
  const names = lists.map((_, index) => `c${index}`)
  const from = `(SELECT * FROM (VALUES ${rows.map((row) => `(${row})`).join(', ')}) AS given (${names.join(', ')}))`
  const decisions = lists.map(({ decision }) => ({ ...decision, isForced: true }))
  const answer = await duck.query(convertedSql(from, decisions, names), options)
  return lists.map(({ texts }, index) => {
    const sqlType = answer.columns[index]?.sqlType ?? 'VARCHAR'
    const json = jsonTypeOf(sqlType, true)
    return texts.map((_, row) => toJsonValue(answer.rows[row]?.[index], sqlType, json))
  })
}
