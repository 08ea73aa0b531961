import type { DuckDbConnection } from '../duckdb.ts'

/** Rows to draw from a table file: `from` is the file as SQL writes it, `select` what of its columns is taken. */
export type RowDraw = { from: string; rowCount: number; select: string; rows: number; blocks: number }

/**
 * Makes a table of some rows of a table file, in their order: all of them, or `rows` in `blocks` (two or more) of
 * neighbours that lie evenly over the file, which costs a fraction of reading it. `into` is the new table as SQL writes it.
 */
export async function drawRows(
  { from, rowCount, select, rows, blocks }: RowDraw,
  into: string,
  connection: DuckDbConnection,
  signal: AbortSignal | undefined,
): Promise<void> {
  const isWhole = rowCount <= rows
  const create = `CREATE OR REPLACE TEMP TABLE ${into} AS SELECT ${select} FROM ${from}`
  await connection.query(isWhole ? create : `${create} LIMIT 0`, { signal })
  if (isWhole) return
  const size = Math.max(1, Math.floor(rows / blocks))
  for (let block = 0; block < blocks; block++) {
    const first = Math.round((block * (rowCount - size)) / (blocks - 1))
    const drawn = `file_row_number BETWEEN ${first} AND ${first + size - 1}`
    await connection.query(`INSERT INTO ${into} SELECT ${select} FROM ${from} WHERE ${drawn}`, { signal })
  }
}
