import { sql } from 'kysely'
import { askedChart } from '../../engine/charts/asked-chart.ts'
import { jsonTypeOf } from '../../engine/column-kind-of.ts'
import { filterSql } from '../../engine/query/filter-sql.ts'
import { QuestionError } from '../../engine/query/question-error.ts'
import { quoteName } from '../../engine/sql-text.ts'
import type { ChartSpec } from '../../shared/charts.ts'
import type { ColumnInfo } from '../../shared/dataset.ts'
import type { Db } from '../database/db.ts'
import { invalid } from '../http/problem-error.ts'

/** Refuses to keep a chart that the version in use cannot draw, at the place of what does not fit. */
export const checkSpec = async (db: Db, datasetId: string, spec: ChartSpec): Promise<void> => {
  const { rows } = await sql<{ columns: ColumnInfo[] | null }>`
    select columns_info as columns from datasets where id = ${datasetId}`.execute(db)
  const columns = new Map(
    (rows[0]?.columns ?? []).map(({ name, sql_type, kind }) => [
      name,
      { name, sql_type, kind, json: jsonTypeOf(sql_type, false), sql: quoteName(name) },
    ]),
  )
  try {
    askedChart({ columns }, spec)
    if (spec.filter) filterSql(spec.filter, { columns })
  } catch (error) {
    throw error instanceof QuestionError ? invalid(`spec.${error.path}`, error.message) : error
  }
}
