import type { ReadingOptions } from '../../../shared/reading-options.ts'
import type { Question, QuestionExample } from '../../../shared/receipt.ts'
import { type ColumnJudgement, mostMisfits } from './decide-column.ts'
import { grouped } from './family.ts'
import { orderOfFormat } from './order-of-format.ts'
import { hasThousands } from './read-numbers.ts'
import { isNumber, type Reading, sqlTypeOf } from './reading.ts'

/**
 * Rows of which a question speaks: how many, the first of them, also with the value in either reading, and the first
 * texts that the other reading would lose.
 */
export type QuestionRows = {
  count: number
  rows: number[]
  misfits: { row_number: number; raw: string }[]
  examples: QuestionExample[]
}

/**
 * The question that a column leaves open: another reading that all values fit, or a type that at least 95 % of them
 * have. `rowsOf` are the rows that differ, alternative by alternative.
 */
export function questionAbout(
  index: number,
  column: string,
  values: number,
  judgement: ColumnJudgement,
  rowsOf: QuestionRows[],
): Question | undefined {
  return judgement.alternatives.length > 0
    ? aboutAlternatives(index, column, judgement, rowsOf)
    : aboutNearly(index, column, values, judgement, rowsOf[0])
}

function aboutAlternatives(
  index: number,
  column: string,
  { reading, alternatives }: ColumnJudgement,
  rowsOf: QuestionRows[],
): Question {
  const first = alternatives[0] as Reading
  return {
    id: `${idOf(reading, first)}-${index}`,
    column,
    text: textOf(column, reading, first),
    chosen: labelOf(reading, first),
    chosen_options: readAs(index, reading),
    alternatives: alternatives.map((other, at) => ({
      label: labelOf(other, reading),
      example_rows: rowsOf[at]?.rows ?? [],
      differing_row_count: rowsOf[at]?.count ?? null,
      examples: rowsOf[at]?.examples ?? [],
      options: readAs(index, other),
    })),
  }
}

function idOf(reading: Reading, other: Reading): string {
  if (isNumber(reading) !== isNumber(other) || reading.id === 'text' || other.id === 'text') return 'type'
  return isNumber(reading) ? 'marks' : 'order'
}

function textOf(column: string, reading: Reading, other: Reading): string {
  if (reading.id === 'text') {
    return isNumber(other)
      ? `Are the values of \`${column}\` numbers? They may be codes as well.`
      : `Are the values of \`${column}\` dates? Their years have two digits, so the century and the order are a guess.`
  }
  if (isNumber(reading) && !isNumber(other) && other.id !== 'text') {
    return `Are the values of \`${column}\` dates, written without marks? They are whole numbers as well.`
  }
  if (other.id === 'text') return `Are the commas in \`${column}\` decimal commas? The values may be lists as well.`
  if (!isNumber(reading)) return `Which comes first in \`${column}\`, day or month? All values fit both.`
  const mark = markOf(reading) === ',' ? 'comma' : 'point'
  return `Does the ${mark} in \`${column}\` mark fractions or thousands? All values fit both.`
}

/** The mark that either reading understands. */
function markOf(reading: Reading): '.' | ',' {
  const thousands = 'marks' in reading ? reading.marks?.thousands : undefined
  if (thousands === ',' || thousands === '.') return thousands
  return 'decimal' in reading ? reading.decimal : '.'
}

function aboutNearly(
  index: number,
  column: string,
  values: number,
  { nearly }: ColumnJudgement,
  rows: QuestionRows | undefined,
): Question | undefined {
  if (!nearly) return undefined
  const misfits = rows?.count ?? nearly.misfits
  if (misfits === 0 || misfits > values * mostMisfits) return undefined
  const label = labelOf(nearly.reading, nearly.reading)
  return {
    id: `type-${index}`,
    column,
    text:
      `${grouped(values - misfits)} of ${grouped(values)} values of \`${column}\` are ${label}. ` +
      `Read the column so, and set the other ${grouped(misfits)} aside?`,
    chosen: 'text',
    chosen_options: { columns: [{ index, sql_type: 'VARCHAR' }] },
    alternatives: [
      {
        label,
        example_rows: rows?.rows ?? [],
        differing_row_count: misfits,
        examples: rows?.examples ?? [],
        misfits: (rows?.misfits ?? []).map((misfit) => ({ ...misfit, line_number: null })),
        options: readAs(index, nearly.reading),
      },
    ],
  }
}

const longestFormat = 200

function readAs(index: number, reading: Reading): ReadingOptions {
  const format = 'format' in reading && reading.format ? reading.format : undefined
  const marks = 'marks' in reading ? reading.marks : undefined
  const decimal = marks?.decimal ?? ('decimal' in reading ? reading.decimal : undefined)
  return {
    columns: [
      {
        index,
        sql_type: sqlTypeOf(reading),
        ...(format !== undefined && format.length <= longestFormat ? { format } : {}),
        ...(decimal === undefined ? {} : { decimal, thousands: marks?.thousands ?? null }),
      },
    ],
  }
}

/** What a reading is called beside another one. */
function labelOf(reading: Reading, other: Reading): string {
  if ('format' in reading && reading.format && other !== reading && 'format' in other) {
    return orderOfFormat(reading.format)
  }
  if (other.id === 'text' && 'format' in reading && reading.format && reading.id !== 'time') {
    return `${reading.id === 'date' ? 'dates' : 'timestamps'}, ${orderOfFormat(reading.format)}`
  }
  if (isNumber(reading) && isNumber(other) && reading !== other) {
    const mark = markOf(reading) === ',' ? 'comma' : 'point'
    return hasThousands(reading) ? `thousands ${mark}` : `decimal ${mark}`
  }
  const labels: Record<Reading['id'], string> = {
    text: 'text',
    empty: 'text',
    boolean: 'true or false',
    integer: 'whole numbers',
    wide_integer: 'whole numbers',
    decimal: 'numbers',
    double: 'numbers',
    date: 'dates',
    timestamp: 'timestamps',
    timestamp_ns: 'timestamps',
    timestamp_zone: 'times with a zone',
    time: 'times of day',
    uuid: 'UUIDs',
    json: 'JSON',
    nested: 'nested values',
  }
  return labels[reading.id]
}
