import type { ColumnKind } from '../../shared/column-kind.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import type { DuckDbConnection } from '../duckdb.ts'

/**
 * A column to profile: `from` is its table and `value` its expression in SQL, `rowCount` counts all rows, `nullCount`
 * the nulls that the load found; `isVaried` says that most of its values are expected to occur once. `numbers` and
 * `texts` are there when it was read beside other columns: its numbers, units or truth values in the order of the file,
 * without nulls; how often each text occurs, the most frequent first.
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
  numbers?: Float64Array | undefined
  texts?: ReadText[] | undefined
}

/** A text as a profile shows it, how many rows have it, its characters, and whether it is blank. */
export type ReadText = [text: string, count: number, length: number, isBlank: boolean]

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
