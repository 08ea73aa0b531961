import type { ColumnKind } from '../../shared/column-kind.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import type { DuckDbConnection } from '../duckdb.ts'

/**
 * A column to profile: `from` is its table and `value` its expression in SQL, `rowCount` counts all rows, `nullCount`
 * the nulls that the load found; `isVaried` says that most of its values are expected to occur once.
 */
export type ProfiledColumn = {
  name: string
  sqlType: string
  kind: ColumnKind
  from: string
  value: string
  rowCount: number
  nullCount: number
  isVaried: boolean
}

/**
 * What the profile of one column works with; `mostInMemory` values of it may be held here at a time, and what lies after
 * `now` is in the future.
 */
export type ColumnWork = {
  connection: DuckDbConnection
  mostInMemory: number
  now: Date
  signal: AbortSignal | undefined
}

/** How many of the most frequent values a profile names. */
export const topValueCount = 10

/** One of the most frequent values, as the column's JSON type writes it, and how many rows have it. */
export type TopValue = ColumnProfile['top_values'][number]
