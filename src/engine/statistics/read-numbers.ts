import type { Filter } from '../../shared/rows.ts'
import { filterSql } from '../query/filter-sql.ts'
import { findColumn } from '../query/find-column.ts'
import type { Table, TableColumn } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'

/** The rows that a filter leaves, as SQL writes them after FROM: a condition, and how many they are. */
export type Subset = { where: string; rowCount: number }

/** The rows of a table that a filter leaves. */
export async function subsetOf(table: Table, filter: Filter | undefined, signal?: AbortSignal): Promise<Subset> {
  if (!filter) return { where: 'true', rowCount: table.rowCount }
  const where = filterSql(filter, table)
  const { rows } = await table.query(`SELECT count(*) FROM ${table.from} WHERE ${where}`, signal)
  return { where, rowCount: Number(rows[0]?.[0]) }
}

/** The numeric column of this name; throws `QuestionError` for any other. */
export function numericColumn(table: Table, name: string, path: string): TableColumn {
  const column = findColumn(table, name, path)
  if (column.kind === 'numeric') return column
  throw new QuestionError(path, `"${name}" is a ${column.kind} column, and this needs a numeric one.`)
}

/** A numeric column as SQL: its value as a double, null where it is infinite or NaN. */
export function finiteSql({ sql, sql_type }: TableColumn): string {
  const value = `${sql}::DOUBLE`
  return /^(FLOAT|DOUBLE)$/.test(sql_type) ? `(CASE WHEN isfinite(${value}) THEN ${value} END)` : value
}

const initialRows = 16_384

/** Reads expressions that are DOUBLE into memory, one list for each; null becomes NaN. `from` is SQL from FROM on. */
export async function readNumbers(
  table: Table,
  expressions: readonly string[],
  from: string,
  signal?: AbortSignal,
): Promise<Float64Array[]> {
  let lists: Float64Array[] = expressions.map(() => new Float64Array(initialRows))
  let length = 0
  for await (const blocks of table.numbers(`SELECT ${expressions.join(', ')} ${from}`, signal)) {
    const added = blocks[0]?.length ?? 0
    if (length + added > (lists[0]?.length ?? 0)) lists = lists.map(doubled)
    blocks.forEach((block, index) => {
      lists[index]?.set(block, length)
    })
    length += added
  }
  return lists.map((list) => list.subarray(0, length))
}

function doubled(list: Float64Array): Float64Array {
  const larger = new Float64Array(list.length * 2)
  larger.set(list)
  return larger
}

/** The numbers of two lists at the places where both have one. */
export function completePairs(x: Float64Array, y: Float64Array): [Float64Array, Float64Array] {
  const [keptX, keptY] = [new Float64Array(x.length), new Float64Array(x.length)]
  let n = 0
  for (let index = 0; index < x.length; index++) {
    const [a, b] = [x[index] as number, y[index] as number]
    if (Number.isNaN(a) || Number.isNaN(b)) continue
    keptX[n] = a
    keptY[n++] = b
  }
  return [keptX.subarray(0, n), keptY.subarray(0, n)]
}
