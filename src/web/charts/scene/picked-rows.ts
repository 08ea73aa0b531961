import type { Filter, FilterValue } from '../../../shared/rows.ts'

type Scalar = string | number | boolean | null

const isScalar = (value: unknown): value is Scalar => value === null || typeof value !== 'object'

/** The rows that have a value; undefined for values that no filter compares with. */
export const valueFilter = (column: string, value: unknown): Filter | undefined => {
  if (value === undefined || !isScalar(value)) return undefined
  return value === null ? { column, op: 'is_null' } : { column, op: 'eq', value }
}

/** The rows within the bounds of a bin: the upper one belongs to the next bin, but to the last where `isClosed`. */
export const binFilter = (column: string, lower: unknown, upper: unknown, isClosed: boolean): Filter | undefined => {
  if (!isScalar(lower) || !isScalar(upper)) return undefined
  if (lower === upper) return valueFilter(column, lower)
  return allOf([
    { column, op: 'gte', value: lower },
    { column, op: isClosed ? 'lte' : 'lt', value: upper },
  ])
}

/** The rows that have a value, but none of these. */
export const otherFilter = (column: string, named: unknown[]): Filter | undefined => {
  if (!named.every(isScalar)) return undefined
  return allOf([{ column, op: 'not_null' }, { not: { column, op: 'in', value: named as FilterValue } }])
}

/** What holds when every one of these does; undefined when there is none. */
export const allOf = (filters: (Filter | undefined)[]): Filter | undefined => {
  const parts = filters.flatMap((filter) => (filter === undefined ? [] : 'and' in filter ? filter.and : [filter]))
  return parts.length > 1 ? { and: parts } : parts[0]
}
