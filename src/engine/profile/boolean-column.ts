import { blankColumnProfile } from '../../shared/blank-column-profile.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import type { ColumnWork, ProfiledColumn } from './profiled-column.ts'

/** The profile of a boolean column; of equally frequent values `false` comes first. */
export async function profileBooleanColumn(
  { name, sqlType, kind, from, value, rowCount }: ProfiledColumn,
  { connection, signal }: ColumnWork,
): Promise<ColumnProfile> {
  const sql = `SELECT count(v)::DOUBLE, count_if(v)::DOUBLE FROM (SELECT ${value} AS v FROM ${from})`
  const [valueCount, trueCount] = (await connection.query(sql, { signal })).rows[0] as [number, number]
  const top = [
    { value: false, count: valueCount - trueCount },
    { value: true, count: trueCount },
  ].filter(({ count }) => count > 0)
  return {
    ...blankColumnProfile({ name, sql_type: sqlType, kind, count: rowCount, null_count: rowCount - valueCount }),
    distinct_count: top.length,
    true_count: trueCount,
    top_values: top.sort((a, b) => b.count - a.count),
  }
}
