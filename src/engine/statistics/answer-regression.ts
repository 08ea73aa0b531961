import type { Regression } from '../../shared/statistics.ts'
import type { Table } from '../query/open-table.ts'
import { finiteSql, numericColumn, readNumbers, subsetOf } from './read-numbers.ts'
import { regress } from './simple-regression.ts'
import type { RegressionQuestion } from './statistics-question.ts'

/** The line of y on x over the rows in which both are finite. */
export async function answerRegression(
  table: Table,
  question: RegressionQuestion,
  signal?: AbortSignal,
): Promise<Regression> {
  const [x, y] = [numericColumn(table, question.x, 'x'), numericColumn(table, question.y, 'y')].map(finiteSql)
  const { where } = await subsetOf(table, question.filter, signal)
  const from = `FROM ${table.from} WHERE ${where} AND ${x} IS NOT NULL AND ${y} IS NOT NULL`
  const [xs, ys] = (await readNumbers(table, [x as string, y as string], from, signal)) as [Float64Array, Float64Array]
  return regress(xs, ys)
}
