import type { ColumnProfile, SemanticType } from '../../shared/profile.ts'
import { recommendation as limits } from './chart-score.ts'

/** A column that charts can show, and how easily it is read there, from 0 to 1. */
export type Part = { column: ColumnProfile; readability: number }

/** The columns that charts can show, by what they can be on one; the first of each that are read most easily. */
export type ChartableColumns = { measures: Part[]; moments: Part[]; categories: Part[] }

/** What tells one row from another, or one person from another, has no shape to look at. */
const neverDrawn: readonly SemanticType[] = [
  'identifier',
  'uuid',
  'email',
  'url',
  'ip_address',
  'phone',
  'iban',
  'credit_card',
]

/** Numbers that name a place: neither their mean nor their spread says anything. */
const neverMeasured: readonly (SemanticType | null)[] = ['postal_code', 'latitude', 'longitude']

/** Sorts columns by what they can be on a chart. Identifiers, constants and nested values are nothing there. */
export function chartableColumns(columns: readonly ColumnProfile[]): ChartableColumns {
  const drawable = columns.filter(isDrawable)
  const partsOf = (isOne: (column: ColumnProfile) => boolean): Part[] =>
    drawable
      .filter(isOne)
      .map((column) => ({ column, readability: readabilityOf(column) }))
      .sort((a, b) => b.readability - a.readability)
      .slice(0, limits.columns_of_a_kind)
  return {
    measures: partsOf(({ kind, semantic_type }) => kind === 'numeric' && !neverMeasured.includes(semantic_type)),
    moments: partsOf(
      ({ kind, sql_type }) => kind === 'temporal' && !sql_type.startsWith('TIME_NS') && !/^TIME( |$)/.test(sql_type),
    ),
    categories: partsOf(({ kind }) => kind === 'text' || kind === 'boolean'),
  }
}

function isDrawable(column: ColumnProfile): boolean {
  const { kind, semantic_type, distinct_count, count, null_count } = column
  if (kind === 'nested' || kind === 'unsupported' || (distinct_count ?? 0) < 2) return false
  if (semantic_type !== null && neverDrawn.includes(semantic_type)) return false
  return (
    kind !== 'text' ||
    (distinct_count ?? 0) < (count - null_count) / 2 ||
    (distinct_count ?? 0) <= limits.readable_categories
  )
}

/** The share of rows with a value, less where there are many categories. */
function readabilityOf({ kind, count, null_count, distinct_count }: ColumnProfile): number {
  const known = count === 0 ? 0 : 1 - null_count / count
  if (kind !== 'text' || (distinct_count ?? 0) <= limits.readable_categories) return known
  return known * ((distinct_count ?? 0) <= limits.many_categories ? limits.some_categories : limits.too_many_categories)
}

/** How far counts are from all being equal: 0 for equal ones, 1 for all in one (1 - entropy / greatest entropy). */
export function unevenness(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (counts.length < 2 || total === 0) return 0
  const shares = counts.filter((count) => count > 0).map((count) => count / total)
  const entropy = -shares.reduce((sum, share) => sum + share * Math.log(share), 0)
  return Math.min(1, Math.max(0, 1 - entropy / Math.log(counts.length)))
}
