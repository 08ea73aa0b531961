import type { DuckDbConnection, RunOptions } from '../../duckdb.ts'
import { quoteText } from '../../sql-text.ts'
import { isExactSql, shapes, trimmedSql } from './reading.ts'

/** What a text is, before its column has a type. `null_text` is one of the texts that may stand for null. */
export type TextClass =
  | 'blank'
  | 'null_text'
  | 'integer'
  | 'wide_integer'
  | 'point'
  | 'comma'
  | 'scientific'
  | 'word'
  | 'flag'
  | 'date'
  | 'timestamp'
  | 'timestamp_ns'
  | 'timestamp_zone'
  | 'time'
  | 'day_first'
  | 'month_first'
  | 'day_or_month_first'
  | 'year_slashes'
  | 'code'
  | 'text'

/**
 * How many texts of one column are of one class. `form` tells dates of one class apart (`/`, `.`, `-`, with a time or
 * not), names the text of `null_text` and is `thousands` where a comma may as well mark those. Digits and scales are the largest and smallest among them; `isExact` says
 * that a double repeats all their digits.
 */
export type ClassCount = {
  column: number
  class: TextClass
  form: string
  count: number
  wholeDigits: number
  minScale: number
  maxScale: number
  isExact: boolean
  example: string
}

/** Texts that stand for null where all other values of a column have a type (compared in lower case). */
export const nullTexts = ['na', 'n/a', '#n/a', 'null', 'nil', 'none', '-', '--', '?', '.', '(null)', '\\n', 'missing']

/** How many columns are classed at once: their cells are one list in DuckDB's memory. */
export const columnsAtOnce = 2000

/**
 * Classes every text of the given columns of `source` (a FROM clause with columns `c0`, `c1`, ...) in one pass (a few for
 * wide tables). Columns without any text are absent.
 */
export async function countClasses(
  duck: DuckDbConnection,
  source: string,
  columns: number[],
  options?: RunOptions,
): Promise<ClassCount[]> {
  const counts: ClassCount[] = []
  for (let from = 0; from < columns.length; from += columnsAtOnce) {
    const answer = await duck.query(classCountsSql(source, columns.slice(from, from + columnsAtOnce)), options)
    counts.push(...answer.rows.map(classCount))
  }
  return counts
}

function classCount(row: unknown[]): ClassCount {
  return {
    column: Number(row[0]),
    class: row[1] as TextClass,
    form: row[2] as string,
    count: Number(row[3]),
    wholeDigits: Number(row[4] ?? 0),
    minScale: Number(row[5] ?? 0),
    maxScale: Number(row[6] ?? 0),
    isExact: row[7] !== false,
    example: row[8] as string,
  }
}

function classCountsSql(source: string, columns: number[]): string {
  return `
    WITH cells AS (
      SELECT unnest([${columns.join(', ')}]) AS col, unnest([${columns.map((column) => `c${column}`).join(', ')}]) AS cell
      FROM ${source}
    ), texts AS (
      SELECT col, ${trimmedSql('cell')} AS v FROM cells WHERE cell IS NOT NULL
    ), classed AS (
      SELECT col, v, ${classSql('v')} AS class FROM texts
    ), measured AS (
      SELECT col, class, v, ${formSql('v')} AS form,
        CASE WHEN class IN ('point', 'comma') THEN length(v) - greatest(instr(v, '.'), instr(v, ',')) END AS scale,
        CASE WHEN class IN ('integer', 'wide_integer') THEN length(ltrim(v, '+-'))
             WHEN class IN ('point', 'comma') THEN greatest(instr(ltrim(v, '+-'), '.'), instr(ltrim(v, '+-'), ',')) - 1
        END AS whole_digits,
        CASE WHEN class IN ('integer', 'wide_integer', 'point', 'comma', 'scientific')
             THEN ${isExactSql('v', "TRY_CAST(replace(v, ',', '.') AS DOUBLE)")} END AS is_exact
      FROM classed
    )
    SELECT col, class, form, count(*), max(whole_digits), min(scale), max(scale), bool_and(is_exact), any_value(v)
    FROM measured GROUP BY col, class, form ORDER BY col, count(*) DESC, class, form`
}

/** SQL of the class of a trimmed text. Words, and what a conversion prints back, are settled at once. */
function classSql(text: string): string {
  const is = (shape: string) => `regexp_full_match(${text}, ${quoteText(shape)})`
  const converts = (type: string) => `TRY_CAST(${text} AS ${type}) IS NOT NULL`
  const isNullText = `lower(${text}) IN (${nullTexts.map(quoteText).join(', ')})`
  const printsBack = (type: string) => `CAST(TRY_CAST(${text} AS ${type}) AS VARCHAR) = ${text}`
  return `CASE
    WHEN ${text} = '' THEN 'blank'
    WHEN ${text} >= ':' THEN CASE
      WHEN length(${text}) > 9 THEN 'text'
      WHEN ${is(shapes.flag)} THEN 'flag'
      WHEN ${is(shapes.word)} THEN 'word'
      WHEN ${isNullText} THEN 'null_text'
      ELSE 'text' END
    WHEN ${printsBack('BIGINT')} THEN 'integer'
    WHEN ${converts('DOUBLE')} THEN CASE
      WHEN ${is(shapes.point)} THEN 'point'
      WHEN ${is(shapes.integer)} THEN
        CASE WHEN ${converts('BIGINT')} THEN 'integer' WHEN ${converts('DECIMAL(38,0)')} THEN 'wide_integer' ELSE 'code' END
      WHEN ${is(shapes.scientific)} THEN 'scientific'
      WHEN ${is(shapes.word)} THEN 'word'
      WHEN ${is('[0-9]+')} THEN 'code'
      ELSE 'text' END
    WHEN ${isNullText} THEN 'null_text'
    WHEN length(${text}) > 40 THEN 'text'
    WHEN ${printsBack('TIMESTAMP')} THEN 'timestamp'
    WHEN ${printsBack('DATE')} AND ${is(shapes.iso_date)} THEN 'date'
    WHEN ${is(shapes.comma)} THEN 'comma'
    WHEN NOT ${is('[0-9].*')} THEN 'text'
    WHEN ${is(shapes.iso_date)} AND ${converts('DATE')} THEN 'date'
    WHEN ${is(shapes.iso_timestamp)} AND ${converts('TIMESTAMP')} THEN 'timestamp'
    WHEN ${is(shapes.iso_timestamp_ns)} AND ${converts('TIMESTAMP_NS')} THEN 'timestamp_ns'
    WHEN ${is(shapes.iso_timestamp_zone)} AND ${converts('TIMESTAMPTZ')} THEN 'timestamp_zone'
    WHEN ${is(shapes.time)} AND ${converts('TIME')} THEN 'time'
    WHEN ${is(dayMonthYear)} THEN ${dayMonthClassSql(text)}
    WHEN ${is(yearSlashes)} AND try_strptime(split_part(${text}, ' ', 1), '%Y/%m/%d') IS NOT NULL THEN 'year_slashes'
    WHEN ${is('[0-9]+')} THEN 'code'
    ELSE 'text' END`
}

const clock = '( ([01]?[0-9]|2[0-3]):[0-9]{2}(:[0-9]{2})?)?'
const dayMonthYear = `[0-9]{1,2}(/[0-9]{1,2}/|\\.[0-9]{1,2}\\.|-[0-9]{1,2}-)[0-9]{4}${clock}`
const yearSlashes = `[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}${clock}`

function dayMonthClassSql(text: string): string {
  const day = `translate(split_part(${text}, ' ', 1), './', '--')`
  const dayFirst = `try_strptime(${day}, '%d-%m-%Y') IS NOT NULL`
  const monthFirst = `try_strptime(${day}, '%m-%d-%Y') IS NOT NULL`
  return `CASE WHEN ${dayFirst} AND ${monthFirst} THEN 'day_or_month_first' WHEN ${dayFirst} THEN 'day_first'
    WHEN ${monthFirst} THEN 'month_first' ELSE 'text' END`
}

/** SQL of the mark between day, month and year and how much of a time follows, as `/`, `.hm`, `-hms`. */
function formSql(text: string): string {
  const time = `CASE length(${text}) - length(replace(${text}, ':', '')) WHEN 0 THEN '' WHEN 1 THEN 'hm' ELSE 'hms' END`
  return `CASE
    WHEN class IN ('text', 'integer', 'point', 'date', 'timestamp', 'flag') THEN ''
    WHEN class IN ('day_first', 'month_first', 'day_or_month_first', 'year_slashes')
      THEN regexp_extract(${text}, '[./-]') || ${time}
    WHEN class = 'comma' AND regexp_full_match(${text}, '[-+]?[1-9][0-9]{0,2},[0-9]{3}') THEN 'thousands'
    WHEN class = 'null_text' THEN ${text} ELSE '' END`
}
