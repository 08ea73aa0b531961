import type { ColumnProfile } from '../profile.ts'

/**
 * A column as the SQL that explains its statistics takes it: `column` is its name, `number` and `text` are its values as
 * DOUBLE and VARCHAR where they are not already, `length` counts the characters or items of a value, `finite` are the
 * rows that statistics rest on.
 */
export type SqlSubject = {
  profile: ColumnProfile
  column: string
  number: string
  text: string
  length: string
  finite: string
}

/** A column's name as SQL takes it. */
export const sqlName = (column: string): string => `"${column.replaceAll('"', '""')}"`

/** A text as SQL takes it. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** The subject of the SQL for a column of the table `data`. */
export const sqlSubject = (profile: ColumnProfile): SqlSubject => {
  const { name, kind, sql_type: type, infinite_count: infinite, nan_count: nan } = profile
  const column = sqlName(name)
  const text = type === 'VARCHAR' ? column : `${column}::VARCHAR`
  return {
    profile,
    column,
    number: type === 'DOUBLE' || /^U?(TINY|SMALL|BIG)?INT(EGER)?$/.test(type) ? column : `${column}::DOUBLE`,
    text,
    length: kind === 'nested' ? itemsOf(column, type) : `length(${text})`,
    finite: (infinite ?? 0) + (nan ?? 0) > 0 ? `(FROM data WHERE isfinite(${column}))` : 'data',
  }
}

const itemsOf = (column: string, type: string): string => {
  if (type.endsWith(']')) return `len(${column})`
  if (type.startsWith('MAP(')) return `cardinality(${column})`
  return `CASE json_type(${column}) WHEN 'ARRAY' THEN json_array_length(${column}) WHEN 'OBJECT' THEN len(json_keys(${column})) END`
}

/** A value of the column, as its profile writes it, as SQL takes it. */
export const sqlValue = (
  { profile: { kind, sql_type: type } }: SqlSubject,
  value: string | number | boolean,
): string => {
  if (kind === 'numeric') return numberLiteral(value, type)
  if (kind === 'temporal') return `${sqlText(String(value))}::${type}`
  return typeof value === 'string' ? sqlText(value) : String(value)
}

const numberLiteral = (value: string | number | boolean, type: string): string => {
  const text = String(value)
  if (!/^-?[\d.]+(e[+-]?\d+)?$/i.test(text)) return `${sqlText(text)}::${type}`
  return /^(DOUBLE|FLOAT)$/.test(type) && !/e/i.test(text) ? `${text}e0` : text
}
