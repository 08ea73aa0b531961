import { queryOptions } from '@tanstack/react-query'
import { datasetSchema } from '../../../shared/dataset.ts'
import { pageOf } from '../../../shared/page.ts'
import { type AccessChange, type DatasetAccess, datasetAccessSchema, personSchema } from '../../../shared/sharing.ts'
import { change, get } from '../../api/request.ts'

export const accessKey = (id: string) => ['datasets', 'access', id] as const

/** Who may see a dataset; for its owner and editors. */
export const accessQuery = (id: string) =>
  queryOptions({
    queryKey: accessKey(id),
    queryFn: ({ signal }) => get(`/datasets/${id}/access`, datasetAccessSchema, { signal }),
  })

export const setAccess = (id: string, body: AccessChange): Promise<DatasetAccess> =>
  change('PUT', `/datasets/${id}/access`, datasetAccessSchema, { body })

export const handOver = (id: string, userId: string) =>
  change('POST', `/datasets/${id}/transfer`, datasetSchema, { body: { user_id: userId } })

/** The shortest beginning of a name that is looked for. */
export const shortestSearch = 2

/** People whose name begins like this. */
export const peopleSearchQuery = (q: string) =>
  queryOptions({
    queryKey: ['people', 'search', q],
    queryFn: ({ signal }) => get('/people', pageOf(personSchema), { query: { q }, signal }),
    enabled: q.length >= shortestSearch,
    staleTime: 30_000,
  })
