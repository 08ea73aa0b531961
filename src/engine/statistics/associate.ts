import type { CorrelationMethod } from '../../shared/statistics.ts'
import { findColumn } from '../query/find-column.ts'
import type { Table, TableColumn } from '../query/open-table.ts'
import { quoteName, quoteText } from '../sql-text.ts'
import {
  type Association,
  correlationRatio,
  cramersV,
  kendall,
  kendallOfPlaces,
  pearson,
  pearsonOfUnits,
  spearman,
  spearmanOfUnits,
  unitDistances,
} from './association.ts'
import { type Correlated, correlateRows } from './correlate-rows.ts'
import { countFromFirst } from './count-from-first.ts'
import { type DenseRanks, denseRanks, ranksOf } from './ranks.ts'
import { completePairs, finiteSql, readNumbers, type Subset } from './read-numbers.ts'
import type { CorrelationsQuestion } from './statistics-question.ts'

/** A column in memory: its numbers, or the codes of its categories; NaN where it has none. */
export type Measured = {
  name: string
  isCategory: boolean
  values: Float64Array
  isComplete: boolean
  units?: Float64Array
  rankUnits?: Float64Array
  places?: DenseRanks
}

const mostColumns = 100
const mostCategories = 100
const mostCells = 20_000_000
const mostWork = 5e8
const mostProducts = 2e10
const workPerRow: Record<'auto' | CorrelationMethod, number> = {
  ...{ auto: 3, pearson: 1, spearman: 3, kendall: 100, cramers_v: 20, correlation_ratio: 20 },
}

/** How two columns are compared: as asked where their kinds allow it; `auto` is the way that fits their kinds. */
export function methodOf(method: 'auto' | CorrelationMethod, x: Measured, y: Measured): CorrelationMethod | undefined {
  const categories = Number(x.isCategory) + Number(y.isCategory)
  const fitting = (['pearson', 'correlation_ratio', 'cramers_v'] as const)[categories] as CorrelationMethod
  if (method === 'auto' || method === fitting) return fitting
  return categories === 0 && (method === 'spearman' || method === 'kendall') ? method : undefined
}

/** The association of two columns over the `n` rows in which both have a value. */
export function associate(method: CorrelationMethod, x: Measured, y: Measured): Association & { n: number } {
  if (x.isComplete && y.isComplete && method === 'pearson') {
    x.units ??= unitDistances(x.values)
    y.units ??= unitDistances(y.values)
    return { ...pearsonOfUnits(x.units, y.units), n: x.values.length }
  }
  if (x.isComplete && y.isComplete && method === 'spearman') {
    x.rankUnits ??= unitDistances(ranksOf(x.values))
    y.rankUnits ??= unitDistances(ranksOf(y.values))
    return { ...spearmanOfUnits(x.rankUnits, y.rankUnits), n: x.values.length }
  }
  if (x.isComplete && y.isComplete && method === 'kendall') {
    x.places ??= denseRanks(x.values)
    y.places ??= denseRanks(y.values)
    return { ...kendallOfPlaces(x.places, y.places), n: x.values.length }
  }
  const [a, b] = completePairs(x.values, y.values)
  const measures = { pearson, spearman, kendall, cramers_v: cramersV, correlation_ratio: correlationRatio }
  const isTurned = method === 'correlation_ratio' && !x.isCategory
  return { ...measures[method](isTurned ? b : a, isTurned ? a : b), n: a.length }
}

/** The columns that a method compares, in memory; `correlated` where Pearson's correlations rest on more rows than those. */
type MeasuredColumns = {
  columns: Measured[]
  leftOut: string[]
  rows: number
  correlated?: Correlated | undefined
}

/**
 * Reads the columns that a method compares, on every k-th row where all would take too long; numeric columns are then
 * correlated in one walk over all rows. Texts with more than 100 categories, and columns after the hundredth, are left out.
 */
export async function measuredColumns(
  table: Table,
  { method, columns: names }: CorrelationsQuestion,
  { where, rowCount }: Subset,
  signal: AbortSignal | undefined,
): Promise<MeasuredColumns> {
  const found = names
    ? names.map((name, index) => findColumn(table, name, `columns.${index}`))
    : [...table.columns.values()]
  const fitting = found.filter(({ kind }) => kindsOf(method).includes(kind))
  const chosen = (await countFromFirst(table, fitting.slice(0, mostColumns), signal)).map(({ column }) => column)
  const leftOut = fitting.slice(mostColumns).map(({ name }) => name)
  const sources: Source[] = []
  for (const [index, column] of chosen.entries()) {
    const source = await sourceOf(table, column, index, where, signal)
    if (source) sources.push({ column, ...source })
    else leftOut.push(column.name)
  }
  if (sources.length === 0) return { columns: [], leftOut, rows: rowCount }
  const pairs = Math.max(1, (sources.length * (sources.length - 1)) / 2)
  const every = rowCount / Math.min(mostCells / sources.length, mostWork / pairs / workPerRow[method])
  const drawn = everyKth(table, where, every)
  const numeric = sources.map(({ column }) => column).filter(({ kind }) => kind === 'numeric')
  if (every <= 1 || numeric.length < 2 || (method !== 'pearson' && method !== 'auto')) {
    return { leftOut, ...(await readMeasured(table, sources, drawn, signal)) }
  }
  const correlated = await correlateRows(
    table,
    numeric,
    everyKth(table, where, (rowCount * pairs) / mostProducts),
    signal,
  )
  const isAll = numeric.length === sources.length
  const read = isAll ? unread(numeric, correlated) : await readMeasured(table, sources, drawn, signal)
  return { leftOut, ...read, correlated }
}

function everyKth(table: Table, where: string, every: number): string {
  return every > 1 ? `(${where}) AND ${table.rowNumber} % ${Math.ceil(every)} = 0` : where
}

async function readMeasured(
  table: Table,
  sources: Source[],
  where: string,
  signal: AbortSignal | undefined,
): Promise<{ columns: Measured[]; rows: number }> {
  const from = `FROM (FROM ${table.from} WHERE ${where}) ${sources.map(({ join }) => join).join(' ')}`
  const expressions = sources.map(({ sql }) => sql)
  const lists = await readNumbers(table, expressions, from, signal)
  const columns = sources.map(({ column }, index): Measured => {
    const values = lists[index] as Float64Array
    const isComplete = !values.some(Number.isNaN)
    return { name: column.name, isCategory: column.kind !== 'numeric', values, isComplete }
  })
  return { columns, rows: lists[0]?.length ?? 0 }
}

function unread(numeric: TableColumn[], { rows }: Correlated): { columns: Measured[]; rows: number } {
  const values = new Float64Array()
  return { rows, columns: numeric.map(({ name }) => ({ name, isCategory: false, values, isComplete: false })) }
}

function kindsOf(method: 'auto' | CorrelationMethod): string[] {
  if (method === 'cramers_v') return ['text', 'boolean']
  if (method === 'auto' || method === 'correlation_ratio') return ['numeric', 'text', 'boolean']
  return ['numeric']
}

type Source = { column: TableColumn; sql: string; join: string }

/** A column as numbers in SQL; the texts of a category become their places in a list. Undefined for too many of them. */
async function sourceOf(
  table: Table,
  column: TableColumn,
  index: number,
  where: string,
  signal: AbortSignal | undefined,
): Promise<{ sql: string; join: string } | undefined> {
  if (column.kind === 'numeric') return { sql: finiteSql(column), join: '' }
  if (column.kind === 'boolean') return { sql: `${column.sql}::INTEGER::DOUBLE`, join: '' }
  const text = `${column.sql}::VARCHAR`
  const { rows } = await table.query(
    `SELECT DISTINCT ${text} FROM ${table.from} WHERE ${where} AND ${column.sql} IS NOT NULL LIMIT ${mostCategories + 1}`,
    signal,
  )
  if (rows.length > mostCategories) return undefined
  const texts = rows.map(([value]) => quoteText(value as string))
  const [category, code] = [unusedName(table, `category ${index}`), unusedName(table, `code ${index}`)]
  const codes = `SELECT unnest([${texts.join(', ')}]::VARCHAR[]) AS ${category}, unnest(range(${texts.length})) AS ${code}`
  return { sql: `${code}::DOUBLE`, join: `LEFT JOIN (${codes}) ON ${text} = ${category}` }
}

function unusedName(table: Table, wanted: string): string {
  const names = new Set([...table.columns.keys()].map((name) => name.toLowerCase()))
  let name = wanted
  while (names.has(name)) name += ' '
  return quoteName(name)
}
