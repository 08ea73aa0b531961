import type { NumberMarks } from './number-shapes.ts'
import type { TruthWords } from './truth-words.ts'

/**
 * One way to read the texts of a column as values of a type. `format` is given where dates and times are not written as
 * ISO does: formats of strptime with a vertical bar between them, the name of a month as `%B`. `decimal` is the mark of
 * fractions; `marks` tells of thousands, signs and units. A decimal that `isFixed` has the same number of digits after
 * the mark in every text. A double `repeats` what is written, digit for digit, unless it may drop zeros at the end.
 * A person's choice is `lenient`: leading zeros go, and a double takes the nearest number. `structure` is as
 * `json_transform` takes it.
 */
export type Reading =
  | { id: 'text' }
  | { id: 'empty' }
  | { id: 'boolean'; words: TruthWords }
  | { id: 'integer'; sqlType?: string; marks?: NumberMarks; isLenient?: boolean }
  | { id: 'wide_integer'; marks?: NumberMarks; isLenient?: boolean }
  | {
      id: 'decimal'
      width: number
      scale: number
      isFixed: boolean
      decimal: '.' | ','
      marks?: NumberMarks
      isLenient?: boolean
    }
  | { id: 'double'; decimal: '.' | ','; mayDropZeros?: boolean; marks?: NumberMarks; isLenient?: boolean }
  | { id: 'date'; format: string | null }
  | { id: 'timestamp'; format: string | null }
  | { id: 'timestamp_ns' }
  | { id: 'timestamp_zone'; format?: string | null }
  | { id: 'time'; format?: string | null }
  | { id: 'uuid'; isLenient?: boolean }
  | { id: 'json' }
  | { id: 'nested'; structure: string }

/** A reading of numbers. */
export type NumberReading = Reading & { id: 'integer' | 'wide_integer' | 'decimal' | 'double' }

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
  short_scientific: '[-+]?[1-9][0-9]*[eE][0-9]{1,3}',
  word: '(?i)[-+]?(nan|inf|infinity)',
  iso_date: isoDate,
  iso_timestamp: `${isoDate}[ T]${timeOfDay}`,
  iso_timestamp_ns: `${isoDate}[ T]([01]?[0-9]|2[0-3]):[0-9]{2}:[0-9]{2}\\.[0-9]{7,9}`,
  iso_timestamp_zone: `${isoDate}[ T]${timeOfDay} ?([zZ]|UTC|GMT|[-+][0-9]{2}(:?[0-9]{2})?)`,
  time: timeOfDay,
  uuid: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
} as const

/** DuckDB's name of the type that a reading gives. */
export function sqlTypeOf(reading: Reading): string {
  switch (reading.id) {
    case 'boolean':
      return 'BOOLEAN'
    case 'integer':
      return reading.sqlType ?? 'BIGINT'
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
    case 'uuid':
      return 'UUID'
    case 'json':
      return 'JSON'
    default:
      return 'VARCHAR'
  }
}

/** Whether a reading is one of numbers. */
export function isNumber(reading: Reading): reading is NumberReading {
  return ['integer', 'wide_integer', 'decimal', 'double'].includes(reading.id)
}

/** Whether a reading converts its texts, so that one of them may not fit. */
export function isTyped(reading: Reading): boolean {
  return reading.id !== 'text' && reading.id !== 'empty' && reading.id !== 'nested'
}
