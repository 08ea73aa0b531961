import { type DatasetStatus, datasetSorts, datasetStatuses } from '../../../shared/dataset.ts'

export type HomeSort = (typeof datasetSorts)[number] | `-${(typeof datasetSorts)[number]}`

/** What the address of the datasets page says about the list. */
export type HomeSearch = { q?: string; status?: DatasetStatus; shared?: boolean; sort?: HomeSort; page?: number }

/** A change of it; undefined takes a part out of the address. */
export type HomeChange = { [Part in keyof HomeSearch]: HomeSearch[Part] | undefined }

export const defaultSort: HomeSort = '-updated_at'
export const homePageSize = 100

/** Reads the search part of the address; what it does not know it leaves out. */
export function parseHomeSearch(search: Record<string, unknown>): HomeSearch {
  const { q, status, shared, sort, page } = search
  const field = typeof sort === 'string' ? sort.replace(/^-/, '') : ''
  return {
    ...(q !== undefined && q !== '' ? { q: String(q).slice(0, 200) } : {}),
    ...(datasetStatuses.includes(status as DatasetStatus) ? { status: status as DatasetStatus } : {}),
    ...(typeof shared === 'boolean' ? { shared } : {}),
    ...((datasetSorts as readonly string[]).includes(field) && sort !== defaultSort ? { sort: sort as HomeSort } : {}),
    ...(Number.isInteger(page) && Number(page) > 1 ? { page: Number(page) } : {}),
  }
}
