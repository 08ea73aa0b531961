import type { ColumnProfile } from '../../shared/profile.ts'
import type { DuckDbConnection } from '../duckdb.ts'
import { quoteName } from '../sql-text.ts'

/** The table as SQL writes it after FROM, how many rows it has, and its columns as they were profiled. */
export type ProfiledTable = { from: string; rowCount: number; columns: readonly ColumnProfile[] }

const hashes = quoteName('repeated row hashes')

/** True where every row has a value of its own in the column. */
export function isUnique({ count, null_count, distinct_count, distinct_is_exact }: ColumnProfile): boolean {
  return distinct_is_exact && null_count === 0 && distinct_count === count
}

/**
 * How many rows would go if of equal rows only one stayed; nulls equal each other. Rows are told apart by a hash of 64
 * bits, and only those whose hash occurs again are compared, so the number is exact.
 */
export async function countDuplicateRows(
  { from, rowCount, columns }: ProfiledTable,
  connection: DuckDbConnection,
  signal: AbortSignal | undefined,
): Promise<number> {
  if (rowCount < 2 || columns.length === 0 || columns.some(isUnique)) return 0
  const names = columns.map(({ name }) => quoteName(name)).join(', ')
  await connection.query(
    `CREATE OR REPLACE TEMP TABLE ${hashes} AS
      SELECT hash(${names}) AS h, count(*) AS n FROM ${from} GROUP BY hash(${names}) HAVING count(*) > 1`,
    { signal },
  )
  const repeated = await connection.query(`SELECT coalesce(sum(n), 0)::DOUBLE FROM ${hashes}`, { signal })
  const repeatedCount = repeated.rows[0]?.[0] as number
  if (repeatedCount === 0) return 0
  const compared = await connection.query(
    `SELECT count(*)::DOUBLE FROM (
      SELECT DISTINCT ${names} FROM ${from} WHERE hash(${names}) IN (SELECT h FROM ${hashes}))`,
    { signal },
  )
  return repeatedCount - (compared.rows[0]?.[0] as number)
}
