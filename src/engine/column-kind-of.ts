import type { ColumnKind, JsonType } from '../shared/column-kind.ts'

const numeric = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|BIGNUM|DECIMAL\(\d+,\d+\))$/
const temporal = /^(DATE|TIME|TIME_NS|TIMESTAMP|TIMESTAMP_(S|MS|NS))( WITH TIME ZONE)?$/
const nested = /^(STRUCT\(|MAP\(|UNION\(|JSON$|VARIANT$)|\]$/
const text = /^(VARCHAR|UUID|ENUM\()/

/** The kind of a column from DuckDB's name of its type; `unsupported` for bytes, intervals, bit strings and shapes. */
export function columnKindOf(sqlType: string): ColumnKind {
  if (nested.test(sqlType)) return 'nested'
  if (numeric.test(sqlType)) return 'numeric'
  if (text.test(sqlType)) return 'text'
  if (temporal.test(sqlType)) return 'temporal'
  return sqlType === 'BOOLEAN' ? 'boolean' : 'unsupported'
}

/** True for the integer types of 64 bits, whose values may or may not all fit a double. */
export function isWideInteger(sqlType: string): boolean {
  return sqlType === 'BIGINT' || sqlType === 'UBIGINT'
}

/**
 * How values of a type stand in JSON. `exceedsDouble` says that a 64-bit integer column holds a value beyond 2^53;
 * larger integers and decimals are strings whatever they hold.
 */
export function jsonTypeOf(sqlType: string, exceedsDouble: boolean): JsonType {
  switch (columnKindOf(sqlType)) {
    case 'boolean':
      return 'boolean'
    case 'nested':
      return sqlType.endsWith(']') ? 'array' : 'object'
    case 'numeric':
      if (isWideInteger(sqlType)) return exceedsDouble ? 'string' : 'number'
      return /^(U?HUGEINT|BIGNUM|DECIMAL)/.test(sqlType) ? 'string' : 'number'
    default:
      return 'string'
  }
}
