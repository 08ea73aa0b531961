import { queryOptions } from '@tanstack/react-query'
import { hasCode } from '../api/problem.ts'
import { get } from '../api/request.ts'
import { profileAnswerSchema } from './profile-answer.ts'

const askAgainMs = 1000

/**
 * The profile of one version of a dataset; it never changes once it is complete. A first profile, or none yet while the
 * table is being profiled, is asked for again until the complete one is there.
 */
export const profileQuery = (datasetId: string, version: number) =>
  queryOptions({
    queryKey: ['datasets', 'profile', datasetId, version],
    queryFn: ({ signal }) => get(`/datasets/${encodeURIComponent(datasetId)}/profile`, profileAnswerSchema, { signal }),
    staleTime: (query) => (query.state.data?.partial ? askAgainMs : Number.POSITIVE_INFINITY),
    refetchInterval: ({ state: { data, error } }) =>
      data?.partial || (!data && error && hasCode(error, 'dataset_not_ready')) ? askAgainMs : false,
  })
