import type { ColumnKind } from '../../../shared/column-kind.ts'
import type { Filter, FilterValue, filterOps } from '../../../shared/rows.ts'

export type FilterOp = (typeof filterOps)[number]

/** One comparison of one column, what a chip stands for. */
export type Condition = { column: string; op: FilterOp; value?: FilterValue | undefined }

const comparisons: FilterOp[] = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'between', 'in', 'is_null', 'not_null']

/** The operators that make sense for a kind of column, the usual one first. */
export const opsOfKind: Record<ColumnKind, FilterOp[]> = {
  numeric: comparisons,
  text: ['eq', 'ne', 'contains', 'starts_with', 'in', 'is_null', 'not_null'],
  temporal: ['between', 'eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'is_null', 'not_null'],
  boolean: ['eq', 'is_null', 'not_null'],
  nested: ['is_null', 'not_null'],
  unsupported: ['is_null', 'not_null'],
}

const names: Record<FilterOp, string> = {
  eq: 'is',
  ne: 'is not',
  lt: 'less than',
  lte: 'at most',
  gt: 'more than',
  gte: 'at least',
  between: 'between',
  in: 'is one of',
  contains: 'contains',
  starts_with: 'starts with',
  is_null: 'is null',
  not_null: 'is not null',
}

const temporalNames: Partial<Record<FilterOp, string>> = {
  lt: 'before',
  lte: 'up to',
  gt: 'after',
  gte: 'from',
  between: 'from … to',
}

/** How an operator reads in a sentence about a column of this kind. */
export const opName = (op: FilterOp, kind: ColumnKind): string =>
  (kind === 'temporal' ? temporalNames[op] : undefined) ?? names[op]

export const valuesWanted = (op: FilterOp): 'none' | 'one' | 'two' | 'many' => {
  if (op === 'is_null' || op === 'not_null') return 'none'
  if (op === 'between') return 'two'
  return op === 'in' ? 'many' : 'one'
}

const shownValue = (value: unknown) => {
  if (value === '') return '""'
  if (typeof value === 'string' && (value.trim() !== value || value.includes(','))) return `"${value}"`
  return String(value)
}

/** A condition as its chip says it: `port_code is HAM`. */
export const conditionText = ({ column, op, value }: Condition, kind: ColumnKind): string => {
  if (valuesWanted(op) === 'none') return `${column} ${names[op]}`
  if (op === 'between' && Array.isArray(value)) {
    const [low, high] = value.map(shownValue)
    return kind === 'temporal' ? `${column} from ${low} to ${high}` : `${column} between ${low} and ${high}`
  }
  const shown = Array.isArray(value) ? value.map(shownValue).join(', ') : shownValue(value)
  return `${column} ${opName(op, kind)} ${shown}`
}

/** The conditions of a filter that is a plain list of them; undefined where it has alternatives or negations. */
export const conditionsOf = (filter: Filter | undefined): Condition[] | undefined => {
  if (filter === undefined) return []
  if ('column' in filter) return [filter]
  if (!('and' in filter)) return undefined
  return filter.and.every((part) => 'column' in part) ? filter.and : undefined
}

export const filterOf = (conditions: Condition[]): Filter | undefined =>
  conditions.length > 1 ? { and: conditions } : conditions[0]

const longestExactDouble = 15

/**
 * What a person typed, as the API takes it: numbers as numbers while a double holds them exactly, otherwise as they were
 * typed. Undefined where the text is not a value of this kind.
 */
export const typedValue = (text: string, kind: ColumnKind): string | number | boolean | undefined => {
  if (kind === 'text') return text
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  if (kind === 'boolean') return trimmed === 'true' ? true : trimmed === 'false' ? false : undefined
  if (kind !== 'numeric') return trimmed
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return undefined
  return trimmed.replace(/e.*$|\D/gi, '').length <= longestExactDouble ? Number(trimmed) : trimmed
}
