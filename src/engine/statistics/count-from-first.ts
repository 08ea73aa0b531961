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
  const origins = new Map<string, string | null>()
  const find = async (type: RegExp, origin: (sql: string) => string, from: string) => {
    const exact = columns.filter(({ sql_type }) => type.test(sql_type))
    if (exact.length === 0) return
    const { rows } = await table.query(
      `SELECT ${exact.map(({ sql }) => `(${origin(sql)})::VARCHAR`)} FROM ${from}`,
      signal,
    )
    for (const [index, { name }] of exact.entries()) origins.set(name, rows[0]?.[index] as string | null)
  }
  await find(narrowType, (sql) => `first(${sql}) FILTER (${sql} IS NOT NULL)`, `(FROM ${table.from} LIMIT 2048)`)
  // Nothing is wider than this type: only from an end of values of one sign is no difference too large.
  await find(
    widestType,
    (sql) => `CASE WHEN min(${sql}) >= 0 THEN min(${sql}) WHEN max(${sql}) <= 0 THEN max(${sql}) END`,
    table.from,
  )
  return columns.map((column) => {
    const origin = origins.get(column.name) ?? null
    return origin !== null && isLarge(column, origin)
      ? { column: from(column, origin), origin }
      : { column, origin: null }
  })
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
