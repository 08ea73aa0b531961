import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { pageOf } from '../../../shared/page.ts'
import { type Reject, rejectSchema } from '../../../shared/rejects.ts'
import { apiUrl, get } from '../../api/request.ts'

const rejectsPageSchema = pageOf(rejectSchema)

/** How many lines the list shows at once. */
export const rejectsPerPage = 50

export type RejectScope = Reject['scope']

const address = (id: string) => `/datasets/${encodeURIComponent(id)}/rejects`

/** A page of the lines that are not in the table as they stand in the file; those of one version never change. */
export const rejectsQuery = (id: string, version: number, scope: RejectScope | undefined, offset: number) =>
  queryOptions({
    queryKey: ['datasets', 'rejects', id, version, scope ?? null, offset],
    queryFn: ({ signal }) =>
      get(address(id), rejectsPageSchema, { query: { version, scope, offset, limit: rejectsPerPage }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })

/** Where all of them are as CSV. */
export const rejectsUrl = (id: string, version: number): string => apiUrl(address(id), { version, format: 'csv' })
