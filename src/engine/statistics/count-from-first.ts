import type { Table, TableColumn } from '../query/open-table.ts'

/** A column whose SQL may count from `origin`, the text of one of its values, instead of from 0. */
export type CountedColumn = { column: TableColumn; origin: string | null }

const narrowType = /^(BIGINT|UBIGINT|DECIMAL\((?!38)\d+,(\d+)\))$/
const widestType = /^(DECIMAL\(38,(\d+)\))$/
const sureUnits = 2 ** 50
const sureDecimals = 1000

/**
 * Numeric columns of exact types whose values are so large that doubles would lose digits of what lies between them,
 * counted from one of the values: the differences are exact before they become doubles. Others come back as they are.
 */
export async function countFromFirst(
  table: Table,
  columns: readonly TableColumn[],
  signal?: AbortSignal,
): Promise<CountedColumn[]> {
  const origins = new Map([
    ...(await firstValues(table, columns, signal)),
    ...(await endsOfOneSign(table, columns, signal)),
  ])
  return columns.map((column) => {
    const origin = origins.get(column.name)
    return origin !== undefined && isLarge(column, origin)
      ? { column: from(column, origin), origin }
      : { column, origin: null }
  })
}

type Origins = [name: string, value: string][]

const cellsLookedAt = 20_000

/** The first value of each column among the first rows. Far from 0 all values lie near it. */
async function firstValues(table: Table, columns: readonly TableColumn[], signal?: AbortSignal): Promise<Origins> {
  const narrow = columns.filter(({ sql_type: type }) => narrowType.test(type))
  if (narrow.length === 0) return []
  const limit = Math.min(1000, Math.ceil(cellsLookedAt / narrow.length))
  const values = narrow.map(({ sql }) => `${sql}::VARCHAR`)
  const { rows } = await table.query(`SELECT ${values} FROM ${table.from} LIMIT ${limit}`, signal)
  return narrow.flatMap(({ name }, index): Origins => {
    const row = rows.find((cells) => cells[index] !== null)
    return row ? [[name, row[index] as string]] : []
  })
}

/** Nothing is wider than this type: only from an end of values of one sign is no difference too large. */
async function endsOfOneSign(table: Table, columns: readonly TableColumn[], signal?: AbortSignal): Promise<Origins> {
  const origins: Origins = []
  for (const { name, sql } of columns.filter(({ sql_type: type }) => widestType.test(type))) {
    const end = `CASE WHEN min(${sql}) >= 0 THEN min(${sql}) WHEN max(${sql}) <= 0 THEN max(${sql}) END`
    const { rows } = await table.query(`SELECT (${end})::VARCHAR FROM ${table.from}`, signal)
    if (typeof rows[0]?.[0] === 'string') origins.push([name, rows[0][0]])
  }
  return origins
}

function isLarge({ sql_type: type }: TableColumn, value: string): boolean {
  const [, , decimals = '0'] = narrowType.exec(type) ?? widestType.exec(type) ?? []
  const size = Math.abs(Number(value))
  return size * 10 ** Number(decimals) >= sureUnits || (decimals !== '0' && size >= sureDecimals)
}

function from(column: TableColumn, origin: string): TableColumn {
  const { sql, sql_type: type } = column
  const wide = type.startsWith('DECIMAL') ? type : 'HUGEINT'
  return { ...column, sql: `(${sql}::${wide} - '${origin}'::${wide})` }
}
