import { queryOptions } from '@tanstack/react-query'
import { rowsAnswerSchema } from '../../../shared/rows.ts'
import { get } from '../../api/request.ts'

const shownRows = 10

/** The first rows of a version as they are. */
export const firstRowsQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['datasets', 'first-rows', id, version],
    queryFn: ({ signal }) =>
      get(`/datasets/${encodeURIComponent(id)}/rows`, rowsAnswerSchema, {
        query: { version, limit: shownRows },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  })
