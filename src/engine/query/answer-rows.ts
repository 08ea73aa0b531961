import type { RowsAnswer } from '../../shared/rows.ts'
import { toJsonValue } from '../json-value.ts'
import { filterSql } from './filter-sql.ts'
import { findColumn } from './find-column.ts'
import type { Table, TableColumn } from './open-table.ts'
import type { SentQuestion } from './process-message.ts'
import type { SortKey } from './query-pool.ts'
import { QuestionError } from './question-error.ts'
import { searchSql } from './search-sql.ts'

/**
 * Answers a page of rows. First the numbers of its rows are found, reading only the columns that the filter and the
 * sort name; then those rows are read.
 */
export async function answerRows(table: Table, question: SentQuestion, signal?: AbortSignal): Promise<RowsAnswer> {
  const columns = chosenColumns(table, question.columns)
  const order = orderSql(table, question.sort)
  const where = whereSql(table, question)
  const { offset, limit } = question

  const page = { offset, limit }
  const isWhole = where === undefined
  const rowNumbers =
    isWhole && order === undefined
      ? numbersBetween(offset, Math.min(offset + limit, table.rowCount))
      : await findRowNumbers(table, where, order, page, signal)
  const total = isWhole
    ? table.rowCount
    : (totalFrom(rowNumbers, page) ?? question.knownTotal ?? (await countRows(table, where, signal)))
  const rows = await readRows(table, columns, rowNumbers, signal)

  return {
    columns: columns.map(({ name, sql_type, kind, json }) => ({ name, sql_type, kind, json })),
    rows,
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

function whereSql(table: Table, { filter, q }: SentQuestion): string | undefined {
  const conditions = [...(filter ? [filterSql(filter, table)] : []), ...(q?.trim() ? [searchSql(q, table)] : [])]
  return conditions.length > 0 ? conditions.join(' AND ') : undefined
}

type Page = { offset: number; limit: number }

async function findRowNumbers(
  table: Table,
  where: string | undefined,
  order: string | undefined,
  { offset, limit }: Page,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const { rows } = await table.query(
    `SELECT ${table.rowNumber} FROM ${table.from}
    ${where === undefined ? '' : `WHERE ${where}`}
    ${order === undefined ? '' : `ORDER BY ${order}`}
    LIMIT ${limit} OFFSET ${offset}`,
    signal,
  )
  return rows.map(([number]) => Number(number))
}

/** The number of rows that the filter leaves, where a page that is not full tells it. */
function totalFrom(rowNumbers: number[], { offset, limit }: Page): number | undefined {
  const endsHere = rowNumbers.length < limit && (rowNumbers.length > 0 || offset === 0)
  return endsHere ? offset + rowNumbers.length : undefined
}

async function countRows(table: Table, where: string, signal: AbortSignal | undefined): Promise<number> {
  const { rows } = await table.query(`SELECT count(*) FROM ${table.from} WHERE ${where}`, signal)
  return Number(rows[0]?.[0])
}

async function readRows(
  table: Table,
  columns: TableColumn[],
  rowNumbers: number[],
  signal: AbortSignal | undefined,
): Promise<unknown[][]> {
  if (rowNumbers.length === 0) return []
  const selected = columns.map(({ sql }) => sql).join(', ')
  const { rows } = await table.query(
    `SELECT ${table.rowNumber}, ${selected} FROM ${table.from} WHERE ${isOneOf(table.rowNumber, rowNumbers)}`,
    signal,
  )
  const byNumber = new Map(rows.map((row) => [Number(row[0]), row]))
  return rowNumbers.map((number) => {
    const row = byNumber.get(number)
    if (!row) throw new Error(`The table has no row ${number}.`)
    return columns.map(({ sql_type, json }, index) => toJsonValue(row[index + 1], sql_type, json))
  })
}

/** Neighbours are asked for as a range, which lets the reader skip all other row groups. */
function isOneOf(rowNumber: string, numbers: number[]): string {
  const [first = 0, last = 0] = [numbers[0], numbers.at(-1)]
  const isRange = last - first === numbers.length - 1 && numbers.every((number, index) => number === first + index)
  return isRange ? `${rowNumber} BETWEEN ${first} AND ${last}` : `${rowNumber} IN (${numbers.join(', ')})`
}

function numbersBetween(from: number, until: number): number[] {
  return Array.from({ length: Math.max(until - from, 0) }, (_, index) => from + index)
}
