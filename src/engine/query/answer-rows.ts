import type { RowsAnswer } from '../../shared/rows.ts'
import type { Table } from './open-table.ts'
import type { SentRowsQuestion } from './process-message.ts'
import type { SortKey } from './query-pool.ts'
import { readRows } from './read-rows.ts'
import { chosenColumns, orderKeys, whereSql } from './select-clauses.ts'
import { selectRows } from './select-rows.ts'

/**
 * Answers a page of rows. First the numbers of its rows are found, reading only the columns that the filter and the
 * sort name; then those rows are read. What a filter leaves, and a sort beyond its first pages, is kept as a list.
 */
export async function answerRows(table: Table, question: SentRowsQuestion, signal?: AbortSignal): Promise<RowsAnswer> {
  const columns = chosenColumns(table, question.columns)
  const order = orderSql(table, question.sort)
  const where = whereSql(table, question)
  const { offset, limit } = question
  const selection = { where, order, offset, limit, knownTotal: question.knownTotal }
  const { rowNumbers, total } = question.rowNumbers
    ? { rowNumbers: question.rowNumbers, total: table.rowCount }
    : await selectRows(table, selection, signal)
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

function orderSql(table: Table, sort: SortKey[]): string | undefined {
  if (sort.length === 0) return undefined
  const keys = orderKeys(table, sort).map(({ sql, direction }) => `${sql} ${direction}`)
  return [...keys, table.rowNumber].join(', ')
}
