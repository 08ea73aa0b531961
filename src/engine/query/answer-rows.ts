import type { RowsAnswer } from '../../shared/rows.ts'
import { filterSql } from './filter-sql.ts'
import { findColumn } from './find-column.ts'
import type { Table, TableColumn } from './open-table.ts'
import type { SentRowsQuestion } from './process-message.ts'
import type { SortKey } from './query-pool.ts'
import { QuestionError } from './question-error.ts'
import { readRows } from './read-rows.ts'
import { searchSql } from './search-sql.ts'
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

function chosenColumns(table: Table, names: string[] | undefined): TableColumn[] {
  if (!names) return [...table.columns.values()]
  if (names.length === 0)
    throw new QuestionError('columns', 'Name at least one column, or leave `columns` out for all.')
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new QuestionError('columns', `The column "${twice}" is named twice.`)
  return names.map((name, index) => findColumn(table, name, `columns.${index}`))
}

function orderSql(table: Table, sort: SortKey[]): string | undefined {
  if (sort.length === 0) return undefined
  const keys = sort.map(({ column, descending }, index) => {
    const { sql } = findColumn(table, column, `sort.${index}`)
    return `${sql} ${descending ? 'DESC' : 'ASC'} NULLS LAST`
  })
  return [...keys, table.rowNumber].join(', ')
}

function whereSql(table: Table, { filter, q }: SentRowsQuestion): string | undefined {
  const conditions = [...(filter ? [filterSql(filter, table)] : []), ...(q?.trim() ? [searchSql(q, table)] : [])]
  return conditions.length > 0 ? conditions.join(' AND ') : undefined
}
