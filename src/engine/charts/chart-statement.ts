import type { ChartAggregate, ChartColumn, ChartRole } from '../../shared/charts.ts'
import { columnKindOf } from '../column-kind-of.ts'
import type { Table } from '../query/open-table.ts'
import { quoteName } from '../sql-text.ts'
import { answerJson, answerRowsOf, runOverData } from './data-sql.ts'

/** A column of the answer before it was asked for: what it is for and what is behind it. */
export type PlannedColumn = {
  role: ChartRole
  sql: string
  name: string
  column: string | null
  aggregate: ChartAggregate | null
}

/** A statement over the table `data`: everything before its columns, and everything behind them. */
export type PlannedStatement = { before?: string | undefined; columns: PlannedColumn[]; after: string }

/** What a statement gave, and the statement itself. */
export type StatementAnswer = { columns: ChartColumn[]; rows: unknown[][]; sql: string }

/** Runs the very statement that the answer shows. */
export async function runStatement(
  table: Table,
  { before, columns, after }: PlannedStatement,
  signal: AbortSignal | undefined,
): Promise<StatementAnswer> {
  const names = differentNames(columns.map(({ name }) => name))
  const select = columns.map(({ sql }, index) => `${sql} AS ${quoteName(names[index] as string)}`).join(', ')
  const sql = [...(before ? [before] : []), `SELECT ${select}`, after].join('\n')
  const answer = await runOverData(table, sql, signal)
  return {
    sql,
    rows: answerRowsOf(answer).map((row) =>
      row.map((cell, index) => (figures.has((columns[index] as PlannedColumn).role) ? withinDoubles(cell) : cell)),
    ),
    columns: columns.map(({ role, column, aggregate }, index) => {
      const sqlType = answer.columns[index]?.sqlType ?? 'VARCHAR'
      const json = answerJson(answer, index)
      return {
        name: names[index] as string,
        role,
        column,
        aggregate,
        sql_type: sqlType,
        kind: columnKindOf(sqlType),
        json,
      }
    }),
  }
}

const figures = new Set<ChartRole>(['value', 'lower_fence', 'low', 'q1', 'median', 'q3', 'high', 'upper_fence'])

/** A figure that a double can hold; there is none beyond, as of very large values that are added up. */
export function withinDoubles<Figure>(figure: Figure): Figure | null {
  return /^(NaN|-?Infinity)$/.test(String(figure)) ? null : figure
}

/** Names that differ from each other, in any case, as SQL needs them. */
function differentNames(names: string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let free = name
    for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${name} ${number}`
    taken.add(free.toLowerCase())
    return free
  })
}
