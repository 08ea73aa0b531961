import type { QueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import { type BrushQuestion, brushAnswerSchema } from '../../shared/brush.ts'
import { dashboardSchema, listedDashboardSchema } from '../../shared/dashboards.ts'
import { change, get } from '../api/request.ts'

export const dashboardListKey = ['dashboards', 'list'] as const
export const dashboardKey = (id: string) => ['dashboards', 'one', id] as const

const listSchema = z.object({ items: z.array(listedDashboardSchema) })

/** All dashboards that the person may see. */
export const dashboardListQuery = () => ({
  queryKey: dashboardListKey,
  queryFn: ({ signal }: { signal: AbortSignal }) => get('/dashboards', listSchema, { query: { limit: 1000 }, signal }),
})

/** Fetches the list anew. An answer that is on its way may be from before what has just been changed. */
export const refreshDashboardList = async (client: QueryClient): Promise<void> => {
  await client.cancelQueries({ queryKey: dashboardListKey })
  await client.invalidateQueries({ queryKey: dashboardListKey })
}

/** One dashboard with its charts. */
export const dashboardQuery = (id: string) => ({
  queryKey: dashboardKey(id),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get(`/dashboards/${encodeURIComponent(id)}`, dashboardSchema, { signal }),
})

/** The cubes that answer a brush. A version never changes, so they hold; they are large, so few are kept. */
export const brushQuery = (datasetId: string, version: number, question: BrushQuestion | undefined) => ({
  queryKey: ['datasets', 'brush', datasetId, version, question],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    change('POST', `/datasets/${encodeURIComponent(datasetId)}/brush`, brushAnswerSchema, {
      query: { version },
      body: question,
      signal,
    }),
  enabled: question !== undefined,
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 60_000,
  retry: false,
})
