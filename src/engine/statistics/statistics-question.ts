import type { Filter } from '../../shared/rows.ts'
import type { CorrelationMethod, OutlierMethod, TrendAggregate, TrendGrain } from '../../shared/statistics.ts'

/** What every question of statistics says: which table, and which of its rows. */
type AboutRows = { tableFile: string; filter?: Filter | undefined }

/** How columns go together; all that fit the method unless `columns` names some. */
export type CorrelationsQuestion = AboutRows & {
  about: 'correlations'
  method: 'auto' | CorrelationMethod
  columns?: string[] | undefined
}

/** A straight line of one column on another. */
export type RegressionQuestion = AboutRows & { about: 'regression'; x: string; y: string }

/** Values outside bounds in the named columns, or in all numeric ones, and a page of the rows that have one. */
export type OutliersQuestion = AboutRows & {
  about: 'outliers'
  columns?: string[] | undefined
  method: OutlierMethod
  threshold: number
  offset: number
  limit: number
}

/** A trend; what is not named is chosen. */
export type TrendQuestion = AboutRows & {
  about: 'trends'
  date?: string | undefined
  value?: string | undefined
  grain: 'auto' | TrendGrain
  aggregate?: TrendAggregate | undefined
}

/** A table beside the one in `withFile`, the reference; of all rows. */
export type CompareQuestion = { about: 'compare'; tableFile: string; withFile: string }

/** A question of statistics. */
export type StatisticsQuestion =
  | CorrelationsQuestion
  | RegressionQuestion
  | OutliersQuestion
  | TrendQuestion
  | CompareQuestion
