import { findColumn } from './find-column.ts'
import type { Table } from './open-table.ts'
import { directionSql } from './order-sql.ts'
import type { SortKey } from './query-pool.ts'

const sampledPlaces = 32
const rowsAtAPlace = 16_384
/** Texts that repeat less often cost more to rank than it saves. */
const rowsPerText = 8
const longestBeginning = 64
/** A shorter beginning leaves enough of the text in the first eight bytes. */
const shortestBeginning = 4

/**
 * The statement that finds the numbers of all rows in an order, as `orderSql` has it, as DOUBLE. What is alike in the
 * first eight bytes of a key of any length, DuckDB compares text by text, which takes several times as long. So texts that
 * repeat are ranked once and sorted by their rank, and of the others the beginning that all of them share is left out.
 */
export async function sortedRowsSql(table: Table, sort: SortKey[], signal?: AbortSignal): Promise<string> {
  const cells = [`${table.rowNumber}::UINTEGER AS number`]
  const joins: string[] = []
  const order: string[] = []
  for (const [index, sortKey] of sort.entries()) {
    const { sql, sql_type } = findColumn(table, sortKey.column, `sort.${index}`)
    const [key, ranks] = [`key${index}`, `ranks${index}`]
    const isText = sql_type === 'VARCHAR'
    const isRanked = isText && (await repeats(table, sql, signal))
    const shared = isText && !isRanked ? await sharedLetters(table, sql, signal) : 0
    cells.push(`${shared > 0 ? `substr(${sql}, ${shared + 1})` : sql} AS ${key}`)
    if (isRanked) joins.push(`LEFT JOIN ${ranks} ON ${key} = ${ranks}.value`)
    const sorted = isRanked ? `${ranks}.rank::${await rank(table, sql, ranks, signal)}` : key
    order.push(`${sorted} ${directionSql(sortKey)}`)
  }
  return `SELECT number::DOUBLE FROM (SELECT ${cells.join(', ')} FROM ${table.from}) ${joins.join(' ')}
    ORDER BY ${[...order, 'number'].join(', ')}`
}

/** Values of a column, as SQL writes them after FROM, from places all over the table. */
function sampleOf({ from, rowNumber, rowCount }: Table, sql: string): string {
  const apart = Math.ceil(rowCount / sampledPlaces)
  const places = Array.from({ length: sampledPlaces }, (_, place) => {
    const [first, next] = [place * apart, place * apart + Math.min(apart, rowsAtAPlace)]
    return `SELECT ${sql} AS value FROM ${from} WHERE ${rowNumber} >= ${first} AND ${rowNumber} < ${next}`
  })
  return `(${places.join(' UNION ALL ')})`
}

async function repeats(table: Table, sql: string, signal: AbortSignal | undefined): Promise<boolean> {
  const { rows } = await table.query(
    `SELECT count(DISTINCT hash(value)) * ${rowsPerText} <= count(*) FROM ${sampleOf(table, sql)} WHERE value IS NOT NULL`,
    signal,
  )
  return rows[0]?.[0] === true
}

/** How many letters all texts of a column begin with, if it is worth while. A sample that shares few saves looking at all. */
async function sharedLetters(table: Table, sql: string, signal: AbortSignal | undefined): Promise<number> {
  let shared = 0
  for (const values of [sampleOf(table, sql), `(SELECT ${sql} AS value FROM ${table.from})`]) {
    const { rows } = await table.query(`SELECT min(value), max(value) FROM ${values}`, signal)
    shared = lettersInCommon(rows[0]?.[0], rows[0]?.[1])
    if (shared < shortestBeginning) return 0
  }
  return shared
}

/** What begins the first and the last of sorted texts begins all of them. */
function lettersInCommon(least: unknown, most: unknown): number {
  if (typeof least !== 'string' || typeof most !== 'string') return 0
  const [first, last] = [lettersOf(least), lettersOf(most)]
  const differing = first.findIndex((letter, place) => letter !== last[place])
  return differing < 0 ? first.length : differing
}

/** Letters as SQL counts them, which are up to two of a string: none is cut in half. */
const lettersOf = (text: string) => Array.from(text.slice(0, 2 * longestBeginning)).slice(0, longestBeginning)

/** Ranks the texts of a column in a table of that name; the smallest type that holds the ranks, as sorting depends on it. */
async function rank({ from, query }: Table, sql: string, ranks: string, signal: AbortSignal | undefined) {
  await query(
    `CREATE TEMP TABLE ${ranks} AS SELECT value, row_number() OVER (ORDER BY value) AS rank
    FROM (SELECT DISTINCT ${sql} AS value FROM ${from}) WHERE value IS NOT NULL`,
    signal,
  )
  const { rows } = await query(`SELECT count(*) FROM ${ranks}`, signal)
  return Number(rows[0]?.[0]) < 2 ** 16 ? 'USMALLINT' : 'UINTEGER'
}
