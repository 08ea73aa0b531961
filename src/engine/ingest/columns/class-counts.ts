import type { DuckDbConnection, RunOptions } from '../../duckdb.ts'
import { quoteText } from '../../sql-text.ts'
import { unitShapes } from './currencies.ts'
import {
  closeDateShape,
  dateOrdersSql,
  datePartsSql,
  halfDayTimeShape,
  orderedDateShape,
  skeletonSql,
} from './date-shapes.ts'
import { foldedSql, isoOfPartsSql, namedDateShape, namedPartsSql } from './named-date.ts'
import { type GivenNulls, noGivenNulls, usualNullSql } from './null-texts.ts'
import { adornedSql, digitShapes, digitsShape } from './number-shapes.ts'
import { shapes } from './reading.ts'
import { dropsZeroSql, instantSql, isExactSql, trimmedSql } from './reading-sql.ts'
import { truthWords } from './truth-words.ts'

/** What a text is, before its column has a type. `null_text` is one of the texts that may stand for null. */
export type TextClass =
  | 'blank'
  | 'null_text'
  | 'integer'
  | 'wide_integer'
  | 'point'
  | 'comma'
  | 'scientific'
  | 'short_scientific'
  | 'word'
  | 'amount'
  | 'flag'
  | 'date'
  | 'timestamp'
  | 'timestamp_ns'
  | 'timestamp_zone'
  | 'time'
  | 'ordered_date'
  | 'named_date'
  | 'uuid'
  | 'json'
  | 'code'
  | 'text'

/**
 * How many texts of one column are of one class. `form` tells apart what differs within a class: the text itself of
 * `null_text`, `word` and (in lower case) `flag`; the kind of digits, sign and unit of numbers as `c3||`, `g,.|(|$`;
 * the orders and skeleton of `ordered_date` as `Ydm|N/N/N`, the order, year and time of `named_date` as `dY|N:N`; the
 * zone of `timestamp_zone`. Digits and scales are the largest and smallest among them; `isExact` says that a double
 * repeats all their digits, `dropsZeros` that it would not write some zeros at their end. `parts` are the smallest and
 * largest first and second number of dates; doubtful is a first or last one from 30 to 68, which as a year may be of
 * either century.
 */
export type ClassCount = {
  column: number
  class: TextClass
  form: string
  count: number
  wholeDigits: number
  leastWholeDigits: number
  minScale: number
  maxScale: number
  isExact: boolean
  dropsZeros: boolean
  parts: number[]
  isDoubtfulFirst: boolean
  isDoubtfulLast: boolean
  example: string
}

/** How many columns are classed at once: their cells are one list in DuckDB's memory. */
export const columnsAtOnce = 2000

/**
 * Classes every text of the given columns of `source` (a FROM clause with columns `c0`, `c1`, ...) in one pass (a few
 * for wide tables). Columns without any text are absent.
 */
export async function countClasses(
  duck: DuckDbConnection,
  source: string,
  columns: number[],
  nulls: GivenNulls = noGivenNulls,
  options?: RunOptions,
): Promise<ClassCount[]> {
  const counts: ClassCount[] = []
  for (let from = 0; from < columns.length; from += columnsAtOnce) {
    const answer = await duck.query(classCountsSql(source, columns.slice(from, from + columnsAtOnce), nulls), options)
    for (const row of answer.rows) counts.push(classCount(row))
  }
  return counts
}

function classCount(row: unknown[]): ClassCount {
  return {
    column: Number(row[0]),
    class: row[1] as TextClass,
    form: (row[2] as string | null) ?? '',
    count: Number(row[3]),
    wholeDigits: Number(row[4] ?? 0),
    leastWholeDigits: Number(row[5] ?? 0),
    minScale: Number(row[6] ?? 0),
    maxScale: Number(row[7] ?? 0),
    isExact: row[8] !== false,
    dropsZeros: row[9] === true,
    parts: row.slice(10, 14).map((part) => Number(part ?? 0)),
    isDoubtfulFirst: row[14] === true,
    isDoubtfulLast: row[15] === true,
    example: row[16] as string,
  }
}

const numberClasses = "('integer', 'wide_integer', 'point', 'comma', 'amount')"

/**
 * The stages are told apart so that what is costly to say is said once: a first look, which leaves some texts `open` or
 * says what they look like; a second one at those; what they are made of; and what that makes of them.
 */
function classCountsSql(source: string, columns: number[], nulls: GivenNulls): string {
  const part = (index: number) => `TRY_CAST(split_part(parts, '-', ${index}) AS INTEGER)`
  return `
    WITH cells AS (
      SELECT unnest([${columns.join(', ')}]) AS col, unnest([${columns.map((column) => `c${column}`).join(', ')}]) AS cell
      FROM ${source}
    ), texts AS (
      SELECT col, ${trimmedSql('cell')} AS v FROM cells WHERE cell IS NOT NULL
    ), looked AS (
      SELECT col, v, ${classSql('v', nulls)} AS look FROM texts
    ), opened AS (
      SELECT col, v, CASE WHEN look <> 'open' THEN look WHEN ${adornedSql('v')} THEN 'amount'
        WHEN regexp_full_match(${foldedSql('v')}, ${quoteText(namedDateShape)}) THEN 'named_date' ELSE 'text' END AS look
      FROM looked
    ), taken AS (
      SELECT col, v, look,
        CASE WHEN look IN ${numberClasses} THEN regexp_extract(v, ${quoteText(digitsShape)}) END AS digits,
        CASE look WHEN 'ordered_date' THEN ${datePartsSql('v')} WHEN 'named_date' THEN ${namedPartsSql(foldedSql('v'))} END AS made
      FROM opened
    ), told AS (
      SELECT col, v, digits, look, made,
        CASE look WHEN 'amount' THEN ${kindSql('digits')} WHEN 'ordered_date' THEN ${dateOrdersSql('made')}
          WHEN 'named_date' THEN ${isoOfPartsSql('made')} END AS detail
      FROM taken
    ), classed AS (
      SELECT col, v, digits, made, detail,
        CASE look WHEN 'amount' THEN CASE WHEN detail IS NULL THEN 'text' ELSE look END
          WHEN 'ordered_date' THEN CASE WHEN detail = '' THEN 'text' ELSE look END
          WHEN 'named_date' THEN CASE WHEN TRY_CAST(detail AS TIMESTAMP) IS NULL THEN 'text' ELSE look END
          ELSE look END AS class
      FROM told
    ), formed AS (
      SELECT col, v, class, digits, ${formSql('v')} AS form,
        CASE WHEN class IN ('integer', 'wide_integer', 'point', 'comma', 'scientific', 'short_scientific')
             THEN ${isExactSql('v', "TRY_CAST(replace(v, ',', '.') AS DOUBLE)")} END AS is_exact,
        CASE WHEN class IN ('point', 'comma') THEN ${dropsZeroSql('v')} END AS drops_zeros,
        CASE class WHEN 'ordered_date' THEN made WHEN 'named_date' THEN '0-0-' || split_part(made, '|', 2) END AS parts
      FROM classed
    ), measured AS (
      SELECT *, ${scaleSql('digits', 'form')} AS scale,
        CASE WHEN class IN ('integer', 'wide_integer') THEN length(digits)
             WHEN digits IS NOT NULL THEN length(regexp_replace(digits, '[^0-9]', '', 'g')) END AS digit_count
      FROM formed
    )
    SELECT col, class, form, count(*), max(digit_count - coalesce(scale, 0)), min(digit_count - coalesce(scale, 0)),
      min(scale), max(scale), bool_and(is_exact), bool_or(drops_zeros),
      ${[1, 2].map((index) => `min(${part(index)}), max(${part(index)})`).join(', ')},
      ${[1, 3].map((index) => `bool_or(${part(index)} BETWEEN 30 AND 68)`).join(', ')}, any_value(v)
    FROM measured GROUP BY col, class, form ORDER BY col, count(*) DESC, class, form`
}

/**
 * SQL of the class of a trimmed text, `open` where it takes a closer look. What begins with a letter, and what a
 * conversion prints back, is settled at once.
 */
function classSql(text: string, { everywhere, columns }: GivenNulls): string {
  const is = (shape: string) => `regexp_full_match(${text}, ${quoteText(shape)})`
  const converts = (type: string) => `TRY_CAST(${text} AS ${type}) IS NOT NULL`
  const printsBack = (type: string) => `CAST(TRY_CAST(${text} AS ${type}) AS VARCHAR) = ${text}`
  const among = (texts: string[]) => `${text} IN (${['', ...texts].map(quoteText).join(', ')})`
  const given = [
    ...(everywhere ? [among(everywhere)] : []),
    ...[...columns].map(([column, texts]) => `(col = ${column} AND ${among(texts)})`),
  ]
  const isGivenNull = given.map((sql) => `WHEN ${sql} THEN 'null_text'`).join(' ')
  const isNullText = everywhere ? 'false' : usualNullSql(text)
  return `CASE
    WHEN ${text} = '' THEN 'blank' ${isGivenNull}
    WHEN ${text} >= ':' THEN CASE
      WHEN length(${text}) <= 16 AND NOT regexp_matches(${text}, '[0-9]') THEN CASE
        WHEN ${is(shapes.word)} THEN 'word'
        WHEN lower(${text}) IN (${truthWords.map(quoteText).join(', ')}) THEN 'flag'
        WHEN ${isNullText} THEN 'null_text'
        WHEN ${text} IN ('[]', '{}') THEN 'json'
        ELSE 'text' END
      WHEN ${text}[1] IN ('{', '[') THEN CASE WHEN json_valid(${text}) THEN 'json' ELSE 'text' END
      WHEN length(${text}) > 60 OR NOT regexp_matches(${text}, '[0-9]') THEN 'text'
      WHEN length(${text}) = 36 AND ${is(shapes.uuid)} THEN 'uuid'
      ELSE 'open' END
    WHEN ${printsBack('BIGINT')} THEN 'integer'
    WHEN ${converts('DOUBLE')} THEN CASE
      WHEN ${is(shapes.point)} THEN 'point'
      WHEN ${is(shapes.integer)} THEN
        CASE WHEN ${converts('BIGINT')} THEN 'integer' WHEN ${converts('DECIMAL(38,0)')} THEN 'wide_integer' ELSE 'code' END
      WHEN ${is(shapes.scientific)} THEN 'scientific'
      WHEN ${is(shapes.short_scientific)} THEN 'short_scientific'
      WHEN ${is(shapes.word)} THEN 'word'
      WHEN ${is('[0-9]+')} THEN 'code'
      ELSE 'text' END
    WHEN ${isNullText} THEN 'null_text'
    WHEN length(${text}) > 60 THEN 'text'
    WHEN ${printsBack('TIMESTAMP')} THEN 'timestamp'
    WHEN ${printsBack('DATE')} AND ${is(shapes.iso_date)} THEN 'date'
    WHEN ${is(shapes.comma)} THEN 'comma'
    WHEN NOT regexp_matches(${text}, '[0-9]') THEN 'text'
    WHEN ${is(shapes.iso_date)} AND ${converts('DATE')} THEN 'date'
    WHEN ${is(shapes.iso_timestamp)} AND ${converts('TIMESTAMP')} THEN 'timestamp'
    WHEN ${is(shapes.iso_timestamp_ns)} AND ${converts('TIMESTAMP_NS')} THEN 'timestamp_ns'
    WHEN ${is(shapes.iso_timestamp_zone)} THEN
      CASE WHEN ${instantSql(text)} IS NULL THEN 'text' ELSE 'timestamp_zone' END
    WHEN ${is(shapes.time)} AND ${converts('TIME')} OR ${is(halfDayTimeShape)} THEN 'time'
    WHEN ${is(orderedDateShape)} THEN 'ordered_date'
    WHEN length(${text}) = 36 AND ${is(shapes.uuid)} THEN 'uuid'
    WHEN ${is('[0-9]+')} THEN 'code'
    ELSE 'open' END`
}

/** SQL of the kind of digits that a number has; null where they are those of no number. */
function kindSql(digits: string): string {
  const kinds = Object.entries(digitShapes).map(
    ([kind, shape]) => `WHEN regexp_full_match(${digits}, ${quoteText(shape)}) THEN ${quoteText(kind)}`,
  )
  return `CASE ${kinds.join(' ')} END`
}

function formSql(text: string): string {
  const sign = `CASE WHEN contains(${text}, '(') THEN '(' WHEN prefix(${text}, '+') THEN '+'
    WHEN suffix(${text}, '-') OR suffix(${text}, '−') OR suffix(${text}, '–') THEN 't' ELSE '' END`
  const unit = `regexp_extract(${text}, ${quoteText(unitShapes.anywhere)})`
  const named = `made[1] || CASE length(split_part(made, '|', 2)) WHEN 4 THEN 'Y' ELSE 'y' END
    || '|' || regexp_replace(split_part(made, '|', 5), '[0-9]+', 'N', 'g')
    || CASE WHEN split_part(made, '|', 6) = '' THEN '' ELSE 'P' END
    || CASE WHEN split_part(made, '|', 7) = '' THEN '' ELSE 'z' END`
  return `CASE class
    WHEN 'integer' THEN CASE WHEN length(${text}) <> 8 THEN ''
      WHEN regexp_full_match(${text}, ${quoteText(closeDateShape)}) THEN 'ymd' ELSE '' END
    WHEN 'text' THEN ''
    WHEN 'point' THEN CASE WHEN regexp_full_match(digits, ${quoteText(digitShapes.p3)}) THEN 'p3||' ELSE 'p||' END
    WHEN 'comma' THEN CASE WHEN regexp_full_match(digits, ${quoteText(digitShapes.c3)}) THEN 'c3||' ELSE 'c||' END
    WHEN 'amount' THEN detail || '|' || ${sign} || '|' || ${unit}
    WHEN 'ordered_date' THEN detail || '|' || ${skeletonSql(text)}
    WHEN 'named_date' THEN ${named}
    WHEN 'time' THEN CASE WHEN regexp_matches(${text}, '[AaPp][Mm]$') THEN ${skeletonSql(text)} ELSE '' END
    WHEN 'timestamp_zone' THEN regexp_extract(${text}, '[zZ]|UTC|GMT|[-+][0-9:]+$')
    WHEN 'null_text' THEN ${text} WHEN 'word' THEN ${text} WHEN 'flag' THEN lower(${text})
    ELSE '' END`
}

/** SQL of how many digits stand behind the mark of a fraction; null where a number has none. */
function scaleSql(digits: string, form: string): string {
  const after = (mark: string) =>
    `CASE WHEN contains(${digits}, '${mark}') THEN length(${digits}) - instr(${digits}, '${mark}') ELSE 0 END`
  const kind = `split_part(${form}, '|', 1)`
  return `CASE WHEN ${digits} IS NULL OR ${form} = '' THEN NULL
    WHEN ${kind} IN ('p', 'p3', 'g,.', 'gs.', 'gq.', 'gi.') THEN ${after('.')}
    WHEN ${kind} IN ('c', 'c3', 'g.,', 'gs,', 'gq,') THEN ${after(',')} END`
}
