import type { TypeParts } from '../duckdb-columns.ts'
import type { TableColumn } from '../query/open-table.ts'
import { quoteName } from '../sql-text.ts'

type Column = Pick<TableColumn, 'sql' | 'sql_type' | 'kind' | 'json'> & { parts?: TypeParts | undefined }

/** A column as the text that the API writes for its values, null for null; nested values as JSON. */
export function textSql(column: Column): string {
  const { sql, sql_type: sqlType, kind } = column
  if (kind === 'nested')
    return sqlType === 'JSON' ? `${sql}::VARCHAR` : `to_json(${partSql(sql, sqlType, column.parts)})::VARCHAR`
  return scalarTextSql(sql, sqlType)
}

/** A column as a value that DuckDB writes as the JSON that the API writes. */
export function jsonSql(column: Column): string {
  const { sql, sql_type: sqlType, kind, json } = column
  if (kind === 'nested') return partSql(sql, sqlType, column.parts)
  if (json === 'boolean') return sql
  if (json === 'string') return scalarTextSql(sql, sqlType)
  return isFloat(sqlType) ? floatJsonSql(sql, sqlType) : sql
}

const isFloat = (sqlType: string) => sqlType === 'DOUBLE' || sqlType === 'FLOAT'

function scalarTextSql(sql: string, sqlType: string): string {
  if (sqlType === 'VARCHAR') return sql
  if (isFloat(sqlType)) return `CASE WHEN isfinite(${sql}) THEN ${sql}::VARCHAR ELSE ${wordSql(sql)} END`
  if (!sqlType.startsWith('TIMESTAMP')) return `${sql}::VARCHAR`
  const iso = `replace(replace(${sql}::VARCHAR, ' ', 'T'), 'T(BC)T', ' (BC) ')`
  return sqlType === 'TIMESTAMP WITH TIME ZONE' ? `replace(${iso}, '+00', 'Z')` : iso
}

/** Infinities and NaN as words; null stays null. */
const wordSql = (sql: string) =>
  `CASE WHEN isnan(${sql}) THEN 'NaN' WHEN ${sql} > 0 THEN 'Infinity' WHEN ${sql} < 0 THEN '-Infinity' END`

/** By way of its shortest text a 32-bit float stays 0.1. */
const floatJsonSql = (sql: string, sqlType: string) =>
  `CASE WHEN isfinite(${sql}) THEN to_json(${sqlType === 'FLOAT' ? `${sql}::VARCHAR::DOUBLE` : sql}) ELSE to_json(${wordSql(sql)}) END`

const mostSafe = String(Number.MAX_SAFE_INTEGER)

/** A value inside a nested one: only integers beyond 2^53 and decimals are text there. */
function partSql(sql: string, sqlType: string, parts: TypeParts | undefined, depth = 0): string {
  if (parts && 'item' in parts) {
    const name = `item_${depth}`
    const item = partSql(name, parts.item.sqlType, parts.item.parts, depth + 1)
    return item === name ? sql : `list_transform(${sql}, lambda ${name}: ${item})`
  }
  if (parts && 'fields' in parts) {
    const fields = parts.fields.map(({ name, sqlType: type, parts: inner }) => {
      const field = `(${sql}).${quoteName(name)}`
      return { name, field, written: partSql(field, type, inner, depth) }
    })
    if (fields.every(({ field, written }) => field === written)) return sql
    const packed = fields.map(({ name, written }) => `${quoteName(name)} := ${written}`).join(', ')
    return `CASE WHEN ${sql} IS NOT NULL THEN struct_pack(${packed}) END`
  }
  if (parts && 'key' in parts) {
    const entry = `entry_${depth}`
    const key = partSql(`${entry}.key`, parts.key.sqlType, parts.key.parts, depth + 1)
    const value = partSql(`${entry}.value`, parts.value.sqlType, parts.value.parts, depth + 1)
    const entries = `list_transform(map_entries(${sql}), lambda ${entry}: struct_pack(key := ${key}, value := ${value}))`
    return parts.key.sqlType === 'VARCHAR' ? `map_from_entries(${entries})` : entries
  }
  if (isFloat(sqlType)) return floatJsonSql(sql, 'DOUBLE')
  if (sqlType === 'BIGINT' || sqlType === 'UBIGINT' || /^U?HUGEINT$|^BIGNUM$/.test(sqlType)) {
    return `CASE WHEN ${sql} BETWEEN -${mostSafe} AND ${mostSafe} THEN to_json(${sql}) ELSE to_json(${sql}::VARCHAR) END`
  }
  if (/^(VARCHAR|JSON|BOOLEAN|U?(TINY|SMALL)INT|U?INTEGER)$/.test(sqlType) || parts) return sql
  return columnText(sql, sqlType)
}

const columnText = (sql: string, sqlType: string) =>
  /^(UNION|VARIANT)/.test(sqlType) ? sql : scalarTextSql(sql, sqlType)
