import { quoteText } from '../../sql-text.ts'
import { formatsOf, hasMonthName, shapeOfFormat } from './date-shapes.ts'
import { namedIsoSql } from './named-date.ts'
import { markedShape, marksToDrop, type NumberMarks } from './number-shapes.ts'
import { isNumber, type NumberReading, type Reading, shapes, sqlTypeOf } from './reading.ts'
import type { TruthWords } from './truth-words.ts'

/**
 * SQL that converts a text whatever blanks stand around it, null where it does not convert; more lenient than the
 * reading allows. Conversions to numbers pass over blanks by themselves.
 */
export function attemptSql(reading: Reading, text: string): string {
  if (reading.id === 'boolean') return truthSql(reading.words, text)
  if (reading.id === 'json') return `CASE WHEN ${nestedSql(text)} THEN CAST(${text} AS JSON) END`
  if (isNumber(reading)) return `TRY_CAST(${numberTextSql(reading, text)} AS ${sqlTypeOf(reading)})`
  const trimmed = trimmedSql(text)
  const format = 'format' in reading ? (reading.format ?? null) : null
  const isZoned = reading.id === 'timestamp_zone'
  if (format === null) return isZoned ? instantSql(trimmed) : `TRY_CAST(${trimmed} AS ${sqlTypeOf(reading)})`
  if (!hasMonthName(format)) return `TRY_CAST(${parsedSql(trimmed, format)} AS ${sqlTypeOf(reading)})`
  if (isDeviant(format)) return `TRY_CAST(${parsedSql(trimmed, format)} AS ${sqlTypeOf(reading)})`
  return isZoned ? instantSql(namedIsoSql(trimmed)) : `TRY_CAST(${namedIsoSql(trimmed)} AS ${sqlTypeOf(reading)})`
}

/** A number or a word is a document too, but nobody means one by it. */
function nestedSql(text: string): string {
  return `CASE WHEN regexp_matches(${text}, '^\\s*[\\[{]') THEN json_valid(${text}) ELSE false END`
}

/**
 * Formats with a month's name are ours, whatever marks they have, unless a person's has letters that we do not know.
 */
function isDeviant(format: string): boolean {
  return shapeOfFormat(format.replaceAll(/%[bBz]/g, '')) === null
}

function parsedSql(text: string, format: string): string {
  return `try_strptime(${text}, [${formatsOf(format).map(quoteText).join(', ')}])`
}

/**
 * SQL of the instant that a text with a zone is. DuckDB knows neither `UTC` close to the time, nor a blank before an
 * offset, nor a zone behind hours and minutes alone: what it does not know at once is written as it likes it.
 */
export function instantSql(text: string): string {
  const named = `regexp_replace(${text}, ' ?([zZ]|UTC|GMT)$', '+00')`
  const close = `regexp_replace(${named}, ' ([-+][0-9:]+)$', '\\1')`
  const full = `regexp_replace(${close}, '([ T][0-9]{1,2}:[0-9]{2})([-+])', '\\1:00\\2')`
  return `coalesce(TRY_CAST(${text} AS TIMESTAMPTZ), TRY_CAST(${full} AS TIMESTAMPTZ))`
}

function truthSql({ yes, no }: TruthWords, text: string): string {
  const among = (value: string, words: string[]) => `${value} IN (${words.map(quoteText).join(', ')})`
  const folded = `lower(${trimmedSql(text)})`
  return `CASE WHEN ${among(text, yes)} THEN true WHEN ${among(text, no)} THEN false
    WHEN ${among(folded, yes)} THEN true WHEN ${among(folded, no)} THEN false END`
}

function numberTextSql(reading: NumberReading, text: string): string {
  if (reading.marks) return unmarkedSql(reading.marks, text)
  return 'decimal' in reading && reading.decimal === ',' ? `replace(${text}, ',', '.')` : text
}

/** A number with its marks, unit and sign taken off: digits, a point and perhaps a hyphen in front. */
function unmarkedSql(marks: NumberMarks, text: string): string {
  const bare = marks.units
    .toSorted((a, b) => b.length - a.length)
    .reduce((sql, unit) => `replace(${sql}, ${quoteText(unit)}, '')`, text)
  const digits = `translate(${bare}, ${quoteText(marksToDrop(marks))}, '')`
  const pointed = marks.decimal === ',' ? `replace(${digits}, ',', '.')` : digits
  return `CASE WHEN regexp_matches(${text}, '[-−–(]') THEN '-' ELSE '' END || ${pointed}`
}

/** Whether a text that converts to a value of this reading is one of it: then there is nothing to print or match. */
export function isStrict({ id }: Reading): boolean {
  return id === 'boolean' || id === 'json'
}

/** SQL that is true when a text is what its value most often comes from: equal texts prove that nothing was lost. */
export function repeatsSql(reading: Reading, text: string, value: string): string {
  const isSame = `${printSql(reading, value)} = ${text}`
  return reading.id === 'double' ? `${isSame} AND NOT contains(${text}, 'e')` : isSame
}

/** A double is printed as JSON, which takes a third of the time of a cast; so exponents are left to the shapes of numbers. */
function printSql(reading: Reading, value: string): string {
  const format = 'format' in reading ? (reading.format ?? null) : null
  if (format !== null && reading.id !== 'time')
    return `strftime(${value}, ${quoteText(formatsOf(format)[0] as string)})`
  const printed = `CAST(${reading.id === 'double' ? `to_json(${value})` : value} AS VARCHAR)`
  return 'decimal' in reading && reading.decimal === ',' ? `replace(${printed}, '.', ',')` : printed
}

/** SQL that is true when a trimmed text, which converts to `value`, is of this reading and loses nothing by it. */
export function fitsSql(reading: Reading, text: string, value: string): string {
  if (isNumber(reading) && (reading.marks || reading.isLenient)) return markedFitsSql(reading, text)
  switch (reading.id) {
    case 'integer':
    case 'wide_integer':
      return matches(text, shapes.integer)
    case 'decimal':
      return decimalFitsSql(reading, text)
    case 'double':
      return doubleFitsSql(reading, text, value)
    case 'date':
      return formatFitsSql(text, reading.format, shapes.iso_date)
    case 'timestamp':
      return formatFitsSql(text, reading.format, `${shapes.iso_date}|${shapes.iso_timestamp}`)
    case 'timestamp_ns':
      return matches(text, `${shapes.iso_date}|${shapes.iso_timestamp}|${shapes.iso_timestamp_ns}`)
    case 'timestamp_zone':
      return formatFitsSql(text, reading.format ?? null, shapes.iso_timestamp_zone)
    case 'time':
      return formatFitsSql(text, reading.format ?? null, shapes.time)
    case 'uuid':
      return matches(text, `${reading.isLenient ? '(?i)' : ''}${shapes.uuid}`)
    default:
      return 'true'
  }
}

function matches(text: string, shape: string): string {
  return `regexp_full_match(${text}, ${quoteText(shape)})`
}

const namedZone = '(?i):[0-9][0-9.:]*( ?[ap]\\.?m\\.?)? ?(z|utc|gmt|[-+][0-9]{2}:?[0-9]{2})$'

/** What has the name of a month converts only where it is a date; a time or a zone behind it must not be lost. */
function formatFitsSql(text: string, format: string | null, iso: string): string {
  if (format === null) return matches(text, iso)
  if (hasMonthName(format)) {
    if (isDeviant(format)) return 'true'
    if (!/%[HI]/.test(format)) return `NOT contains(${text}, ':')`
    return `${format.includes('%z') ? '' : 'NOT '}regexp_matches(${text}, ${quoteText(namedZone)})`
  }
  const shape = shapeOfFormat(format)
  return shape === null ? 'true' : matches(text, shape)
}

/**
 * Numbers with marks, and those of a type that a person has chosen: no fraction may be longer than the type has places.
 */
function markedFitsSql(reading: NumberReading, text: string): string {
  const decimal = 'decimal' in reading ? reading.decimal : (reading.marks?.decimal ?? '.')
  const marks = reading.marks ?? { decimal, thousands: null, isIndian: false, units: [], isPercent: false }
  const scale = reading.id === 'decimal' ? reading.scale : reading.id === 'double' ? null : 0
  const percent = marks.isPercent ? ` AND contains(${text}, '%')` : ''
  if (!reading.isLenient) return `${matches(text, markedShape(marks, scale))}${percent}`
  const point = decimal === ',' ? ',' : '\\.'
  const fraction = scale === 0 ? `${point}0*` : `${point}[0-9]*`
  const exponent = reading.id === 'double' && !reading.marks ? '([eE][-+]?[0-9]{1,3})?' : ''
  const zeros = scale === null || scale === 0 ? '' : `[-+]?[0-9]*${point}[0-9]{0,${scale}}0*|`
  const bare = `${zeros}[-+]?[0-9]+${scale === null || scale === 0 ? `(${fraction})?` : ''}${exponent}`
  const words = reading.id === 'double' ? `|${shapes.word}|[-+]?${point}[0-9]+${exponent}` : ''
  return `(${matches(text, `${bare}${words}`)} OR ${matches(text, markedShape(marks, scale))}${percent})`
}

function decimalFitsSql({ scale, isFixed, decimal }: Reading & { id: 'decimal' }, text: string): string {
  const mark = decimal === ',' ? ',' : '\\.'
  const whole = '(0|[1-9][0-9]*)'
  if (isFixed) return matches(text, `[-+]?${whole}?${mark}[0-9]{${scale}}`)
  return matches(text, `[-+]?${whole}?${mark}[0-9]{0,${scale}}|${shapes.integer}`)
}

function doubleFitsSql({ decimal, mayDropZeros }: Reading & { id: 'double' }, text: string, value: string): string {
  const fraction = decimal === ',' ? shapes.comma : shapes.point
  const scientific = mayDropZeros ? `${shapes.scientific}|${shapes.short_scientific}` : shapes.scientific
  const shape = matches(text, `${shapes.integer}|${fraction}|${scientific}|${shapes.word}`)
  const zeros = mayDropZeros ? '' : ` AND NOT ${dropsZeroSql(text)}`
  return `${shape}${zeros} AND ${isExactSql(text, value)}`
}

/** SQL that is true where a double would not write a zero at the end of a fraction (that of `1.0` it writes). */
export function dropsZeroSql(text: string): string {
  return `(suffix(${text}, '0') AND regexp_full_match(${text}, '[-+]?[0-9]*[.,][0-9]+0'))`
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
