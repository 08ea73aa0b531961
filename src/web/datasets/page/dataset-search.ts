import { type Filter, filterSchema } from '../../../shared/rows.ts'

/** What of the profile is shown; the columns unless the address says otherwise. */
export const profileViews = ['columns', 'correlations', 'outliers', 'trends', 'compare'] as const

export type ProfileView = (typeof profileViews)[number]

/** What the address of a dataset view carries besides the tab, in the words of the rows API. */
export type DatasetSearch = { sort?: string; filter?: Filter; q?: string; view?: ProfileView }

/** Reads the search part of the address; what it does not know it leaves out. */
export function parseDatasetSearch(search: Record<string, unknown>): DatasetSearch {
  const sort =
    typeof search.sort === 'string' ? search.sort : Array.isArray(search.sort) ? JSON.stringify(search.sort) : ''
  const filter = filterSchema.safeParse(search.filter).data
  const q = search.q === undefined || search.q === null ? '' : String(search.q)
  const view = profileViews.find((name) => name === search.view && name !== 'columns')
  return { ...(sort && { sort }), ...(filter && { filter }), ...(q && { q }), ...(view && { view }) }
}
