import type { DuckDbConnection } from '../duckdb.ts'
import type { ProfiledColumn } from './profiled-column.ts'

const fewRows = 200_000
const sampleRows = 20_000
const variedNumbers = 100_000

/**
 * Says of which columns most values are expected to occur once: of all numbers and moments where sorting the rows costs
 * little anyway, otherwise by how seldom values repeat in the first rows. A wrong guess costs time and changes no answer.
 */
export async function planColumns(
  columns: Omit<ProfiledColumn, 'isVaried'>[],
  connection: DuckDbConnection,
  signal: AbortSignal | undefined,
): Promise<ProfiledColumn[]> {
  const rowCount = columns[0]?.rowCount ?? 0
  if (rowCount <= fewRows) return columns.map((column) => ({ ...column, isVaried: isNumberLike(column) }))
  const guessed = columns.filter((column) => isNumberLike(column) || column.kind === 'text')
  const distinct = await estimateDistinct(guessed, connection, signal)
  return columns.map((column) => {
    const estimate = distinct.get(column.name) ?? 0
    return { ...column, isVaried: estimate >= (isNumberLike(column) ? variedNumbers : rowCount / 2) }
  })
}

function isNumberLike({ kind }: { kind: string }): boolean {
  return kind === 'numeric' || kind === 'temporal'
}

/** Of n values drawn from D equally frequent ones, about n^2 / 2D repeat another (the birthday problem). */
async function estimateDistinct(
  columns: Pick<ProfiledColumn, 'name' | 'from' | 'value'>[],
  connection: DuckDbConnection,
  signal: AbortSignal | undefined,
): Promise<Map<string, number>> {
  const [first] = columns
  if (!first) return new Map()
  const values = columns.map(({ value }, index) => `${value} AS v${index}`)
  const counts = columns.flatMap((_, index) => [`count(v${index})::DOUBLE`, `count(DISTINCT v${index})::DOUBLE`])
  const sql = `SELECT ${counts} FROM (SELECT ${values} FROM ${first.from} LIMIT ${sampleRows})`
  const [row] = (await connection.query(sql, { signal })).rows as number[][]
  return new Map(
    columns.map(({ name }, index) => {
      const count = row?.[2 * index] ?? 0
      const repeated = count - (row?.[2 * index + 1] ?? 0)
      return [name, count ** 2 / 2 / Math.max(repeated, 0.5)]
    }),
  )
}
