import { join } from 'node:path'
import type { DuckDb, RunOptions } from '../../duckdb.ts'
import { parquetSql, quoteName } from '../../sql-text.ts'
import { type Leaf, leafSql, precisionOf, type TimePrecision } from './exact-times.ts'
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
  const nodes = footer.columns.flatMap(exactIn)
  if (nodes.length === 0) return { from: parquetSql(file), columns: new Map() }
  const copy = join(workDir, 'exact.parquet')
  await copyWithPlainBytes(file, footer, nodes, copy)
  duck.defineText('decimal_text', decimalText)
  const from = parquetSql(copy)
  const names = (await duck.query(`DESCRIBE FROM ${from}`, options)).rows.map(([name]) => quoteName(String(name)))
  const columns = new Map<number, ExactColumn>()
  for (const [place, column] of footer.columns.entries()) {
    if (exactIn(column).length === 0) continue
    columns.set(place, await exactColumn(duck, from, names[place] as string, column, options))
  }
  return { from, columns }
}

/** The parts of a column that are to be kept exactly, itself among them. */
function exactIn(node: SchemaNode): SchemaNode[] {
  return node.exact ? [node] : node.children.flatMap(exactIn)
}

async function exactColumn(
  duck: DuckDb,
  from: string,
  name: string,
  column: SchemaNode,
  options?: RunOptions,
): Promise<ExactColumn> {
  const { exact, isRepeated } = column
  if (exact?.kind === 'decimal' && !isRepeated) return exactDecimal(duck, from, name, exact, options)
  const kinds = new Set(exactIn(column).map((node) => node.exact?.kind))
  const precision = await precisionOf(duck, from, (leaf) => valueSql(column, name, leaf), options)
  return {
    sql: valueSql(column, name, (kind, value) => leafSql(kind, value, precision)),
    evidence: [
      ...(kinds.has('decimal') ? [longDecimals] : []),
      ...(kinds.has('int96') ? [ofInt96[precision]] : []),
      ...(kinds.has('nanoseconds_utc') ? [ofInstants[precision]] : []),
    ].join(' '),
  }
}

const longDecimals = 'Its decimals have more than 38 digits: they are texts, so that none is rounded.'

const ofInt96: Record<TimePrecision, string> = {
  microseconds: 'The file says so (INT96).',
  nanoseconds: 'The file says so (INT96), to the nanosecond.',
  texts:
    'Its times (INT96) are texts, so that none is cut: some are finer than a microsecond, and some lie too far away for a time to the nanosecond.',
}

const ofInstants: Record<TimePrecision, string> = {
  microseconds: 'The file says so.',
  nanoseconds: 'The file says so: instants in UTC, to the nanosecond.',
  texts: 'The file says so: instants in UTC, to the nanosecond.',
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

/** A value with its exact parts read in another way, wherever they stand in it. */
function valueSql(node: SchemaNode, value: string, leaf: Leaf): string {
  if (exactIn(node).length === 0) return value
  const [only] = node.children
  if (node.isRepeated) {
    const x = `x${node.place}`
    return `list_transform(${value}, lambda ${x}: ${valueSql({ ...node, isRepeated: false }, x, leaf)})`
  }
  if (node.exact) return leaf(node.exact, value)
  if (node.isMap && only?.children.length === 2) {
    const [key, entry] = only.children as [SchemaNode, SchemaNode]
    const e = `e${node.place}`
    return `map_from_entries(list_transform(map_entries(${value}), lambda ${e}:
      {'key': ${valueSql(key, `${e}.key`, leaf)}, 'value': ${valueSql(entry, `${e}.value`, leaf)}}))`
  }
  if (node.isList && only?.isRepeated) {
    return valueSql(
      only.children.length === 1 ? { ...(only.children[0] as SchemaNode), isRepeated: true } : only,
      value,
      leaf,
    )
  }
  const fields = node.children.map((child) => {
    return `${quoteName(child.name)} := ${valueSql(child, `${value}.${quoteName(child.name)}`, leaf)}`
  })
  return `CASE WHEN ${value} IS NOT NULL THEN struct_pack(${fields.join(', ')}) END`
}

/** The number that big-endian bytes in two's complement are, with so many digits behind the point. */
function decimalText(bytes: Uint8Array, scale: number): string {
  const unscaled = BigInt.asIntN(8 * bytes.length, BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`))
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  const sign = unscaled < 0n ? '-' : ''
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
