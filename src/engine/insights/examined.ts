import type { Insight } from '../../shared/insight.ts'
import type { Filter } from '../../shared/rows.ts'

/** What an insight says of the rows that its SQL answers with. */
export type Told = Pick<Insight, 'text' | 'points'>

/**
 * An insight before it is told: `tell` makes the sentence of what `sql` answers over all rows, or says nothing where the
 * effect is not there. `subject` is the same for candidates of which one is enough.
 */
export type Candidate = Pick<Insight, 'code' | 'score' | 'columns' | 'filter' | 'chart' | 'sql'> & {
  subject: string
  tell: (rows: unknown[][]) => Told | undefined
}

/** One thing that was tested, with the probability of what was seen if there were nothing; a candidate if it is large. */
export type Examined = { pValue: number | null; candidate?: Candidate | undefined }

/** The condition that a column has a value, as a filter. */
export function equals(column: string, value: string | boolean): Filter {
  return { column, op: 'eq', value }
}
