import type { ColumnKind } from '../../shared/column-kind.ts'
import type { Filter, FilterOp, FilterValue } from '../../shared/rows.ts'
import { quoteText } from '../sql-text.ts'
import { type Comparison, type ComparisonOp, comparisonSql } from './comparison.ts'
import { findColumn } from './find-column.ts'
import { compareNumber } from './numeric-comparison.ts'
import type { Table, TableColumn } from './open-table.ts'
import { QuestionError } from './question-error.ts'
import { compareTime, temporalExample } from './temporal-comparison.ts'
import { containsSql, edgeSql, isBlankSql, matchesSql } from './text-match.ts'

type Condition = Extract<Filter, { column: string }>
type Scalar = string | number | boolean | null

const deepest = 20
const mostConditions = 1000

const nullOps: readonly FilterOp[] = ['is_null', 'not_null']
const equality: readonly FilterOp[] = ['eq', 'ne', 'in', 'not_in']
const order: readonly FilterOp[] = ['lt', 'lte', 'gt', 'gte', 'between', 'not_between']
const textOps: readonly FilterOp[] = ['contains', 'not_contains', 'starts_with', 'ends_with', 'matches', 'is_blank']

const opsOf: Record<ColumnKind, readonly FilterOp[]> = {
  numeric: [...equality, ...order, ...nullOps],
  temporal: [...equality, ...order, ...nullOps],
  text: [...equality, ...order, ...textOps, ...nullOps],
  boolean: [...equality, ...nullOps],
  nested: nullOps,
  unsupported: nullOps,
}

const longestPattern = 1000

/**
 * A filter as an SQL condition. Comparisons are exact and, for text, by code point; `contains`, `starts_with` and
 * `ends_with` take no notice of case; NaN is equal to itself and beyond Infinity. Nulls follow SQL: only `is_null` finds
 * them, and `not` of a comparison leaves them out as well.
 * Throws `QuestionError` naming the column and the value that do not fit.
 */
export function filterSql(filter: Filter, table: Pick<Table, 'columns'>): string {
  let conditions = 0

  const write = (part: Filter, path: string, depth: number): string => {
    if (depth > deepest) throw new QuestionError(path, `A filter can be nested ${deepest} deep, not deeper.`)
    if ('and' in part) return group(part.and, `${path}.and`, depth, 'AND')
    if ('or' in part) return group(part.or, `${path}.or`, depth, 'OR')
    if ('not' in part) return `(NOT ${write(part.not, `${path}.not`, depth + 1)})`
    if (++conditions > mostConditions)
      throw new QuestionError(path, `A filter has at most ${mostConditions} conditions.`)
    return `(${conditionSql(part, findColumn(table, part.column, `${path}.column`), path)})`
  }

  const group = (parts: Filter[], path: string, depth: number, word: 'AND' | 'OR'): string => {
    if (parts.length === 0) return word === 'AND' ? 'TRUE' : 'FALSE'
    return `(${parts.map((part, index) => write(part, `${path}.${index}`, depth + 1)).join(` ${word} `)})`
  }

  return write(filter, 'filter', 0)
}

function conditionSql({ op, value }: Condition, column: TableColumn, path: string): string {
  if (!opsOf[column.kind].includes(op)) {
    const allowed = opsOf[column.kind].join(', ')
    throw new QuestionError(
      `${path}.op`,
      `"${column.name}" is a ${column.kind} column: it takes ${allowed}, not ${op}.`,
    )
  }
  const at = `${path}.value`
  switch (op) {
    case 'is_null':
      return `${column.sql} IS NULL`
    case 'not_null':
      return `${column.sql} IS NOT NULL`
    case 'between': {
      const [low = null, high = null] = listOf(value, op, column, at, 2)
      return `${compareSql(column, 'gte', low, `${at}.0`)} AND ${compareSql(column, 'lte', high, `${at}.1`)}`
    }
    case 'not_between':
    case 'not_in':
    case 'not_contains':
      return `NOT (${conditionSql({ column: column.name, op: opposites[op], value }, column, path)})`
    case 'in':
      return inSql(column, listOf(value, op, column, at), at)
    case 'contains':
      return containsSql([column], textOf(column, scalarOf(value, op, column, at), at))
    case 'starts_with':
    case 'ends_with':
      return edgeSql(op, column, textOf(column, scalarOf(value, op, column, at), at))
    case 'matches':
      return matchesSql(column, patternOf(column, scalarOf(value, op, column, at), at))
    case 'is_blank':
      return isBlankSql(column)
    default:
      return compareSql(column, op, scalarOf(value, op, column, at), at)
  }
}

const opposites = { not_between: 'between', not_in: 'in', not_contains: 'contains' } as const

function patternOf(column: TableColumn, value: Scalar, path: string): string {
  const pattern = textOf(column, value, path)
  if (pattern.length <= longestPattern) return pattern
  throw new QuestionError(path, `A pattern has at most ${longestPattern} characters.`)
}

/** A value as SQL writes it in the type of a column; throws `QuestionError` for one that the column cannot hold. */
export function valueSql(column: TableColumn, value: string | number | boolean, path: string): string {
  if (column.kind === 'nested' || column.kind === 'unsupported') return reject(path, value, column, 'nothing')
  const comparison = compare(column, 'eq', value, path)
  return typeof comparison === 'object' ? comparison.literal : reject(path, value, column, 'what it can hold')
}

function scalarOf(value: FilterValue | undefined, op: FilterOp, column: TableColumn, path: string): Scalar {
  if (value !== undefined && !Array.isArray(value)) return value
  throw new QuestionError(path, `${op} on "${column.name}" needs one value.`)
}

function listOf(
  value: FilterValue | undefined,
  op: FilterOp,
  column: TableColumn,
  path: string,
  length?: number,
): Scalar[] {
  if (Array.isArray(value) && (length === undefined || value.length === length)) return value
  const wanted = length === undefined ? 'a list of values' : `a list of ${length} values`
  throw new QuestionError(path, `${op} on "${column.name}" needs ${wanted}.`)
}

function inSql(column: TableColumn, values: Scalar[], path: string): string {
  if (values.length === 0) return 'FALSE'
  const literals = values.flatMap((value, index) => {
    if (value === null) return ['NULL']
    const comparison = compare(column, 'eq', value, `${path}.${index}`)
    return typeof comparison === 'object' ? [comparison.literal] : []
  })
  return literals.length > 0 ? `${column.sql} IN (${literals.join(', ')})` : comparisonSql(column, 'never')
}

function compareSql(column: TableColumn, op: ComparisonOp, value: Scalar, path: string): string {
  return value === null ? 'NULL::BOOLEAN' : comparisonSql(column, compare(column, op, value, path))
}

function compare(column: TableColumn, op: ComparisonOp, value: string | number | boolean, path: string): Comparison {
  switch (column.kind) {
    case 'numeric': {
      const number = typeof value === 'boolean' ? undefined : compareNumber(column.sql_type, op, String(value).trim())
      return number ?? reject(path, value, column, 'a number')
    }
    case 'temporal': {
      const time = typeof value === 'string' ? compareTime(column.sql_type, op, value.trim()) : undefined
      return time ?? reject(path, value, column, temporalExample(column.sql_type))
    }
    case 'boolean':
      return /^(true|false)$/.test(String(value))
        ? { op, literal: String(value) }
        : reject(path, value, column, 'true or false')
    default:
      return compareText(column, op, textOf(column, value, path), path)
  }
}

function compareText(column: TableColumn, op: ComparisonOp, text: string, path: string): Comparison {
  if (column.sql_type !== 'UUID') return { op, literal: quoteText(text) }
  const isUuid = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i.test(text)
  return isUuid ? { op, literal: `${quoteText(text)}::UUID` } : reject(path, text, column, 'a UUID')
}

function textOf(column: TableColumn, value: Scalar, path: string): string {
  if (typeof value === 'string') return value
  const hint = value === null ? '' : ` Write "${value}" in quotes.`
  throw new QuestionError(path, `"${column.name}" is a text column, and ${value} is no text.${hint}`)
}

function reject(path: string, value: Scalar, column: TableColumn, wanted: string): never {
  const shown =
    typeof value === 'string' ? `"${value.length > 60 ? `${value.slice(0, 60)}...` : value}"` : String(value)
  throw new QuestionError(path, `"${column.name}" (${column.sql_type}) is compared with ${wanted}; ${shown} is none.`)
}
