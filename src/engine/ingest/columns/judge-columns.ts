import type { DuckDbConnection, RunOptions } from '../../duckdb.ts'
import { countClasses } from './class-counts.ts'
import { type ColumnJudgement, decideColumn } from './decide-column.ts'

/** Judges the columns with these numbers of `source` by all their texts; the others are absent from the answer. */
export async function judgeColumns(
  duck: DuckDbConnection,
  source: string,
  columns: number[],
  options?: RunOptions,
): Promise<Map<number, ColumnJudgement>> {
  if (columns.length === 0) return new Map()
  const counts = Map.groupBy(await countClasses(duck, source, columns, options), ({ column }) => column)
  return new Map(columns.map((column) => [column, decideColumn(counts.get(column) ?? [])]))
}
