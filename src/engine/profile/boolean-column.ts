import { blankColumnProfile } from '../../shared/blank-column-profile.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import type { ColumnWork, ProfiledColumn } from './profiled-column.ts'

/** The profile of a boolean column; of equally frequent values `false` comes first. */
export async function profileBooleanColumn(column: ProfiledColumn, work: ColumnWork): Promise<ColumnProfile> {
  const { name, sqlType, kind, rowCount, numbers } = column
  const [valueCount, trueCount] = numbers
    ? [numbers.length, numbers.filter(Boolean).length]
    : await countsOf(column, work)
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

async function countsOf(
  { from, value }: ProfiledColumn,
  { connection, signal }: ColumnWork,
): Promise<[valueCount: number, trueCount: number]> {
  const sql = `SELECT count(v)::DOUBLE, count_if(v)::DOUBLE FROM (SELECT ${value} AS v FROM ${from})`
  return (await connection.query(sql, { signal })).rows[0] as [number, number]
}
