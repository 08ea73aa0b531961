import type { Regression } from '../../shared/statistics.ts'
import type { Table } from '../query/open-table.ts'
import { countFromFirst } from './count-from-first.ts'
import { finiteSql, numericColumn, readNumbers, subsetOf } from './read-numbers.ts'
import { regress } from './simple-regression.ts'
import type { RegressionQuestion } from './statistics-question.ts'

/** The line of y on x over the rows in which both are finite. */
export async function answerRegression(
  table: Table,
  question: RegressionQuestion,
  signal?: AbortSignal,
): Promise<Regression> {
  const columns = [numericColumn(table, question.x, 'x'), numericColumn(table, question.y, 'y')]
  const counted = await countFromFirst(table, columns, signal)
  const [x, y] = counted.map(({ column }) => finiteSql(column)) as [string, string]
  const [originX, originY] = counted.map(({ origin }) => Number(origin ?? 0)) as [number, number]
  const { where } = await subsetOf(table, question.filter, signal)
  const from = `FROM ${table.from} WHERE ${where} AND ${x} IS NOT NULL AND ${y} IS NOT NULL`
  const [xs, ys] = (await readNumbers(table, [x, y], from, signal)) as [Float64Array, Float64Array]
  return regress(xs, ys, { x: originX, y: originY })
}
