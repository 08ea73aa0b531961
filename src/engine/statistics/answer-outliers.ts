import type { Outliers } from '../../shared/statistics.ts'
import { type NumberLine, numberAt, plainLine, unitsOf, wholeLineOf, wholePlaceSql } from '../profile/number-line.ts'
import type { Table } from '../query/open-table.ts'
import { readRows } from '../query/read-rows.ts'
import { selectRows } from '../query/select-rows.ts'
import { type CountedColumn, countFromFirst } from './count-from-first.ts'
import { outlierBounds } from './outlier-bounds.ts'
import { finiteSql, numericColumn, readNumbers, subsetOf } from './read-numbers.ts'
import type { OutliersQuestion } from './statistics-question.ts'

type Placed = { name: string; line: NumberLine; sql: string }
type Judged = { facts: Outliers['columns'][number]; condition: string | undefined }

const mostColumnsAtOnce = 200
const cellsAtOnce = 4_000_000

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
  const placed = (await countFromFirst(table, columns, signal)).map(placedColumn)
  const judged: Judged[] = []
  const columnsAtOnce = Math.min(mostColumnsAtOnce, Math.ceil(cellsAtOnce / Math.max(1, subset.rowCount)))
  for (let start = 0; start < placed.length; start += columnsAtOnce) {
    const some = placed.slice(start, start + columnsAtOnce)
    const from = `FROM ${table.from} WHERE ${subset.where}`
    const lists = await readNumbers(
      table,
      some.map(({ sql }) => sql),
      from,
      signal,
    )
    for (const [index, column] of some.entries()) judged.push(judge(column, lists[index] as Float64Array, question))
  }

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

/**
 * Values are read as their places on the line of their type, so that decimals on a bound are never outside it by rounding.
 */
function placedColumn({ column, origin }: CountedColumn): Placed {
  const { name, sql_type: type } = column
  const whole = wholeLineOf(type)
  const line = whole && origin !== null ? { ...whole, origin: unitsOf(origin, whole.decimals) } : (whole ?? plainLine)
  return { name, line, sql: wholePlaceSql(line, finiteSql(column)) }
}

function judge({ name, line, sql }: Placed, read: Float64Array, { method, threshold }: OutliersQuestion): Judged {
  const values = read.filter((value) => !Number.isNaN(value))
  const bounds = outlierBounds(values, method, threshold)
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
