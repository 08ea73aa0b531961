import type { JsonType } from '../../shared/column-kind.ts'
import { jsonTypeOf } from '../column-kind-of.ts'
import type { Answer } from '../duckdb.ts'
import { toJsonValue } from '../json-value.ts'
import type { Table } from '../query/open-table.ts'
import { createRecentMap, type RecentMap } from '../query/recent-map.ts'

/** Runs a statement over the table `data`, as a person would; of the columns only those that it mentions are there. */
export function runOverData(table: Table, sql: string, signal: AbortSignal | undefined): Promise<Answer> {
  const mentioned = [...table.columns.values()].flatMap((column) => (sql.includes(column.sql) ? [column.sql] : []))
  const data = `WITH data AS NOT MATERIALIZED (SELECT ${mentioned.join(', ') || '1'} FROM ${table.from})`
  return table.query(sql.startsWith('WITH ') ? `${data}, ${sql.slice(5)}` : `${data} ${sql}`, signal)
}

const known = new WeakMap<Table, RecentMap<Answer>>()
const mostKnown = 200

/** Runs a statement of which the answer is short, once for each table: its file never changes. */
export async function askOnce(table: Table, sql: string, signal: AbortSignal | undefined): Promise<Answer> {
  const answers = known.get(table) ?? createRecentMap<Answer>(mostKnown)
  known.set(table, answers)
  const answer = answers.get(sql) ?? (await runOverData(table, sql, signal))
  answers.set(sql, answer)
  return answer
}

/** How the values of a column of an answer stand in JSON: integers as numbers where a double holds all of them. */
export function answerJson({ columns, rows }: Answer, index: number): JsonType {
  const sqlType = columns[index]?.sqlType ?? 'VARCHAR'
  if (!/^U?(BIGINT|HUGEINT)$/.test(sqlType)) return jsonTypeOf(sqlType, false)
  const exceeds = rows.some((row) => row[index] !== null && !Number.isSafeInteger(Number(row[index])))
  return exceeds ? 'string' : 'number'
}

/** The rows of an answer as JSON. */
export function answerRowsOf(answer: Answer): unknown[][] {
  const jsons = answer.columns.map((_, index) => answerJson(answer, index))
  return answer.rows.map((row) =>
    answer.columns.map(({ sqlType }, index) => toJsonValue(row[index], sqlType, jsons[index] as JsonType)),
  )
}
