import type { RowsAnswer } from '../../shared/rows.ts'
import type { Table } from './open-table.ts'
import { orderSql } from './order-sql.ts'
import type { RowsQuestion } from './query-pool.ts'
import { readRows } from './read-rows.ts'
import { chosenColumns, orderKeys, whereSql } from './select-clauses.ts'
import { selectRows } from './select-rows.ts'

/**
 * Answers a page of rows. First the numbers of its rows are found, reading only the columns that the filter and the
 * sort name; then those rows are read. What a filter leaves, and the order of a sort, is kept as a list.
 */
export async function answerRows(table: Table, question: RowsQuestion, signal?: AbortSignal): Promise<RowsAnswer> {
  const columns = chosenColumns(table, question.columns)
  orderKeys(table, question.sort)
  const order = question.sort.length > 0 ? orderSql(question.sort) : undefined
  const where = whereSql(table, question)
  const { offset, limit } = question
  const { rowNumbers, total } = question.rowNumbers
    ? { rowNumbers: question.rowNumbers, total: table.rowCount }
    : await selectRows(table, { where, order, offset, limit }, signal)
  return {
    columns: columns.map(({ name, sql_type, kind, json }) => ({ name, sql_type, kind, json })),
    rows: await readRows(table, columns, rowNumbers, signal),
    row_numbers: rowNumbers,
    total,
    total_unfiltered: table.rowCount,
    offset,
    limit,
  }
}
