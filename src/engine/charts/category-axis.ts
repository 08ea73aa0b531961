import { formatCount } from '../../shared/format-numbers.ts'
import { valueSql } from '../query/filter-sql.ts'
import type { Table, TableColumn } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import type { Axis } from './axis.ts'
import { withinDoubles } from './chart-statement.ts'
import { answerRowsOf, runOverData } from './data-sql.ts'

/** A category as JSON has it. */
export type Category = string | number | boolean

/** The values of a column as they are. Numbers and truth values have an order of their own, which texts have not. */
export function categoryAxis(column: TableColumn, isComplete: boolean): Axis {
  return {
    column,
    key: column.sql,
    show: (key) => [{ sql: key, name: column.name, isEnd: false }],
    categories: isComplete ? 'few' : 'many',
    isOrdered: column.kind !== 'text',
    binning: null,
  }
}

/** The categories of a column that come first by `rank`, by their number of rows unless given; equals in their own order. */
export async function topCategories(
  table: Table,
  { column, where, most, rank = 'count(*)' }: { column: TableColumn; where: string; most: number; rank?: string },
  signal: AbortSignal | undefined,
): Promise<Category[]> {
  const answer = await runOverData(
    table,
    `SELECT ${column.sql} FROM data WHERE ${where} GROUP BY 1 ORDER BY ${rank} DESC NULLS LAST, 1 LIMIT ${most}`,
    signal,
  )
  return categoriesOf(column, answerRowsOf(answer))
}

const longestCategory = 10_000

/** The categories in the first column of rows. Throws `QuestionError` for texts so long that they are none. */
export function categoriesOf(column: TableColumn, rows: unknown[][]): Category[] {
  const values = rows.map(([value]) => value as Category)
  const longest = Math.max(0, ...values.map((value) => String(value).length))
  if (longest <= longestCategory) return values
  const message = `"${column.name}" holds a text of ${formatCount(longest)} characters, which is no category. Choose another column, or leave such rows out by a filter.`
  throw new QuestionError('x', message)
}

/** What lies beyond the categories that are drawn: how many rows and categories, and their `figure`; null for nothing. */
export async function otherCategories(
  table: Table,
  { column, where, drawn, figure = 'NULL' }: { column: TableColumn; where: string; drawn: Category[]; figure?: string },
  signal: AbortSignal | undefined,
): Promise<{ count: number; categories: number; value: number | string | null } | null> {
  const answer = await runOverData(
    table,
    `SELECT count(*), count(DISTINCT ${column.sql}), ${figure} FROM data WHERE ${where} AND NOT (${isOneOf(column, drawn)})`,
    signal,
  )
  const [count = 0, categories = 0, value = null] = (answerRowsOf(answer)[0] ?? []) as [
    number,
    number,
    number | string | null,
  ]
  return count > 0 ? { count, categories, value: withinDoubles(value) } : null
}

/** Categories as SQL writes them in the type of their column. */
export function categoryList(column: TableColumn, values: readonly Category[]): string {
  return values.map((value) => valueSql(column, value, column.name)).join(', ')
}

/** SQL that holds for the rows of these categories. */
export function isOneOf(column: TableColumn, values: readonly Category[]): string {
  return values.length === 0 ? 'false' : `${column.sql} IN (${categoryList(column, values)})`
}
