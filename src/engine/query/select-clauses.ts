import type { Filter } from '../../shared/rows.ts'
import { filterSql } from './filter-sql.ts'
import { findColumn } from './find-column.ts'
import type { Table, TableColumn } from './open-table.ts'
import { directionSql } from './order-sql.ts'
import type { SortKey } from './query-pool.ts'
import { QuestionError } from './question-error.ts'
import { searchSql } from './search-sql.ts'

/** The columns of these names in their order, all without names; throws `QuestionError` for none, one unknown, one twice. */
export function chosenColumns(table: Pick<Table, 'columns'>, names: string[] | undefined): TableColumn[] {
  if (!names) return [...table.columns.values()]
  if (names.length === 0)
    throw new QuestionError('columns', 'Name at least one column, or leave `columns` out for all.')
  const seen = new Set<string>()
  const twice = names.find((name) => seen.size === seen.add(name).size)
  if (twice !== undefined) throw new QuestionError('columns', `The column "${twice}" is named twice.`)
  return names.map((name, index) => findColumn(table, name, `columns.${index}`))
}

/** A key to sort by as SQL writes it. */
export type OrderKey = { sql: string; direction: ReturnType<typeof directionSql> }

/** The keys to sort by, in their order; throws `QuestionError` for an unknown column. */
export function orderKeys(table: Pick<Table, 'columns'>, sort: SortKey[]): OrderKey[] {
  return sort.map((key, index) => ({
    sql: findColumn(table, key.column, `sort.${index}`).sql,
    direction: directionSql(key),
  }))
}

/** Filter and search as one SQL condition; undefined when every row is meant. Throws `QuestionError`. */
export function whereSql(
  table: Pick<Table, 'columns'>,
  { filter, q }: { filter?: Filter | undefined; q?: string | undefined },
): string | undefined {
  const conditions = [...(filter ? [filterSql(filter, table)] : []), ...(q?.trim() ? [searchSql(q, table)] : [])]
  return conditions.length > 0 ? conditions.join(' AND ') : undefined
}
