import type { ColumnKind } from '../../../shared/column-kind.ts'
import type { Filter, FilterOp } from '../../../shared/rows.ts'

/** One comparison of one column. */
export type Condition = Extract<Filter, { column: string }>

const order: FilterOp[] = ['lt', 'lte', 'gt', 'gte', 'between', 'not_between']
const nulls: FilterOp[] = ['is_null', 'not_null']

/** The operators that make sense for a kind of column, the usual one first. */
export const opsOfKind: Record<ColumnKind, FilterOp[]> = {
  numeric: ['eq', 'ne', ...order, 'in', 'not_in', ...nulls],
  text: [
    ...(['eq', 'ne', 'in', 'not_in', 'contains', 'not_contains', 'starts_with', 'ends_with', 'matches'] as const),
    ...order,
    'is_blank',
    ...nulls,
  ],
  temporal: ['between', 'not_between', 'eq', 'ne', 'lt', 'lte', 'gt', 'gte', ...nulls],
  boolean: ['eq', ...nulls],
  nested: nulls,
  unsupported: nulls,
}

/**
 * A text as it is typed into a field: the empty one as two quotation marks, since an empty field says nothing yet, and
 * what is nothing but pairs of them as one pair more.
 */
export const asTyped = (text: string): string => (/^("")*$/.test(text) ? `${text}""` : text)

/** The text that is meant by what was typed. */
export const fromTyped = (typed: string): string => (/^("")+$/.test(typed) ? typed.slice(2) : typed)

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
