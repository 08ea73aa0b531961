import { queryOptions } from '@tanstack/react-query'
import { profileSchema } from '../../shared/profile.ts'
import { get } from '../api/request.ts'

/** The profile of one version of a dataset; it never changes once it is complete. */
export const profileQuery = (datasetId: string, version: number) =>
  queryOptions({
    queryKey: ['datasets', 'profile', datasetId, version],
    queryFn: ({ signal }) => get(`/datasets/${encodeURIComponent(datasetId)}/profile`, profileSchema, { signal }),
    staleTime: (query) => (query.state.data?.partial ? 1000 : Number.POSITIVE_INFINITY),
  })
