import { z } from 'zod'
import type { SortKey } from '../../engine/query/query-pool.ts'
import { explainFilter } from '../../shared/explain-filter.ts'
import { filterSchema } from '../../shared/rows.ts'
import { jsonParameter, listParameter } from '../http/list-parameter.ts'

/** The version that a question is about; the one in use unless given. */
export const versionQuery = z.object({ version: z.coerce.number().int().min(1).max(2_147_483_647).optional() })

/** Which rows and columns of a version a request means, and how it wants their values. */
export const selectionQuery = {
  ...versionQuery.shape,
  columns: listParameter.optional().describe('The columns to answer, in this order; all unless given.'),
  sort: listParameter
    .optional()
    .describe(
      'Columns to sort by; a leading minus turns one round, a leading plus (`%2B`) does not, for names that begin with a sign. Nulls come last.',
    ),
  filter: jsonParameter(filterSchema, explainFilter)
    .optional()
    .describe('JSON: `{"column", "op", "value"}`, `{"and": [...]}`, `{"or": [...]}` or `{"not": ...}`.'),
  q: z.string().max(1000).optional().describe('Text that a row must contain.'),
  values: z
    .enum(['typed', 'source'])
    .default('typed')
    .describe('`source`: every cell as the text of the file, the rows chosen and ordered by their values.'),
}

/** The keys to sort by, as `sort` writes them. */
export const sortKeys = (sort: string[]): SortKey[] =>
  sort.map((key) => ({ column: key.replace(/^[-+]/, ''), descending: key.startsWith('-') }))
