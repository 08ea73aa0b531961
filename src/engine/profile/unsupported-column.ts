import { blankColumnProfile } from '../../shared/blank-column-profile.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import type { ColumnWork, ProfiledColumn } from './profiled-column.ts'

/** The profile of a column of bytes, intervals, bit strings or shapes: its nulls are counted and nothing else. */
export async function profileUnsupportedColumn(
  { name, sqlType, kind, from, value, rowCount }: ProfiledColumn,
  { connection, signal }: ColumnWork,
): Promise<ColumnProfile> {
  const sql = `SELECT count(v)::DOUBLE FROM (SELECT ${value} AS v FROM ${from})`
  const [valueCount] = (await connection.query(sql, { signal })).rows[0] as [number]
  return {
    ...blankColumnProfile({ name, sql_type: sqlType, kind, count: rowCount, null_count: rowCount - valueCount }),
    distinct_is_exact: false,
  }
}
