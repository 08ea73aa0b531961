import type { Step } from '../../shared/steps.ts'
import type { TableColumn } from '../query/open-table.ts'

type StepType = Extract<Step, { op: 'retype' }>['sql_type']

/**
 * A column as another type, null where that type does not hold exactly the value: a text is read where it is written as
 * such a value, and what loses a fraction, digits, a date or a time on the way is no value of the type.
 */
export function retypedSql({ sql, sql_type: from, kind }: TableColumn, to: StepType): string {
  const cast = `TRY_CAST(${sql} AS ${to})`
  if (from === to || to === 'VARCHAR') return cast
  if (to === 'BOOLEAN')
    return kind === 'numeric' ? `CASE WHEN ${sql} = 0 THEN false WHEN ${sql} = 1 THEN true END` : cast
  if (to === 'BIGINT' || to === 'DOUBLE') {
    if (kind === 'boolean') return cast
    if (to === 'BIGINT' && (from === 'DOUBLE' || from === 'FLOAT')) return ifUnchanged(sql, from, cast)
    return to === 'BIGINT' ? integerSql(textOf(sql)) : doubleSql(textOf(sql))
  }
  const isMoment = (type: string) => /^(DATE|TIMESTAMP)/.test(type)
  if (isMoment(from) && isMoment(to)) return ifUnchanged(sql, from, cast)
  return momentSql(textOf(sql), to)
}

const ifUnchanged = (sql: string, from: string, cast: string) =>
  `CASE WHEN TRY_CAST(${cast} AS ${from}) = ${sql} THEN ${cast} END`

const textOf = (sql: string) => `trim(${sql}::VARCHAR)`

const integer = String.raw`[+-]?\d+(\.0*)?`

const integerSql = (text: string) =>
  `CASE WHEN regexp_full_match(${text}, '${integer}') THEN TRY_CAST(${text} AS BIGINT) END`

/** The digits of a number that count: those between the zeros at both ends, whatever its exponent. */
const digitsOf = (text: string) =>
  `trim(regexp_replace(regexp_replace(${text}, '[eE].*$', ''), '[^0-9]', '', 'g'), '0')`

/**
 * A text as the double that prints its digits, as few as tell it from others or 17 as programs write them. An integer is
 * compared as one, for 2^60 is a double whose shortest print is another integer.
 */
function doubleSql(text: string): string {
  const double = `TRY_CAST(${text} AS DOUBLE)`
  const number = String.raw`[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?`
  const whole = `split_part(${text}, '.', 1)`
  return `CASE
    WHEN regexp_full_match(${text}, '${integer}') AND length(${text}) > 15
      THEN CASE WHEN TRY_CAST(${double} AS HUGEINT) = TRY_CAST(${whole} AS HUGEINT) THEN ${double} END
    WHEN regexp_full_match(${text}, '${number}')
      THEN CASE WHEN ${digitsOf(text)} IN (${digitsOf(`${double}::VARCHAR`)}, ${digitsOf(`format('{:.16e}', ${double})`)}) THEN ${double} END
    WHEN regexp_full_match(${text}, '(?i)[+-]?(nan|inf|infinity)') THEN ${double} END`
}

const day = String.raw`\d{4}-\d{2}-\d{2}`
const clock = String.raw`\d{1,2}:\d{2}(:\d{2}(\.\d{1,6}0*)?)?`

function momentSql(text: string, to: 'DATE' | 'TIMESTAMP' | 'TIME'): string {
  switch (to) {
    case 'DATE':
      return `CASE WHEN regexp_full_match(${text}, '${day}([ T]00:00(:00(\\.0*)?)?)?') THEN TRY_CAST(left(${text}, 10) AS DATE) END`
    case 'TIMESTAMP':
      return `CASE WHEN regexp_full_match(${text}, '${day}([ T]${clock}Z?)?') THEN TRY_CAST(${text} AS TIMESTAMP) END`
    case 'TIME':
      return `CASE WHEN regexp_full_match(${text}, '${clock}') THEN TRY_CAST(${text} AS TIME) END`
  }
}
