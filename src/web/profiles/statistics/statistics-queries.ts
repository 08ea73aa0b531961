import type { z } from 'zod'
import type { Filter } from '../../../shared/rows.ts'
import { correlationsSchema, outliersSchema, regressionSchema, trendSchema } from '../../../shared/statistics.ts'
import { get, type QueryValue } from '../../api/request.ts'

/** The rows that a question of statistics is about: a version of a dataset, or what a filter leaves of it. */
export type Subject = { datasetId: string; version: number; filter: Filter | undefined }

/** What `useQuery` takes to have a question answered. */
export type Question<T> = {
  queryKey: readonly unknown[]
  queryFn: (context: { signal: AbortSignal }) => Promise<T>
  staleTime: number
}

/** A version never changes, so an answer about one holds as long as the page does. */
const ask = <T extends z.ZodType>(
  { datasetId, version, filter }: Subject,
  question: string,
  schema: T,
  query: Record<string, QueryValue>,
): Question<z.infer<T>> => ({
  queryKey: ['datasets', question, datasetId, version, filter ?? null, query],
  queryFn: ({ signal }) =>
    get(`/datasets/${encodeURIComponent(datasetId)}/${question}`, schema, {
      query: { ...query, version, filter },
      signal,
    }),
  staleTime: Number.POSITIVE_INFINITY,
})

/** How the columns go together, or some of them. */
export const correlationsQuery = (subject: Subject, query: { method: string; columns?: string[] }) =>
  ask(subject, 'correlations', correlationsSchema, query)

/** A straight line through two columns. */
export const regressionQuery = (subject: Subject, query: { x: string; y: string }) =>
  ask(subject, 'regression', regressionSchema, query)

/** The bounds of each column and how many values lie outside of them; the rows themselves are asked for by a filter. */
export const outliersQuery = (subject: Subject, query: { method: string; threshold: number }) =>
  ask(subject, 'outliers', outliersSchema, { ...query, limit: 1 })

/** How a value moves over time. */
export const trendQuery = (
  subject: Subject,
  query: { date?: string | undefined; value?: string | undefined; grain: string; aggregate?: string | undefined },
) => ask(subject, 'trends', trendSchema, query)
