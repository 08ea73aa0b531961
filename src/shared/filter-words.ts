import type { ColumnKind } from './column-kind.ts'
import type { Filter, FilterOp } from './rows.ts'

const names: Record<FilterOp, string> = {
  eq: 'is',
  ne: 'is not',
  lt: 'less than',
  lte: 'at most',
  gt: 'more than',
  gte: 'at least',
  between: 'between',
  not_between: 'not between',
  in: 'is one of',
  not_in: 'is none of',
  contains: 'contains',
  not_contains: 'does not contain',
  starts_with: 'starts with',
  ends_with: 'ends with',
  matches: 'matches',
  is_blank: 'is blank',
  is_null: 'is null',
  not_null: 'is not null',
}

const temporalNames: Partial<Record<FilterOp, string>> = {
  lt: 'before',
  lte: 'up to',
  gt: 'after',
  gte: 'from',
  between: 'from … to',
  not_between: 'not from … to',
}

/** How an operator reads in a sentence about a column of this kind. */
export const opName = (op: FilterOp, kind: ColumnKind): string =>
  (kind === 'temporal' ? temporalNames[op] : undefined) ?? names[op]

/** How many values an operator takes. */
export const valuesWanted = (op: FilterOp): 'none' | 'one' | 'two' | 'many' => {
  if (op === 'is_null' || op === 'not_null' || op === 'is_blank') return 'none'
  if (op === 'between' || op === 'not_between') return 'two'
  return op === 'in' || op === 'not_in' ? 'many' : 'one'
}

const mostNamed = 5

const shownValue = (value: unknown): string => {
  if (value === '') return '""'
  if (typeof value === 'string' && (value.trim() !== value || value.includes(','))) return `"${value}"`
  return String(value)
}

const listed = (values: unknown[]): string => {
  const shown = values.slice(0, mostNamed).map(shownValue).join(', ')
  return values.length > mostNamed ? `${shown} and ${values.length - mostNamed} more` : shown
}

type Condition = Extract<Filter, { column: string }>

/** What a comparison says of its column, without the name of it. */
const predicate = ({ op, value }: Condition, kind: ColumnKind): string => {
  const wanted = valuesWanted(op)
  if (wanted === 'none') return names[op]
  if (wanted === 'two' && Array.isArray(value)) {
    const [low, high] = value.map(shownValue)
    const words = opName(op, kind)
    return kind === 'temporal' ? words.replace('…', low ?? '').concat(` ${high}`) : `${words} ${low} and ${high}`
  }
  return `${opName(op, kind)} ${Array.isArray(value) ? listed(value) : shownValue(value)}`
}

/** A half-open range of one column, as the bar of a histogram is. */
const rangeOf = (parts: Filter[]): { column: string; words: string } | undefined => {
  const [from, to] = parts
  if (parts.length !== 2 || !from || !to || !('column' in from) || !('column' in to)) return undefined
  if (from.column !== to.column || from.op !== 'gte' || to.op !== 'lt') return undefined
  return { column: from.column, words: `from ${shownValue(from.value)} to below ${shownValue(to.value)}` }
}

/** A filter in plain words: `port is HAM and (load more than 5 or load is null)`. */
export const filterWords = (filter: Filter, kindOf: (column: string) => ColumnKind, isInside = false): string => {
  if ('column' in filter) return `${filter.column} ${predicate(filter, kindOf(filter.column))}`
  if ('not' in filter) return `not ${filterWords(filter.not, kindOf, true)}`.replace(/^not (?!\()(.*)$/s, 'not ($1)')
  const range = 'and' in filter ? rangeOf(filter.and) : undefined
  if (range) return `${range.column} ${range.words}`
  const [parts, word] = 'and' in filter ? [filter.and, 'and'] : [filter.or, 'or']
  if (parts.length === 0) return word === 'and' ? 'every row' : 'no row'
  const words = parts.map((part, index) => {
    const whole = filterWords(part, kindOf, true)
    const column = columnOf(part)
    return index > 0 && column !== undefined && column === columnOf(parts[index - 1])
      ? whole.slice(column.length + 1)
      : whole
  })
  const joined = words.join(` ${word} `)
  return isInside && parts.length > 1 ? `(${joined})` : joined
}

const columnOf = (filter: Filter | undefined): string | undefined => {
  if (!filter) return undefined
  return 'column' in filter ? filter.column : 'and' in filter ? rangeOf(filter.and)?.column : undefined
}
