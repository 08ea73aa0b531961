import { z } from 'zod'
import { type Filter, filterSchema } from '../../../shared/rows.ts'

/** What of the profile is shown; the columns unless the address says otherwise. */
export const profileViews = ['columns', 'correlations', 'outliers', 'trends', 'compare'] as const

export type ProfileView = (typeof profileViews)[number]

const texts = ['sort', 'q', 'hide', 'show', 'pin', 'order', 'sql', 'query', 'kept'] as const
const joinedSchema = z.record(z.string(), z.string())
const offSchema = z.array(filterSchema).min(1).max(50)

/** What the address of a dataset view carries besides the tab, in the words of the rows API. */
export type DatasetSearch = { [Name in (typeof texts)[number]]?: string } & {
  filter?: Filter
  /** Parts of the filter that are turned off. */
  off?: Filter[]
  view?: ProfileView
  /** The further datasets of a query, by alias. */
  with?: Record<string, string>
  /** The spec of the chart that is open, checked where it is drawn; `kept` is the id of the stored one it began as. */
  chart?: object
}

/** Reads the search part of the address; what it does not know it leaves out. */
export function parseDatasetSearch(search: Record<string, unknown>): DatasetSearch {
  const found: DatasetSearch = {}
  for (const name of texts) {
    const value = search[name] ?? ''
    const text = Array.isArray(value) ? JSON.stringify(value) : String(value)
    if (text) found[name] = text
  }
  const filter = filterSchema.safeParse(search.filter).data
  const off = offSchema.safeParse(search.off).data
  const view = profileViews.find((name) => name === search.view && name !== 'columns')
  const joined = joinedSchema.safeParse(search.with).data
  const chart = typeof search.chart === 'object' && search.chart !== null ? search.chart : undefined
  return {
    ...{ ...found, ...(filter && { filter }), ...(off && { off }), ...(view && { view }) },
    ...{ ...(joined && { with: joined }), ...(chart && { chart }) },
  }
}
