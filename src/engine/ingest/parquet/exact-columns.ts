import { join } from 'node:path'
import type { DuckDb, RunOptions } from '../../duckdb.ts'
import { parquetSql, quoteName } from '../../sql-text.ts'
import type { ParquetFooter, SchemaNode } from './read-footer.ts'
import { copyWithPlainBytes } from './rewrite-schema.ts'

/** How a column is read so that nothing of it is rounded: its SQL over `from`, and what to say of it. */
export type ExactColumn = { sql: string; evidence: string }

/** A FROM clause of a file, and the columns that are read in another way than as they stand, by their place. */
export type ExactColumns = { from: string; columns: Map<number, ExactColumn> }

/** What DuckDB would round: decimals of over 38 digits, and of a time in INT96 or with a zone what is below a microsecond. */
export async function exactColumns(
  duck: DuckDb,
  file: string,
  footer: ParquetFooter,
  workDir: string,
  options?: RunOptions,
): Promise<ExactColumns> {
  const nodes = footer.columns.flatMap((column) => [
    ...decimalsIn(column),
    ...(column.exact && column.exact.kind !== 'decimal' && !column.isRepeated ? [column] : []),
  ])
  if (nodes.length === 0) return { from: parquetSql(file), columns: new Map() }
  const copy = join(workDir, 'exact.parquet')
  await copyWithPlainBytes(file, footer, nodes, copy)
  duck.defineText('decimal_text', decimalText)
  const from = parquetSql(copy)
  const names = (await duck.query(`DESCRIBE FROM ${from}`, options)).rows.map(([name]) => quoteName(String(name)))
  const columns = new Map<number, ExactColumn>()
  for (const [place, column] of footer.columns.entries()) {
    const name = names[place] as string
    const exact = await exactColumn(duck, from, name, column, options)
    if (exact) columns.set(place, exact)
  }
  return { from, columns }
}

function decimalsIn(node: SchemaNode): SchemaNode[] {
  return node.exact?.kind === 'decimal' ? [node] : node.children.flatMap(decimalsIn)
}

async function exactColumn(
  duck: DuckDb,
  from: string,
  name: string,
  column: SchemaNode,
  options?: RunOptions,
): Promise<ExactColumn | undefined> {
  const { exact } = column
  if (exact?.kind === 'decimal' && !column.isRepeated) return exactDecimal(duck, from, name, exact, options)
  if (exact?.kind === 'int96') return exactInt96(duck, from, name, options)
  if (exact?.kind === 'nanoseconds_utc') return exactInstant(duck, from, name, options)
  if (decimalsIn(column).length === 0) return undefined
  return {
    sql: valueSql(column, name),
    evidence: 'Its decimals have more than 38 digits: they are texts, so that none is rounded.',
  }
}

/** A decimal if its values fit one all the same; else their texts. */
async function exactDecimal(
  duck: DuckDb,
  from: string,
  name: string,
  { precision, scale }: { precision: number; scale: number },
  options?: RunOptions,
): Promise<ExactColumn> {
  const text = `decimal_text(${name}, ${scale})`
  const [whole, fraction] = [`split_part(ltrim(t, '-'), '.', 1)`, `rtrim(split_part(t, '.', 2), '0')`]
  const answer = await duck.query(
    `SELECT max(length(ltrim(${whole}, '0'))), max(length(${fraction})) FROM (SELECT ${text} AS t FROM ${from})`,
    options,
  )
  const [digits, places] = (answer.rows[0] ?? []).map((count) => Number(count ?? 0)) as [number, number]
  if (digits + places <= 38) {
    return {
      sql: `CAST(${text} AS DECIMAL(38,${places}))`,
      evidence: `The file says ${precision} digits; all values fit 38.`,
    }
  }
  return {
    sql: text,
    evidence: `Its decimals have up to ${digits + places} digits: they are texts, so that none is rounded.`,
  }
}

const julianDayOf1970 = 2_440_588
const nanosecondsOfDay = 86_400_000_000_000n

/** INT96 holds nanoseconds of a day and the day: bytes of little worth first. */
async function exactInt96(duck: DuckDb, from: string, name: string, options?: RunOptions): Promise<ExactColumn> {
  const integer = (first: number, last: number) =>
    `CAST(CAST(${Array.from({ length: last - first + 1 }, (_, place) => `${name}[${last - place}:${last - place}]`).join(' || ')} AS BIT) AS BIGINT)`
  const nanoseconds = `((${integer(9, 12)} - ${julianDayOf1970})::HUGEINT * ${nanosecondsOfDay} + ${integer(1, 8)})`
  const answer = await duck.query(
    `SELECT coalesce(bool_or(n % 1000 <> 0), false), coalesce(bool_and(abs(n) < 9223372036854775807), true)
      FROM (SELECT ${nanoseconds} AS n FROM ${from})`,
    options,
  )
  const [isFiner, isNear] = answer.rows[0] as [boolean, boolean]
  if (isFiner && isNear) {
    return {
      sql: `make_timestamp_ns(CAST(${nanoseconds} AS BIGINT))`,
      evidence: 'The file says so (INT96), to the nanosecond.',
    }
  }
  return {
    sql: `make_timestamp(CAST(${nanoseconds} // 1000 AS BIGINT))`,
    evidence: isFiner
      ? 'The file says so (INT96). What is finer than a microsecond is cut: some dates lie too far away for more.'
      : 'The file says so (INT96).',
  }
}

async function exactInstant(duck: DuckDb, from: string, name: string, options?: RunOptions): Promise<ExactColumn> {
  const answer = await duck.query(
    `SELECT coalesce(bool_or(epoch_ns(${name}) % 1000 <> 0), false) FROM ${from}`,
    options,
  )
  return answer.rows[0]?.[0] === true
    ? { sql: name, evidence: 'The file says so: instants in UTC, to the nanosecond.' }
    : { sql: `CAST(CAST(${name} AS TIMESTAMP) AS TIMESTAMP WITH TIME ZONE)`, evidence: 'The file says so.' }
}

/** A value with the texts of its long decimals, wherever they stand in it. */
function valueSql(node: SchemaNode, value: string): string {
  if (node.exact?.kind === 'decimal') return `decimal_text(${value}, ${node.exact.scale})`
  if (decimalsIn(node).length === 0) return value
  const [only] = node.children
  if (node.isMap && only?.children.length === 2) {
    const [key, entry] = only.children as [SchemaNode, SchemaNode]
    return `map_from_entries(list_transform(map_entries(${value}), lambda e: {'key': ${valueSql(key, 'e.key')}, 'value': ${valueSql(entry, 'e.value')}}))`
  }
  if (node.isList && only) {
    const element = only.children.length === 1 ? (only.children[0] as SchemaNode) : { ...only, isRepeated: false }
    return `list_transform(${value}, lambda x${node.place}: ${valueSql(element, `x${node.place}`)})`
  }
  const fields = node.children.map(({ name }, place) => {
    return `${quoteName(name)} := ${valueSql(node.children[place] as SchemaNode, `${value}.${quoteName(name)}`)}`
  })
  return `CASE WHEN ${value} IS NOT NULL THEN struct_pack(${fields.join(', ')}) END`
}

/** The number that big-endian bytes in two's complement are, with so many digits behind the point. */
export function decimalText(bytes: Uint8Array, scale: number): string {
  const unscaled = BigInt.asIntN(8 * bytes.length, BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`))
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  const sign = unscaled < 0n ? '-' : ''
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
