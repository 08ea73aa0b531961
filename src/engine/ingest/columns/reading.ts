import { quoteText } from '../../sql-text.ts'

/**
 * One way to read the texts of a column as values of a type. `shape` is a regular expression (RE2) that every trimmed
 * text of this type matches; together with the conversion it decides. `format` is given where day, month and year
 * stand in another order than ISO's, `decimal` where a comma marks the fraction, `structure` as `json_transform` takes it.
 */
export type Reading =
  | { id: 'text' }
  | { id: 'empty' }
  | { id: 'boolean' }
  | { id: 'integer' }
  | { id: 'wide_integer' }
  | { id: 'decimal'; width: 9 | 18 | 38; scale: number; isFixed: boolean; decimal: '.' | ',' }
  | { id: 'double'; decimal: '.' | ',' }
  | { id: 'date'; format: string | null }
  | { id: 'timestamp'; format: string | null }
  | { id: 'timestamp_ns' }
  | { id: 'timestamp_zone' }
  | { id: 'time' }
  | { id: 'json' }
  | { id: 'nested'; structure: string }

const integerShape = '-?(0|[1-9][0-9]*)|\\+(0|[1-9][0-9]{0,5})'
const timeOfDay = '([01]?[0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?'
const isoDate = '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}'
const exponent = '([eE][-+][0-9]{1,3})'

/** The shapes by which a text is classed before any conversion is tried; the first that matches holds. */
export const shapes = {
  integer: integerShape,
  point: '[-+]?(0|[1-9][0-9]*)?\\.[0-9]+|[-+]?(0|[1-9][0-9]*)\\.',
  comma: '[-+]?(0|[1-9][0-9]*)?,[0-9]+',
  scientific: `[-+]?(0|[1-9][0-9]*)?(\\.[0-9]+|\\.?)${exponent}|[-+]?(0|[1-9][0-9]*)\\.[0-9]+[eE][0-9]{1,3}`,
  word: '(?i)[-+]?(nan|inf|infinity)',
  flag: '(?i)true|false',
  iso_date: isoDate,
  iso_timestamp: `${isoDate}[ T]${timeOfDay}`,
  iso_timestamp_ns: `${isoDate}[ T]([01]?[0-9]|2[0-3]):[0-9]{2}:[0-9]{2}\\.[0-9]{7,9}`,
  iso_timestamp_zone: `${isoDate}[ T]${timeOfDay} ?([zZ]|[-+][0-9]{2}(:?[0-9]{2})?)`,
  time: timeOfDay,
} as const

/** DuckDB's name of the type that a reading gives. */
export function sqlTypeOf(reading: Reading): string {
  switch (reading.id) {
    case 'boolean':
      return 'BOOLEAN'
    case 'integer':
      return 'BIGINT'
    case 'wide_integer':
      return 'DECIMAL(38,0)'
    case 'decimal':
      return `DECIMAL(${reading.width},${reading.scale})`
    case 'double':
      return 'DOUBLE'
    case 'date':
      return 'DATE'
    case 'timestamp':
      return 'TIMESTAMP'
    case 'timestamp_ns':
      return 'TIMESTAMP_NS'
    case 'timestamp_zone':
      return 'TIMESTAMP WITH TIME ZONE'
    case 'time':
      return 'TIME'
    case 'json':
      return 'JSON'
    default:
      return 'VARCHAR'
  }
}

/**
 * SQL that converts a text whatever blanks stand around it, null where it does not convert; more lenient than the
 * reading allows. Conversions to numbers pass over blanks by themselves.
 */
export function attemptSql(reading: Reading, text: string): string {
  if (isTemporal(reading)) {
    const trimmed = trimmedSql(text)
    const parsed = reading.format ? `try_strptime(${trimmed}, ${quoteText(reading.format)})` : trimmed
    return `TRY_CAST(${parsed} AS ${sqlTypeOf(reading)})`
  }
  const dotted = 'decimal' in reading && reading.decimal === ',' ? `replace(${text}, ',', '.')` : text
  return `TRY_CAST(${dotted} AS ${sqlTypeOf(reading)})`
}

function isTemporal(reading: Reading): reading is Reading & { format?: string | null } {
  return ['date', 'timestamp', 'timestamp_ns', 'timestamp_zone', 'time'].includes(reading.id)
}

/** SQL that prints a converted value as the text it most often comes from: equal texts prove that nothing was lost. */
export function printSql(reading: Reading, value: string): string {
  if ('format' in reading && reading.format !== null) return `strftime(${value}, ${quoteText(reading.format)})`
  const printed = `CAST(${value} AS VARCHAR)`
  return 'decimal' in reading && reading.decimal === ',' ? `replace(${printed}, '.', ',')` : printed
}

/** SQL that is true when a trimmed text, which converts to `value`, is of this reading and loses nothing by it. */
export function fitsSql(reading: Reading, text: string, value: string): string {
  switch (reading.id) {
    case 'boolean':
      return matches(text, shapes.flag)
    case 'integer':
    case 'wide_integer':
      return matches(text, shapes.integer)
    case 'decimal':
      return decimalFitsSql(reading, text)
    case 'double':
      return doubleFitsSql(reading.decimal, text, value)
    case 'date':
      return matches(text, reading.format === null ? shapes.iso_date : shapeOfFormat(reading.format))
    case 'timestamp':
      return matches(
        text,
        reading.format === null ? `${shapes.iso_date}|${shapes.iso_timestamp}` : shapeOfFormat(reading.format),
      )
    case 'timestamp_ns':
      return matches(text, `${shapes.iso_date}|${shapes.iso_timestamp}|${shapes.iso_timestamp_ns}`)
    case 'timestamp_zone':
      return matches(text, shapes.iso_timestamp_zone)
    case 'time':
      return matches(text, shapes.time)
    default:
      return 'true'
  }
}

function matches(text: string, shape: string): string {
  return `regexp_full_match(${text}, ${quoteText(shape)})`
}

function decimalFitsSql({ scale, isFixed, decimal }: Reading & { id: 'decimal' }, text: string): string {
  const mark = decimal === ',' ? ',' : '\\.'
  const whole = '(0|[1-9][0-9]*)'
  if (isFixed) return matches(text, `[-+]?${whole}?${mark}[0-9]{${scale}}`)
  return matches(text, `[-+]?${whole}?${mark}[0-9]{0,${scale}}|${integerShape}`)
}

function doubleFitsSql(decimal: '.' | ',', text: string, value: string): string {
  const fraction = decimal === ',' ? shapes.comma : shapes.point
  const shape = matches(text, `${shapes.integer}|${fraction}|${shapes.scientific}|${shapes.word}`)
  return `${shape} AND ${isExactSql(text, value)}`
}

/**
 * SQL that is true when a double writes all the digits that the text has: every plain number of at most 15 digits does,
 * and of the others those that the shortest form of the double repeats (so none that over- or underflows).
 */
export function isExactSql(text: string, value: string): string {
  const printed = `CAST(${value} AS VARCHAR)`
  return `CASE
    WHEN length(${text}) <= 15 AND NOT contains(lower(${text}), 'e') THEN true
    WHEN ${printed} = ${text} THEN true
    ELSE ${digitsSql(printed)} = ${digitsSql(text)} END`
}

/** SQL of a text without the blanks and tabs around it; cheap where there are none. */
export function trimmedSql(text: string): string {
  return `CASE WHEN ${text} < '!' OR suffix(${text}, ' ') OR suffix(${text}, '\t') THEN trim(${text}, ' \t') ELSE ${text} END`
}

function digitsSql(text: string): string {
  return `trim(replace(replace(split_part(lower(${text}), 'e', 1), '.', ''), ',', ''), '+-0')`
}

/** The regular expression of a date format made of `%d %m %Y %H %M %S` and marks. */
export function shapeOfFormat(format: string): string {
  return format
    .replaceAll('.', '\\.')
    .replaceAll('%Y', '[0-9]{4}')
    .replaceAll(/%[dm]/g, '[0-9]{1,2}')
    .replaceAll('%H', '([01]?[0-9]|2[0-3])')
    .replaceAll(/%[MS]/g, '[0-9]{2}')
}
