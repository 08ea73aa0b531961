import { formatDecimal } from '../query/decimal.ts'
import { isUnusualSql } from './excel-text.ts'
import { type ExportColumn, writtenSql } from './export-sql.ts'

/** The name of the function of statements that writes unusual texts, which SQL calls with bytes and a number. */
export const unusualText = 'excel_text'

/** Gives the number of a style by its number format. */
export type StyleOf = (numberFormat: string) => number

const seconds = 'yyyy-mm-dd hh:mm:ss'
/** Excel shows 15 digits of a number. */
const shownDigits = 15
/** Readers disagree on days before, since Excel has a 29 February 1900. */
const firstDay = '1900-03-01'
/** From Excel's day 0 to 1970. */
const daysBefore = 25_569

/**
 * A column as the XML of its cell, as SQL: numbers, booleans, dates and times as such where Excel holds them exactly,
 * everything else as text that is never a formula, null as an empty cell.
 */
export function excelCellSql(column: ExportColumn, asText: boolean, styleOf: StyleOf): string {
  const { sql, sql_type: sqlType, kind } = column
  if (asText || kind === 'text' || kind === 'nested' || kind === 'unsupported') return textCellSql(writtenSql(column))
  const text = textXml(writtenSql(column))
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(sqlType) ?? []
  if (scale !== undefined) return decimalCell(sql, Number(precision), Number(scale), text, styleOf)
  switch (sqlType) {
    case 'BOOLEAN':
      return orEmpty(`'<c t="b"><v>' || ${sql}::UTINYINT || '</v></c>'`)
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'UTINYINT':
    case 'USMALLINT':
    case 'UINTEGER':
      return orEmpty(valueXml(sql))
    case 'BIGINT':
    case 'HUGEINT':
      return chosen(
        [`${sql} NOT BETWEEN -${Number.MAX_SAFE_INTEGER} AND ${Number.MAX_SAFE_INTEGER}`, text],
        valueXml(sql),
      )
    case 'UBIGINT':
    case 'UHUGEINT':
      return chosen([`${sql} > '${Number.MAX_SAFE_INTEGER}'::${sqlType}`, text], valueXml(sql))
    case 'FLOAT':
    case 'DOUBLE':
      return chosen([`NOT isfinite(${sql})`, text], valueXml(`${sql}::VARCHAR`))
    case 'DATE': {
      const isOutside = `${sql} NOT BETWEEN DATE '${firstDay}' AND DATE '9999-12-31'`
      return chosen([isOutside, text], valueXml(`(${sql} - DATE '1899-12-30')`, styleOf('yyyy-mm-dd')))
    }
    case 'TIME':
      return timeCell(sql, `${sql} >= TIME '24:00:00'`, 0, 'hh:mm:ss', '', text, styleOf)
    case 'TIMESTAMP_S':
    case 'TIMESTAMP_MS':
    case 'TIMESTAMP':
      return momentCell(`${sql}::TIMESTAMP`, 'TIMESTAMP', '', text, styleOf)
    case 'TIMESTAMP WITH TIME ZONE':
      return momentCell(sql, sqlType, '"Z"', text, styleOf)
    default:
      return orEmpty(text)
  }
}

/** A text as the XML of its cell, as SQL. Only blanks at its ends need the attribute that keeps them. */
function textCellSql(sql: string): string {
  const plain = `replace(replace(replace(${sql}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`
  return chosen(
    [isUnusualSql(sql), textXml(`${unusualText}(encode(${sql}), 0)`, keepsBlanks)],
    [`trim(${sql}, ' \t\n') <> ${sql}`, textXml(plain, keepsBlanks)],
    textXml(plain),
  )
}

const keepsBlanks = ' xml:space="preserve"'

const textXml = (sql: string, attribute = '') => `'<c t="inlineStr"><is><t${attribute}>' || ${sql} || '</t></is></c>'`

const valueXml = (sql: string, style?: number) =>
  `'<c${style === undefined ? '' : ` s="${style}"`}><v>' || ${sql} || '</v></c>'`

const orEmpty = (sql: string) => `coalesce(${sql}, '<c/>')`

/** The first case whose condition holds, else the last. */
const chosen = (...cases: [...[condition: string, xml: string][], otherwise: string]) => {
  const whens = cases.slice(0, -1).map(([condition, xml]) => `WHEN ${condition} THEN ${xml}`)
  return orEmpty(`CASE ${whens.join(' ')} ELSE ${cases.at(-1)} END`)
}

function decimalCell(sql: string, precision: number, scale: number, text: string, styleOf: StyleOf): string {
  const number = valueXml(`${sql}::VARCHAR`, styleOf(scale > 0 ? `0.${'0'.repeat(Math.min(scale, 30))}` : '0'))
  if (precision <= shownDigits) return orEmpty(number)
  const most = `'${formatDecimal(10n ** BigInt(shownDigits) - 1n, scale)}'::DECIMAL(${precision},${scale})`
  return chosen([`${sql} NOT BETWEEN -${most} AND ${most}`, text], number)
}

function momentCell(sql: string, type: string, zone: string, text: string, styleOf: StyleOf): string {
  const isOutside = `${sql} < '${firstDay}'::${type} OR ${sql} >= '10000-01-01'::${type}`
  return timeCell(sql, isOutside, daysBefore, seconds, zone, text, styleOf)
}

/** Excel tells milliseconds apart, and nothing shorter. */
function timeCell(
  sql: string,
  isOutside: string,
  days: number,
  format: string,
  zone: string,
  text: string,
  styleOf: StyleOf,
): string {
  const serial = `(${days} + epoch_ms(${sql}) / 86400000)::VARCHAR`
  return chosen(
    [`${isOutside}`, text],
    [`epoch_us(${sql}) % 1000 <> 0`, text],
    [`epoch_ms(${sql}) % 1000 = 0`, valueXml(serial, styleOf(`${format}${zone}`))],
    valueXml(serial, styleOf(`${format}.000${zone}`)),
  )
}
