import type { Question } from '../../../shared/receipt.ts'
import type { SniffedCsv } from './sniff-csv.ts'

/** Whether the first record holds names or values, where all columns are text and both are possible. */
export function headerQuestion({ table }: SniffedCsv): Question[] {
  if (!table.isHeaderOpen) return []
  return [
    {
      id: 'header',
      column: null,
      text: `Does line ${table.preambleLines + 1} name the columns? All of them are text, so it may be a row as well.`,
      chosen: 'as names',
      chosen_options: { header_rows: 1 },
      alternatives: [{ label: 'as a row', example_rows: [], differing_row_count: null, options: { header_rows: 0 } }],
    },
  ]
}
