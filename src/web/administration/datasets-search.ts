import { administeredDatasetSorts } from '../../shared/administered-dataset.ts'
import { type DatasetStatus, datasetStatusSchema } from '../../shared/dataset.ts'

export type DatasetsSort = (typeof administeredDatasetSorts)[number] | `-${(typeof administeredDatasetSorts)[number]}`
export type DatasetsPlace = 'use' | 'trash'

/** What the address of the datasets page of the administration says about the list. */
export type DatasetsSearch = {
  q?: string
  status?: DatasetStatus
  place?: DatasetsPlace
  sort?: DatasetsSort
  page?: number
}

/** A change of it; undefined takes a part out of the address. */
export type DatasetsSearchChange = { [Part in keyof DatasetsSearch]: DatasetsSearch[Part] | undefined }

export const defaultDatasetsSort: DatasetsSort = '-created_at'
export const datasetsPageSize = 100

/** Reads the search part of the address; what it does not know it leaves out. */
export function parseDatasetsSearch(search: Record<string, unknown>): DatasetsSearch {
  const { q, status, place, sort, page } = search
  const field = typeof sort === 'string' ? sort.replace(/^-/, '') : ''
  const isKnownSort = (administeredDatasetSorts as readonly string[]).includes(field) && sort !== defaultDatasetsSort
  const { data: knownStatus } = datasetStatusSchema.safeParse(status)
  return {
    ...(q !== undefined && q !== '' ? { q: String(q).slice(0, 200) } : {}),
    ...(knownStatus ? { status: knownStatus } : {}),
    ...(place === 'use' || place === 'trash' ? { place } : {}),
    ...(isKnownSort ? { sort: sort as DatasetsSort } : {}),
    ...(Number.isInteger(page) && Number(page) > 1 ? { page: Number(page) } : {}),
  }
}
