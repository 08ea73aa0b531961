import { type Filter, filterSchema } from '../../../shared/rows.ts'

/** What the address of a dataset view carries besides the tab, in the words of the rows API. */
export type DatasetSearch = { sort?: string; filter?: Filter; q?: string }

/** Reads the search part of the address; what it does not know it leaves out. */
export function parseDatasetSearch(search: Record<string, unknown>): DatasetSearch {
  const sort =
    typeof search.sort === 'string' ? search.sort : Array.isArray(search.sort) ? JSON.stringify(search.sort) : ''
  const filter = filterSchema.safeParse(search.filter).data
  const q = search.q === undefined || search.q === null ? '' : String(search.q)
  return { ...(sort && { sort }), ...(filter && { filter }), ...(q && { q }) }
}
