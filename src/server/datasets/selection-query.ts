import { z } from 'zod'
import type { SortKey } from '../../engine/query/query-pool.ts'
import { type ArrangementText, readArrangement, shownColumns } from '../../shared/column-arrangement.ts'
import { explainFilter } from '../../shared/explain-filter.ts'
import { filterSchema } from '../../shared/rows.ts'
import { jsonParameter, listParameter } from '../http/list-parameter.ts'
import { invalid } from '../http/problem-error.ts'

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

const arranged = (says: string) =>
  z
    .string()
    .max(100_000)
    .refine((text) => !text.startsWith('[') || isJson(text), 'This begins like JSON, and is none.')
    .optional()
    .describe(`As the address of the page has it: ${says}`)

/** Which columns show, and where, as the address of the page has it: short where a list of all names would be long. */
export const arrangementQuery = {
  hide: arranged('the columns to leave out; `a..f` is all from `a` to `f`. Instead of `columns`.'),
  show: arranged('the only columns to keep, written like those of `hide`.'),
  pin: arranged('columns that stand before all others.'),
  order: arranged('columns that have moved, each behind one that stayed: `a,moved,moved too;b,another`.'),
}

/** The columns of a version that a request names or arranges; undefined when it means all of them as in the file. */
export const columnsAsked = (
  names: string[],
  { columns, ...text }: { columns?: string[] | undefined } & { [Part in keyof ArrangementText]?: string | undefined },
): string[] | undefined => {
  const { hide, show, pin, order } = text
  const said = Object.entries({ hide, show, pin, order }).filter(([, value]) => value)
  if (said.length === 0) return columns
  if (columns)
    throw invalid('columns', 'Name the columns here, or say with hide, show, pin and order which show; not both.')
  const { arrangement, unknown } = readArrangement(Object.fromEntries(said), names)
  if (unknown[0] !== undefined) throw invalid(said[0]?.[0] ?? 'hide', `There is no column "${unknown[0]}".`)
  return shownColumns(arrangement).names
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The keys to sort by, as `sort` writes them. */
export const sortKeys = (sort: string[]): SortKey[] =>
  sort.map((key) => ({ column: key.replace(/^[-+]/, ''), descending: key.startsWith('-') }))
