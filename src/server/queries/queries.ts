import type { SqlQueries } from '../../engine/sql/sql-queries.ts'
import type { Datasets } from '../datasets/datasets.ts'

/** What the routes of people's SQL stand on. */
export interface Queries extends Datasets {
  sql: SqlQueries
}
