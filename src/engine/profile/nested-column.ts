import { blankColumnProfile } from '../../shared/blank-column-profile.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import type { ColumnWork, ProfiledColumn } from './profiled-column.ts'

/**
 * The profile of a nested column: nulls and, for lists, maps and JSON, lengths (items of a list, entries of a map,
 * items or keys of JSON; a JSON value that is neither list nor object has none). Nothing is said of distinct values.
 */
export async function profileNestedColumn(
  { name, sqlType, kind, from, value, rowCount }: ProfiledColumn,
  { connection, signal }: ColumnWork,
): Promise<ColumnProfile> {
  const length = lengthOf(sqlType)
  const sql = `SELECT count(v)::DOUBLE, min(n)::DOUBLE, max(n)::DOUBLE, (sum(n) / count(n))::DOUBLE
    FROM (SELECT v, ${length} AS n FROM (SELECT ${value} AS v FROM ${from}))`
  const [valueCount, min, max, mean] = (await connection.query(sql, { signal })).rows[0] as [
    number,
    number | null,
    number | null,
    number | null,
  ]
  return {
    ...blankColumnProfile({ name, sql_type: sqlType, kind, count: rowCount, null_count: rowCount - valueCount }),
    distinct_is_exact: false,
    min_length: min,
    max_length: max,
    mean_length: mean,
  }
}

function lengthOf(sqlType: string): string {
  if (sqlType.endsWith(']')) return 'len(v)'
  if (sqlType.startsWith('MAP(')) return 'cardinality(v)'
  if (sqlType !== 'JSON') return 'NULL::BIGINT'
  return `CASE json_type(v) WHEN 'ARRAY' THEN json_array_length(v) WHEN 'OBJECT' THEN len(json_keys(v)) END`
}
