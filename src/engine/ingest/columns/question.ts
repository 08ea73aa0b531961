import type { ReadingOptions } from '../../../shared/reading-options.ts'
import type { Question } from '../../../shared/receipt.ts'
import { type ColumnJudgement, mostMisfits } from './decide-column.ts'
import { type Reading, sqlTypeOf } from './reading.ts'

/**
 * The questions that a column of so many values leaves open: another order of day and month, or a type that at least
 * 95 % of them have.
 */
export function questionsAbout(index: number, column: string, values: number, judgement: ColumnJudgement): Question[] {
  return [...aboutAlternatives(index, column, judgement), ...aboutNearly(index, column, values, judgement)]
}

function aboutAlternatives(index: number, column: string, { reading, alternatives }: ColumnJudgement): Question[] {
  if (alternatives.length === 0) return []
  return [
    {
      id: `order-${index}`,
      column,
      text: `Which comes first in \`${column}\`, day or month? All values fit both.`,
      chosen: labelOf(reading),
      chosen_options: readAs(index, reading),
      alternatives: alternatives.map((other) => ({
        label: labelOf(other),
        example_rows: [],
        differing_row_count: null,
        options: readAs(index, other),
      })),
    },
  ]
}

function aboutNearly(index: number, column: string, values: number, { nearly }: ColumnJudgement): Question[] {
  if (!nearly || nearly.misfits > values * mostMisfits) return []
  const { misfits } = nearly
  const count = (n: number) => n.toLocaleString('en-US')
  return [
    {
      id: `type-${index}`,
      column,
      text:
        `${count(values - misfits)} of ${count(values)} values of \`${column}\` are ${labelOf(nearly.reading)}. ` +
        `Read the column so, and set the other ${count(misfits)} aside?`,
      chosen: 'text',
      chosen_options: { columns: [{ index, sql_type: 'VARCHAR' }] },
      alternatives: [
        {
          label: labelOf(nearly.reading),
          example_rows: [],
          differing_row_count: misfits,
          options: readAs(index, nearly.reading),
        },
      ],
    },
  ]
}

function readAs(index: number, reading: Reading): ReadingOptions {
  const format = 'format' in reading && reading.format !== null ? { format: reading.format } : {}
  return { columns: [{ index, sql_type: sqlTypeOf(reading), ...format }] }
}

function labelOf(reading: Reading): string {
  if ('format' in reading && reading.format !== null) {
    if (reading.format.startsWith('%d')) return 'day first'
    if (reading.format.startsWith('%m')) return 'month first'
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
    json: 'JSON',
    nested: 'nested values',
  }
  return labels[reading.id]
}
