import type { Filter } from '../../shared/rows.ts'
import { columnKindOf, jsonTypeOf } from '../column-kind-of.ts'
import { quoteName } from '../sql-text.ts'
import type { Table } from './open-table.ts'
import type { SortKey } from './query-pool.ts'
import { chosenColumns, orderKeys, whereSql } from './select-clauses.ts'

/** What of a table is looked at, as a question for rows says it. */
export type View = {
  columns?: string[] | undefined
  sort: SortKey[]
  filter?: Filter | undefined
  q?: string | undefined
}

/** A view as one SELECT over the table `data`, as people write SQL about a dataset. Throws `QuestionError` as its rows would. */
export function viewSql(columns: { name: string; sql_type: string }[], view: View): string {
  const table: Pick<Table, 'columns'> = {
    columns: new Map(
      columns.map(({ name, sql_type }) => [
        name,
        { name, sql_type, sql: quoteName(name), kind: columnKindOf(sql_type), json: jsonTypeOf(sql_type, false) },
      ]),
    ),
  }
  const where = whereSql(table, view)
  const order = orderKeys(table, view.sort).map(({ sql, direction }) => `${sql} ${direction}`)
  const selected = view.columns && chosenColumns(table, view.columns).map(({ sql }) => sql)
  return [
    `SELECT ${selected?.join(', ') ?? '*'}`,
    'FROM data',
    ...(where === undefined ? [] : [`WHERE ${where}`]),
    ...(order.length === 0 ? [] : [`ORDER BY ${order.join(', ')}`]),
  ].join('\n')
}
