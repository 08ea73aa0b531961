import type { ColumnProfile, Profile } from '../../shared/profile.ts'
import type { DuckDbConnection } from '../duckdb.ts'
import { quoteName } from '../sql-text.ts'
import type { ProfiledTable } from './duplicate-rows.ts'

const mostColumns = 30
const mostRows = 100_000
const mostPairs = 20
const fewestRows = 10

/**
 * The strongest Pearson correlations among the first 30 numeric columns that vary and are no identifiers, on every k-th
 * row where there are more than 100,000; `n` is the rows in which both have a finite value.
 */
export async function strongestCorrelations(
  { from, rowCount, columns }: ProfiledTable,
  connection: DuckDbConnection,
  signal: AbortSignal | undefined,
): Promise<Profile['correlations']> {
  const numeric = columns.filter(mayCorrelate).slice(0, mostColumns)
  if (numeric.length < 2) return []
  const values = numeric.map((column, index) => `${finiteValue(column)} AS c${index}`)
  const every = Math.ceil(rowCount / mostRows)
  const drawn = every > 1 ? `WHERE file_row_number % ${every} = 0` : ''
  const pairs = numeric.flatMap((x, i) => numeric.slice(i + 1).map((y, j) => ({ x, y, i, j: i + 1 + j })))
  const asked = pairs.flatMap(({ i, j }) => [`corr(c${i}, c${j})`, `regr_count(c${i}, c${j})::DOUBLE`])
  const sql = `SELECT ${asked.join(', ')} FROM (SELECT ${values.join(', ')} FROM ${from} ${drawn})`
  const row = (await connection.query(sql, { signal })).rows[0] as (number | null)[]
  return pairs
    .map(({ x, y }, index) => ({
      x: x.name,
      y: y.name,
      method: 'pearson' as const,
      value: Math.max(-1, Math.min(1, row[2 * index] ?? Number.NaN)),
      n: row[2 * index + 1] as number,
    }))
    .filter(({ value, n }) => Number.isFinite(value) && n >= fewestRows)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, mostPairs)
}

function mayCorrelate({ kind, distinct_count, semantic_type, range }: ColumnProfile): boolean {
  return kind === 'numeric' && (distinct_count ?? 0) > 2 && semantic_type !== 'identifier' && (range ?? 1e200) < 1e100
}

function finiteValue({ name, sql_type }: ColumnProfile): string {
  const value = `${quoteName(name)}::DOUBLE`
  return /^(FLOAT|DOUBLE)$/.test(sql_type) ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value
}
