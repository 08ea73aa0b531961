import type { Filter } from '../../shared/rows.ts'
import type { ColumnValues } from '../../shared/summaries.ts'
import { toJsonValue } from '../json-value.ts'
import { findColumn } from '../query/find-column.ts'
import type { Table } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { whereSql } from '../query/select-clauses.ts'
import { containsSql } from '../query/text-match.ts'

/** The values of a column whose text contains `text`, in any case, among the rows that a filter leaves. */
export type ValuesQuestion = {
  about: 'values'
  tableFile: string
  column: string
  text: string
  filter?: Filter | undefined
  limit: number
}

/** Finds values with their counts, the most frequent first, equally frequent ones in their order. Throws `QuestionError`. */
export async function answerValues(
  table: Table,
  { column: name, text, filter, limit }: ValuesQuestion,
  signal?: AbortSignal,
): Promise<ColumnValues> {
  const column = findColumn(table, name, 'column')
  const { kind, sql, sql_type, json } = column
  if (kind === 'nested' || kind === 'unsupported') {
    throw new QuestionError('column', `The values of "${name}" cannot be listed: it is a ${kind} column.`)
  }
  const where = [
    `${sql} IS NOT NULL`,
    whereSql(table, { filter }),
    text === '' ? undefined : containsSql([column], text),
  ]
  const conditions = where.filter((condition) => condition !== undefined).map((condition) => `(${condition})`)
  const { rows } = await table.query(
    `SELECT ${sql}, count(*) FROM ${table.from} WHERE ${conditions.join(' AND ')}
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${limit + 1}`,
    signal,
  )
  return {
    values: rows.slice(0, limit).map(([value, count]) => ({
      value: toJsonValue(value, sql_type, json) as string | number | boolean,
      count: Number(count),
    })),
    has_more: rows.length > limit,
  }
}
