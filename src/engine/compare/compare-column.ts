import type { Drift } from '../../shared/comparison.ts'
import { sortDoubles } from '../profile/sort-doubles.ts'
import type { Table, TableColumn } from '../query/open-table.ts'
import { quoteText } from '../sql-text.ts'
import { finiteSql, readNumbers } from '../statistics/read-numbers.ts'
import type { ComparedTables } from './compared-tables.ts'
import { fromDrawnRows } from './drawn-rows.ts'
import { chiSquared, countBetween, kolmogorovSmirnov, stabilityIndex, tenthBounds } from './drift-measures.ts'
import { driftThresholds as limits } from './drift-thresholds.ts'

type Measured = Omit<Drift, 'level' | 'p_adjusted'>

const binCount = 20
const shownCategories = 8
const longestLabel = 64

/** The values of a column beside those of the reference: as numbers where they have an order, else as categories. */
export function compareColumn(column: TableColumn, other: TableColumn, compared: ComparedTables): Promise<Measured> {
  const hasOrder = column.kind === 'numeric' || column.kind === 'temporal'
  return hasOrder ? compareNumbers(column, other, compared) : compareCategories(column, other, compared)
}

async function compareNumbers(column: TableColumn, other: TableColumn, compared: ComparedTables): Promise<Measured> {
  const { table, reference, signal } = compared
  const [after, before] = [await readSorted(table, column, signal), await readSorted(reference, other, signal)]
  const bounds = before.sorted.length > 0 ? tenthBounds(before.sorted) : []
  const tested = kolmogorovSmirnov(before.sorted, after.sorted)
  return {
    ...identityOf(column, other, after.sorted.length, before.sorted.length),
    null_share: shareOf(after.rows - after.sorted.length, after.rows),
    with_null_share: shareOf(before.rows - before.sorted.length, before.rows),
    psi: stabilityIndex(countBetween(before.sorted, bounds), countBetween(after.sorted, bounds)),
    ...{ ks: tested?.value ?? null, chi2: null, p_value: tested?.pValue ?? null },
    bins: binsOf(before.sorted, after.sorted, column.kind === 'temporal'),
  }
}

function identityOf(column: TableColumn, other: TableColumn, n: number, before: number) {
  return { name: column.name, with_name: other.name, kind: column.kind, n, with_n: before }
}

function shareOf(count: number, of: number): number | null {
  return of === 0 ? null : count / of
}

/** The values of a column in the drawn rows as ascending doubles; moments in seconds. */
async function readSorted(table: Table, column: TableColumn, signal: AbortSignal | undefined) {
  const sql = column.kind === 'numeric' ? finiteSql(column) : secondsSql(column)
  const [values] = (await readNumbers(table, [sql], fromDrawnRows(table), signal)) as [Float64Array]
  const sorted = values.filter((value) => !Number.isNaN(value))
  sortDoubles(sorted)
  return { sorted, rows: values.length }
}

function secondsSql({ sql, sql_type: type }: TableColumn): string {
  if (/^TIME( |_NS|$)/.test(type)) return `epoch(${sql}::TIME)::DOUBLE`
  return `(CASE WHEN isfinite(${sql}) THEN epoch(${sql}::TIMESTAMP)::DOUBLE END)`
}

/** Both distributions in 20 bins of one width between the outer hundredths; what lies beyond is in the outer bins. */
function binsOf(before: Float64Array, after: Float64Array, isTime: boolean): Drift['bins'] {
  const known = [before, after].filter(({ length }) => length > 0)
  if (known.length === 0) return []
  const low = Math.min(...known.map((values) => values[Math.floor((values.length - 1) * 0.01)] as number))
  const high = Math.max(...known.map((values) => values[Math.ceil((values.length - 1) * 0.99)] as number))
  const width = high / binCount - low / binCount
  const bounds = width > 0 ? Array.from({ length: binCount - 1 }, (_, bin) => low + (bin + 1) * width) : []
  const [counts, others] = [countBetween(after, bounds), countBetween(before, bounds)]
  return counts.map((count, bin) => ({
    label: labelOf(low + bin * width, isTime),
    share: count / Math.max(1, after.length),
    with_share: (others[bin] as number) / Math.max(1, before.length),
  }))
}

function labelOf(value: number, isTime: boolean): string {
  if (!isTime) return String(Number(value.toPrecision(6)))
  const date = new Date(value * 1000)
  return Number.isNaN(date.getTime()) ? String(value) : date.toISOString().slice(0, 16).replace('T', ' ')
}

async function compareCategories(column: TableColumn, other: TableColumn, compared: ComparedTables): Promise<Measured> {
  const { table, reference, signal } = compared
  const frequent = [...(await frequentTexts(reference, other, signal)), ...(await frequentTexts(table, column, signal))]
  const texts = [...new Set(frequent)]
  const after = await countTexts(table, column, texts, signal)
  const before = await countTexts(reference, other, texts, signal)
  if (after.counts.at(-1) === 0 && before.counts.at(-1) === 0) for (const { counts } of [after, before]) counts.pop()
  const tested = chiSquared(before.counts, after.counts)
  return {
    ...identityOf(column, other, after.n, before.n),
    null_share: shareOf(after.rows - after.n, after.rows),
    with_null_share: shareOf(before.rows - before.n, before.rows),
    psi: stabilityIndex(before.counts, after.counts),
    ...{ ks: null, chi2: tested?.value ?? null, p_value: tested?.pValue ?? null },
    bins: categoryBins(texts, before, after),
  }
}

async function frequentTexts(table: Table, { sql }: TableColumn, signal: AbortSignal | undefined): Promise<string[]> {
  const { rows } = await table.query(
    `SELECT v FROM (SELECT ${sql}::VARCHAR AS v ${fromDrawnRows(table)}) WHERE v IS NOT NULL
      GROUP BY v ORDER BY count(*) DESC, v LIMIT ${limits.drift_categories}`,
    signal,
  )
  return rows.map(([text]) => text as string)
}

/** How many of the drawn rows have each text, and last how many another one. */
async function countTexts(table: Table, { sql }: TableColumn, texts: string[], signal: AbortSignal | undefined) {
  const list = texts.map(quoteText).join(', ')
  const { rows } = await table.query(
    `SELECT place, count(v)::DOUBLE, count(*)::DOUBLE FROM (
      SELECT list_position([${list}]::VARCHAR[], v) AS place, v FROM (SELECT ${sql}::VARCHAR AS v ${fromDrawnRows(table)}))
      GROUP BY place`,
    signal,
  )
  const counts: number[] = [...texts, 'others'].map(() => 0)
  for (const [place, count] of rows) counts[place === null ? texts.length : Number(place) - 1] = count as number
  const sum = (numbers: number[]) => numbers.reduce((total, count) => total + count, 0)
  return { counts, n: sum(counts), rows: sum(rows.map(([, , count]) => count as number)) }
}

type Counted = { counts: number[]; n: number; rows: number }

function categoryBins(texts: string[], before: Counted, after: Counted): Drift['bins'] {
  const share = ({ counts, n }: Counted, index: number) => (counts[index] as number) / Math.max(1, n)
  const bins = texts.map((text, index) => ({
    label: text.length > longestLabel ? `${text.slice(0, longestLabel)}…` : text,
    ...{ share: share(after, index), with_share: share(before, index) },
  }))
  const shown = bins.sort((a, b) => b.share + b.with_share - a.share - a.with_share).slice(0, shownCategories)
  const [rest, withRest] = [1 - sumOf(shown, 'share'), 1 - sumOf(shown, 'with_share')]
  const hasRest = Math.max(after.n > 0 ? rest : 0, before.n > 0 ? withRest : 0) > 1e-9
  const isKnown = (n: number, value: number) => (n > 0 ? Math.max(0, value) : 0)
  return hasRest
    ? [...shown, { label: 'other', share: isKnown(after.n, rest), with_share: isKnown(before.n, withRest) }]
    : shown
}

function sumOf(bins: Drift['bins'], side: 'share' | 'with_share'): number {
  return bins.reduce((sum, bin) => sum + bin[side], 0)
}
