import type { DuckDbConnection } from '../duckdb.ts'
import type { ProfiledColumn, ReadText } from './profiled-column.ts'
import { temporalUnits } from './temporal-line.ts'
import { shownCharacters, textFactsSql } from './text-facts.ts'

const fewRows = 20_000
const cellsTogether = 50_000

/** Of so few rows one question to many columns costs little more than one to each. */
export function columnsTogether(rowCount: number): number {
  return rowCount > fewRows ? 1 : Math.max(1, Math.floor(cellsTogether / Math.max(rowCount, 1000)))
}

/**
 * Columns of one table with what they hold, as far as it can be read together: numbers, moments and truth values as
 * doubles, texts that are shown whole as often as each occurs. Other columns come back as they are.
 */
export async function readTogether(
  columns: ProfiledColumn[],
  connection: DuckDbConnection,
  signal: AbortSignal | undefined,
): Promise<ProfiledColumn[]> {
  if (columns.length < 2) return columns
  const numbers = await readNumbers(columns.filter(isNumberLike), connection, signal)
  const texts = await readTexts(columns.filter(isText), connection, signal)
  return columns.map((column) => ({ ...column, numbers: numbers.get(column.name), texts: texts.get(column.name) }))
}

function isNumberLike({ kind }: ProfiledColumn): boolean {
  return kind === 'numeric' || kind === 'temporal' || kind === 'boolean'
}

function isText({ kind }: ProfiledColumn): boolean {
  return kind === 'text'
}

async function readNumbers(columns: ProfiledColumn[], connection: DuckDbConnection, signal: AbortSignal | undefined) {
  const read = new Map<string, Float64Array>()
  const [first] = columns
  if (!first) return read
  const asked = columns.map(({ kind, sqlType, value }) => ({
    number: `${kind === 'temporal' ? temporalUnits(sqlType, value) : value}::DOUBLE`,
    isNull: /^(FLOAT|DOUBLE)$/.test(sqlType) ? `(${value} IS NULL)::INTEGER::DOUBLE` : 'NULL::DOUBLE',
  }))
  const rooms = columns.map(() => new Float64Array(first.rowCount))
  const lengths = columns.map(() => 0)
  const sql = `SELECT ${asked.flatMap(({ number, isNull }) => [number, isNull])} FROM ${first.from}`
  for await (const block of connection.numbers(sql, { signal })) {
    for (const [index, room] of rooms.entries()) {
      const [values, nulls] = [block[2 * index] as Float64Array, block[2 * index + 1] as Float64Array]
      let length = lengths[index] as number
      for (let row = 0; row < values.length; row++) {
        const value = values[row] as number
        if (!Number.isNaN(value) || nulls[row] === 0) room[length++] = value
      }
      lengths[index] = length
    }
  }
  for (const [index, { name }] of columns.entries())
    read.set(name, (rooms[index] as Float64Array).subarray(0, lengths[index]))
  return read
}

async function readTexts(columns: ProfiledColumn[], connection: DuckDbConnection, signal: AbortSignal | undefined) {
  const read = new Map<string, ReadText[]>()
  const [first] = columns
  if (!first) return read
  const longest = columns.map(({ value }) => `coalesce(max(strlen(${value})), 0)::DOUBLE`)
  const [bytes] = (await connection.query(`SELECT ${longest} FROM ${first.from}`, { signal })).rows as number[][]
  const short = columns.filter((_, index) => (bytes?.[index] as number) <= shownCharacters)
  if (short.length === 0) return read
  const values = `list_value(${short.map(({ value }) => value)})`
  const cells = `(SELECT unnest(range(${short.length})) AS c, unnest(${values}) AS v FROM ${first.from})`
  const counts = `SELECT c, v, count(*) AS n FROM ${cells} WHERE v IS NOT NULL GROUP BY c, v`
  const { rows } = await connection.query(`SELECT c::DOUBLE, ${textFactsSql} FROM (${counts}) ORDER BY n DESC, v`, {
    signal,
  })
  const texts = short.map((): ReadText[] => [])
  for (const [column, ...text] of rows) texts[column as number]?.push(text as ReadText)
  for (const [index, { name }] of short.entries()) read.set(name, texts[index] as ReadText[])
  return read
}
