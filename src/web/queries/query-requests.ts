import { queryOptions } from '@tanstack/react-query'
import type { Dataset } from '../../shared/dataset.ts'
import { datasetSchema } from '../../shared/dataset.ts'
import { pageOf } from '../../shared/page.ts'
import { pastQuerySchema, type QueryAnswer, queryAnswerSchema, savedQuerySchema } from '../../shared/queries.ts'
import { change, get } from '../api/request.ts'

/** What is asked: SQL about the dataset of the page and those it joins by alias. */
export type Question = { sql: string; with: Record<string, string> }

/** How many rows are shown at most, and how long a query may take. */
export type QueryBounds = { limit: number; timeout_ms: number }

const savedPageSchema = pageOf(savedQuerySchema)
const pastPageSchema = pageOf(pastQuerySchema)

export const queriesPath = (datasetId: string) => `/datasets/${encodeURIComponent(datasetId)}/queries`
export const queryPath = (datasetId: string) => `/datasets/${encodeURIComponent(datasetId)}/query`

/** Closing the connection, by the signal, interrupts the query. */
export const askSql = (datasetId: string, body: Question & QueryBounds, signal: AbortSignal): Promise<QueryAnswer> =>
  change('POST', queryPath(datasetId), queryAnswerSchema, { body, signal })

/** Makes the whole result a dataset of this person. */
export const saveResult = (datasetId: string, body: Question & { title: string }): Promise<Dataset> =>
  change('POST', `${queryPath(datasetId)}/save`, datasetSchema, { body })

export const savedQueries = (datasetId: string) =>
  queryOptions({
    queryKey: ['datasets', 'queries', datasetId],
    queryFn: ({ signal }) => get(queriesPath(datasetId), savedPageSchema, { query: { limit: 1000 }, signal }),
  })

export const pastQueries = (datasetId: string) =>
  queryOptions({
    queryKey: ['datasets', 'past-queries', datasetId],
    queryFn: ({ signal }) =>
      get(`${queriesPath(datasetId)}/history`, pastPageSchema, { query: { limit: 100 }, signal }),
  })
