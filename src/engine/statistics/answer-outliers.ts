import type { Outliers } from '../../shared/statistics.ts'
import { type NumberLine, numberAt, plainLine, unitsOf, wholeLineOf, wholePlaceSql } from '../profile/number-line.ts'
import type { Table, TableColumn } from '../query/open-table.ts'
import { readRows } from '../query/read-rows.ts'
import { selectRows } from '../query/select-rows.ts'
import { type CountedColumn, countFromFirst } from './count-from-first.ts'
import { outlierBounds } from './outlier-bounds.ts'
import { finiteSql, numericColumn, readNumbers, type Subset, subsetOf } from './read-numbers.ts'
import type { OutliersQuestion } from './statistics-question.ts'

type Judged = { facts: Outliers['columns'][number]; condition: string | undefined }

/** The values that lie outside the bounds of their column, and a page of the rows that have at least one. */
export async function answerOutliers(
  table: Table,
  question: OutliersQuestion,
  signal?: AbortSignal,
): Promise<Outliers> {
  const { method, threshold, offset, limit } = question
  const subset = await subsetOf(table, question.filter, signal)
  const columns = question.columns
    ? question.columns.map((name, index) => numericColumn(table, name, `column.${index}`))
    : [...table.columns.values()].filter(({ kind }) => kind === 'numeric')
  const judged: Judged[] = []
  for (const counted of await countFromFirst(table, columns, signal))
    judged.push(await judge(table, counted, subset, question, signal))

  const conditions = judged.flatMap(({ condition }) => condition ?? [])
  const all = [...table.columns.values()]
  const { rowNumbers, total } =
    conditions.length === 0
      ? { rowNumbers: [], total: 0 }
      : await selectRows(
          table,
          {
            where: `(${subset.where}) AND (${conditions.join(' OR ')})`,
            order: undefined,
            offset,
            limit,
          },
          signal,
        )
  return {
    method,
    threshold,
    columns: judged.map(({ facts }) => facts),
    row_columns: all.map(({ name, sql_type, kind, json }) => ({ name, sql_type, kind, json })),
    row_numbers: rowNumbers,
    rows: await readRows(table, all, rowNumbers, signal),
    total,
  }
}

/** Values are judged by their places on the line of their type, so that decimals on a bound are never outside it by rounding. */
async function judge(
  table: Table,
  { column, origin }: CountedColumn,
  { where }: Subset,
  { method, threshold }: OutliersQuestion,
  signal: AbortSignal | undefined,
): Promise<Judged> {
  const line = lineOf(column, origin)
  const sql = wholePlaceSql(line, finiteSql(column))
  const from = `FROM ${table.from} WHERE ${where} AND ${sql} IS NOT NULL`
  const [values] = (await readNumbers(table, [sql], from, signal)) as [Float64Array]
  const bounds = outlierBounds(values, method, threshold)
  const name = column.name
  const n = values.length
  if ('note' in bounds) {
    const share = n > 0 ? 0 : null
    return { facts: { name, n, lower: null, upper: null, count: 0, share, note: bounds.note }, condition: undefined }
  }
  const { lower, upper } = bounds
  const count = values.reduce((sum, value) => sum + (value < lower || value > upper ? 1 : 0), 0)
  return {
    facts: { name, n, lower: numberAt(line, lower), upper: numberAt(line, upper), count, share: count / n },
    condition: count > 0 ? `${sql} < '${lower}'::DOUBLE OR ${sql} > '${upper}'::DOUBLE` : undefined,
  }
}

function lineOf({ sql_type: type }: TableColumn, origin: string | null): NumberLine {
  const line = wholeLineOf(type)
  return line && origin !== null ? { ...line, origin: unitsOf(origin, line.decimals) } : (line ?? plainLine)
}
