import type { Question } from '../../../shared/receipt.ts'
import type { ListHeader } from './judge-header.ts'

/** Whether the first list holds names or values, where all of them are texts and both are possible. */
export function headerQuestion(header: ListHeader | undefined): Question[] {
  if (!header?.isOpen) return []
  return [
    {
      id: 'header',
      column: null,
      text: 'Does the first list name the columns? All of its values are texts, so it may be a row as well.',
      chosen: 'as names',
      chosen_options: { header_rows: 1 },
      alternatives: [{ label: 'as a row', example_rows: [], differing_row_count: null, options: { header_rows: 0 } }],
    },
  ]
}
