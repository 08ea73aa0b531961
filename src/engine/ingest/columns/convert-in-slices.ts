import { join } from 'node:path'
import type { DuckDb, RunOptions } from '../../duckdb.ts'
import { parquetSql, quoteText } from '../../sql-text.ts'
import { rowGroupSql } from '../row-group-sql.ts'
import { type ColumnDecision, convertedSql } from './convert-column.ts'

/** More columns than this are too much for the memory of one statement. */
export const columnsAtOnce = 2000

/** The texts `c0`, `c1`, ... of `from`, how they are read and what they are called. */
export type WideConversion = {
  from: string
  decisions: ColumnDecision[]
  names: string[]
  workDir: string
  options: RunOptions
}

/**
 * Converts a wide table some columns at a time, each slice into a file of its own in `workDir`, and gives a SELECT that
 * puts the slices beside each other.
 */
export async function convertInSlices(
  duck: DuckDb,
  { from, decisions, names, workDir, options }: WideConversion,
): Promise<string> {
  const files: string[] = []
  for (let first = 0; first < names.length; first += columnsAtOnce) {
    const file = join(workDir, `columns-${first}.parquet`)
    const slice = decisions.slice(first, first + columnsAtOnce)
    const sliceNames = names.slice(first, first + columnsAtOnce)
    await duck.query(
      `COPY (${convertedSql(from, slice, sliceNames, first)}) TO ${quoteText(file)}
        (FORMAT parquet, COMPRESSION snappy, ${rowGroupSql(names.length)})`,
      options,
    )
    files.push(file)
  }
  return `SELECT * FROM ${files.map((file) => parquetSql(file)).join(' POSITIONAL JOIN ')}`
}
