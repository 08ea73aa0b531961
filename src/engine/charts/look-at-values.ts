import type { Table, TableColumn } from '../query/open-table.ts'
import { askOnce } from './data-sql.ts'

/** The rows of a chart that have a value in one column. */
export type Values = { column: TableColumn; where: string }

const firstValues = 2000

/** Whether a column has at most so many different values. The first rows mostly know. */
export async function hasAtMost(
  table: Table,
  { column, where }: Values,
  most: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const values = `SELECT ${column.sql} AS v FROM data WHERE ${where}`
  const countOf = async (from: string) => {
    const { rows } = await askOnce(table, `SELECT count(DISTINCT v) FROM (${from})`, signal)
    return Number(rows[0]?.[0])
  }
  return (await countOf(`${values} LIMIT ${firstValues}`)) <= most && (await countOf(values)) <= most
}

/** Whether all numbers of a column are whole. The first rows mostly know. */
export async function areWhole(
  table: Table,
  { column, where }: Values,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (!/^(FLOAT|DOUBLE|DECIMAL.*)$/.test(column.sql_type)) return true
  const values = `SELECT ${column.sql} AS v FROM data WHERE ${where}`
  const holds = async (from: string) => {
    const { rows } = await askOnce(table, `SELECT bool_and(v = trunc(v)) FROM (${from})`, signal)
    return rows[0]?.[0] !== false
  }
  return (await holds(`${values} LIMIT ${firstValues}`)) && (await holds(values))
}

/** How far the middle half of the numbers of a column reaches; 0 without any. */
export async function middleHalf(
  table: Table,
  { column, where }: Values,
  signal: AbortSignal | undefined,
): Promise<number> {
  const quartiles = `SELECT quantile_cont(${column.sql}::DOUBLE, [0.25, 0.75]) AS q FROM data WHERE ${where}`
  const { rows } = await askOnce(table, `SELECT q[2] - q[1] FROM (${quartiles})`, signal)
  return Number(rows[0]?.[0] ?? 0)
}
