import { administeredDatasetSchema } from '../../shared/administered-dataset.ts'
import type { DatasetStatus } from '../../shared/dataset.ts'
import { pageOf } from '../../shared/page.ts'
import { get } from '../api/request.ts'
import { type DatasetsSearch, datasetsPageSize, defaultDatasetsSort } from './datasets-search.ts'

export const administeredKey = ['administered-datasets'] as const

const datasetsPageSchema = pageOf(administeredDatasetSchema)

/** One page of the datasets of everybody. */
export function getAdministered({ q, status, place, sort, page = 1 }: DatasetsSearch, signal: AbortSignal) {
  const query = {
    q,
    status,
    trash: place && String(place === 'trash'),
    sort: sort ?? defaultDatasetsSort,
    limit: datasetsPageSize,
    offset: (page - 1) * datasetsPageSize,
  }
  return get('/admin/datasets', datasetsPageSchema, { query, signal })
}

/** How a dataset stands, in words. */
export const statusWords: Record<DatasetStatus, string> = {
  uploaded: 'Waiting',
  processing: 'Reading',
  ready: 'Ready',
  error: 'Failed',
}
