import { join } from 'node:path'
import type { DuckDbConnection, RunOptions } from '../../duckdb.ts'
import { quoteText } from '../../sql-text.ts'
import { remarksSql } from './convert-column.ts'
import type { ColumnJudgement } from './decide-column.ts'
import { isTyped, sqlTypeOf } from './reading.ts'

/**
 * Cells that became null because a person has chosen a type that they do not fit: a file of JSON lines in the working
 * directory, in the order of rows (counted from 0), or none. It becomes `scope: "cell"` of the rejects. `byColumn`
 * counts them, column by column.
 */
export type RejectedCells = { count: number; file: string | null; byColumn: Map<number, number> }

/** One line of the file of rejected cells. */
export type RejectedCell = { row: number; column: string; raw: string; code: 'misfit'; reason: string }

/** No cell was rejected. */
export const noRejectedCells: RejectedCells = { count: 0, file: null, byColumn: new Map() }

/** Lists the cells of `source` that do not fit the types that a person has chosen for their columns. */
export async function rejectCells(
  duck: DuckDbConnection,
  source: string,
  names: string[],
  judgements: ColumnJudgement[],
  workDir: string,
  options?: RunOptions,
): Promise<RejectedCells> {
  const forced = judgements.flatMap(({ reading, nullTexts, isForced }, column) =>
    isForced && isTyped(reading) ? [{ column, reading, nullTexts: nullTexts.map(({ text }) => text) }] : [],
  )
  if (forced.length === 0) return noRejectedCells
  const file = join(workDir, 'rejected-cells.ndjson')
  const cells = forced.map(
    ({ column, reading }, index) =>
      `{'place': ${column}, 'column': ${quoteText(names[column] as string)}, 'raw': m${index},
        'reason': ${quoteText(`The value does not fit the type ${sqlTypeOf(reading)}.`)}}`,
  )
  const found = `(SELECT row, unnest([${cells.join(', ')}]) AS cell FROM (${remarksSql(source, forced)}))`
  const select = `SELECT row, cell.place AS place, cell."column" AS "column", cell.raw AS raw, 'misfit' AS code,
    cell.reason AS reason FROM ${found} WHERE cell.raw IS NOT NULL`
  await duck.query(`COPY (${select}) TO ${quoteText(file)} (FORMAT json)`, options)
  const counted = await duck.query(
    `SELECT place, count(*) FROM read_json(${quoteText(file)}, format = 'newline_delimited',
      columns = {'place': 'INTEGER'}) GROUP BY place`,
  )
  const byColumn = new Map(counted.rows.map(([place, count]) => [Number(place), Number(count)]))
  return { count: [...byColumn.values()].reduce((sum, count) => sum + count, 0), file, byColumn }
}
