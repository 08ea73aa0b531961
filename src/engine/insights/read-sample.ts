import type { ColumnProfile } from '../../shared/profile.ts'
import type { DuckDbConnection } from '../duckdb.ts'
import { drawRows } from '../profile/draw-rows.ts'
import type { ProfiledTable } from '../profile/duplicate-rows.ts'
import { sortDoubles } from '../profile/sort-doubles.ts'
import { quoteName, quoteText } from '../sql-text.ts'
import { ranksOf } from '../statistics/ranks.ts'
import { insightThresholds as limits } from './insight-thresholds.ts'

/** A column of numbers: `sql` is its value as a finite double or null, `ranks` the ranks of its values; NaN for null. */
export type Measure = { profile: ColumnProfile; sql: string; values: Float64Array; ranks: Float64Array }

/** A column of categories: `codes` are the places of the values in `names`, NaN for null. */
export type Category = { profile: ColumnProfile; sql: string; names: (string | boolean)[]; codes: Float64Array }

/** What insights are looked for in: some columns of the drawn rows; `from` has the same columns of all rows. */
export type Sample = { from: string; measures: Measure[]; categories: Category[]; dates: Measure[] }

const mostMeasures = 16
const mostCategories = 8
const mostDates = 2
const mostNames = 30
const longestName = 64
const drawn = quoteName('rows for insights')

/** Draws the rows and columns in which insights are looked for. */
export async function readSample(
  { from, rowCount, columns }: ProfiledTable,
  connection: DuckDbConnection,
  signal: AbortSignal | undefined,
): Promise<Sample> {
  const measures = columns.filter(isMeasure).slice(0, mostMeasures)
  const categories = columns.filter(isCategory).slice(0, mostCategories)
  const dates = columns.filter(isDate).slice(0, mostDates)
  const all = [...measures, ...categories, ...dates]
  if (all.length === 0) return { from, measures: [], categories: [], dates: [] }
  const select = all.map(({ name }) => quoteName(name)).join(', ')
  await drawRows({ from, rowCount, select, rows: limits.examined_rows, blocks: 20 }, drawn, connection, signal)

  const names: (string | boolean)[][] = []
  for (const category of categories) names.push(await namesOf(category, connection, signal))
  const expressions = [
    ...measures.map(finiteSql),
    ...dates.map(daysSql),
    ...categories.map((category, index) => codeSql(category, names[index] ?? [])),
  ]
  const lists = await readColumns(expressions, connection, signal)
  const asMeasure = (profile: ColumnProfile, sql: string, index: number): Measure => {
    const values = lists[index] as Float64Array
    return { profile, sql, values, ranks: ranksWithGaps(values) }
  }
  return {
    from: rowCount <= limits.examined_rows ? drawn : from,
    measures: measures.map((profile, index) => asMeasure(profile, finiteSql(profile), index)),
    dates: dates.map((profile, index) => asMeasure(profile, quoteName(profile.name), measures.length + index)),
    categories: categories.map((profile, index) => ({
      profile,
      sql: quoteName(profile.name),
      names: names[index] ?? [],
      codes: lists[measures.length + dates.length + index] as Float64Array,
    })),
  }
}

const noMeasures = new Set(['identifier', 'year', 'latitude', 'longitude', 'postal_code', 'phone', 'credit_card'])

/** A number that means a quantity: no constant, no identifier and no counter of the rows. */
function isMeasure(column: ColumnProfile): boolean {
  const { kind, distinct_count: distinct, semantic_type: meaning, range } = column
  if (kind !== 'numeric' || (distinct ?? 0) < 3 || noMeasures.has(meaning ?? '')) return false
  return (range ?? 1e200) < 1e100 && !isCounter(column)
}

const fewestCounted = 100

/** Whole numbers that rise or fall from row to row without a repeat, or in even steps: they number the rows. */
function isCounter(column: ColumnProfile): boolean {
  const { count, null_count: nulls, distinct_count: distinct, integers_only: isWhole, monotonic, range, std } = column
  const n = count - nulls
  if (!monotonic || distinct !== n) return false
  const stdOfEvenSteps = ((range ?? 0) / (n - 1)) * Math.sqrt((n * (n + 1)) / 12)
  return (isWhole === true && n >= fewestCounted) || Math.abs((std ?? 0) / stdOfEvenSteps - 1) < 1e-9
}

function isCategory({ kind, sql_type: type, distinct_count: distinct, max_length: longest, count }: ColumnProfile) {
  const isText = kind === 'text' && /^(VARCHAR|ENUM\()/.test(type) && (longest ?? 0) <= longestName
  const fits = (distinct ?? 0) >= 2 && (distinct ?? 0) <= Math.min(mostNames, count / limits.group_rows)
  return (isText || kind === 'boolean') && fits
}

function isDate({ kind, sql_type: type, distinct_count: distinct, infinite_count: infinite }: ColumnProfile): boolean {
  return kind === 'temporal' && /^(DATE|TIMESTAMP)/.test(type) && (distinct ?? 0) >= 3 && !infinite
}

function finiteSql({ name, sql_type: type }: ColumnProfile): string {
  const value = `${quoteName(name)}::DOUBLE`
  return /^(FLOAT|DOUBLE)$/.test(type) ? `(CASE WHEN isfinite(${value}) THEN ${value} END)` : value
}

/** Days since 1970, as a double. */
function daysSql({ name }: ColumnProfile): string {
  return `epoch(${quoteName(name)}::TIMESTAMP)::DOUBLE / 86400`
}

async function namesOf(
  { name, kind }: ColumnProfile,
  connection: DuckDbConnection,
  signal: AbortSignal | undefined,
): Promise<(string | boolean)[]> {
  if (kind === 'boolean') return [false, true]
  const text = `${quoteName(name)}::VARCHAR`
  const sql = `SELECT DISTINCT ${text} FROM ${drawn} WHERE ${quoteName(name)} IS NOT NULL ORDER BY 1`
  return (await connection.query(sql, { signal })).rows.map(([text]) => text as string)
}

function codeSql({ name, kind }: ColumnProfile, names: (string | boolean)[]): string {
  if (kind === 'boolean') return `${quoteName(name)}::INTEGER::DOUBLE`
  const texts = names.map((text) => quoteText(String(text)))
  return `(list_position([${texts.join(', ')}]::VARCHAR[], ${quoteName(name)}::VARCHAR) - 1)::DOUBLE`
}

async function readColumns(
  expressions: string[],
  connection: DuckDbConnection,
  signal: AbortSignal | undefined,
): Promise<Float64Array[]> {
  const blocks: Float64Array[][] = expressions.map(() => [])
  for await (const chunk of connection.numbers(`SELECT ${expressions.join(', ')} FROM ${drawn}`, { signal })) {
    for (const [index, block] of chunk.entries()) blocks[index]?.push(block.slice())
  }
  return blocks.map((parts) => {
    const list = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const part of parts) {
      list.set(part, at)
      at += part.length
    }
    return list
  })
}

/** The mean ranks of the numbers; NaN stays NaN. */
function ranksWithGaps(values: Float64Array): Float64Array {
  const known = ranksOf(values.filter((value) => !Number.isNaN(value)))
  let next = 0
  return values.map((value) => (Number.isNaN(value) ? value : (known[next++] as number)))
}

/** The numbers without NaN, ascending. */
export function sortedValues(values: Float64Array): Float64Array {
  const sorted = values.filter((value) => !Number.isNaN(value))
  sortDoubles(sorted)
  return sorted
}
