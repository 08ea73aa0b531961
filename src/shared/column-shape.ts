import { formatCount, formatCounted } from './format-numbers.ts'
import type { ColumnProfile } from './profile.ts'

/** What says most about a column in little room: its histogram, the shares of its values, or a few words. */
export type ColumnShape =
  | { form: 'histogram' }
  | { form: 'shares'; values: { value: unknown; text: string; count: number }[]; total: number }
  | { form: 'words'; first: string; second?: string }

const leastShare = 0.03
const idSpread = 4

const looksLikeIds = ({ sql_type, min, max }: ColumnProfile, values: number) => {
  if (!/INT/i.test(sql_type)) return false
  if (typeof min !== 'number' || typeof max !== 'number') return true
  return max - min < values * idSpread
}

/** The shape of a column, chosen from its profile alone. */
export const columnShape = (profile: ColumnProfile): ColumnShape => {
  const {
    count,
    null_count: nulls,
    distinct_count: distinct,
    distinct_is_exact,
    histogram,
    top_values: top,
    kind,
  } = profile
  const values = count - nulls
  if (count === 0) return { form: 'words', first: 'no rows' }
  if (values === 0) return { form: 'words', first: 'all null' }
  if (kind === 'unsupported') return { form: 'words', first: 'not readable' }
  const isUnique = distinct_is_exact && distinct === values && values > 1
  if (histogram.length > 0 && kind !== 'boolean') {
    const isConstant = distinct === 1
    if (!isConstant && !(isUnique && looksLikeIds(profile, values))) return { form: 'histogram' }
    if (isUnique) return { form: 'words', first: 'unique' }
  }
  const largest = top[0]?.count ?? 0
  if (!isUnique && largest / values >= leastShare) {
    return {
      form: 'shares',
      total: values,
      values: top.map(({ value, count }) => ({ value, text: String(value), count })),
    }
  }
  if (isUnique) return { form: 'words', first: 'unique', ...withSecond(lengths(profile)) }
  if (distinct === null) return { form: 'words', first: kind, ...withSecond(lengths(profile)) }
  const first = `${distinct_is_exact ? '' : '≈ '}${formatCount(distinct)} distinct`
  return { form: 'words', first, ...withSecond(lengths(profile)) }
}

const withSecond = (second: string | undefined) => (second === undefined ? {} : { second })

const lengths = ({ kind, min_length: shortest, max_length: longest }: ColumnProfile) => {
  if (shortest === null || longest === null) return undefined
  const counted = formatCounted(longest, kind === 'nested' ? 'item' : 'character')
  return shortest === longest ? counted : `${formatCount(shortest)} to ${counted}`
}
