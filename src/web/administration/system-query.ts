import { queryOptions } from '@tanstack/react-query'
import { systemSchema } from '../../shared/system.ts'
import { get } from '../api/request.ts'

export const systemKey = ['system'] as const

const freshMs = 10_000

/** The state of the system, asked for again while the page is open. */
export const systemQuery = queryOptions({
  queryKey: systemKey,
  queryFn: ({ signal }) => get('/admin/system', systemSchema, { signal }),
  refetchInterval: freshMs,
})
