import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import {
  type Dataset,
  type DatasetListItem,
  datasetListItemSchema,
  type datasetListQuerySchema,
  datasetSchema,
  trashSchema,
} from '../../shared/dataset.ts'
import { pageOf } from '../../shared/page.ts'
import { get } from '../api/request.ts'

export type DatasetListQuery = Partial<z.output<typeof datasetListQuerySchema>>
export type DatasetPage = { items: DatasetListItem[]; total: number; limit: number; offset: number }

export const datasetListKey = ['datasets', 'list'] as const
export const trashKey = ['datasets', 'trash'] as const
/** Where the first rows of a file stand while the rest is being read. */
export const previewKey = (id: string) => ['datasets', 'preview', id] as const
export const datasetKey = (id: string) => ['datasets', 'one', id] as const

const datasetPageSchema = pageOf(datasetListItemSchema)

/** One dataset; kept current by the event stream. */
export const datasetQuery = (id: string) =>
  queryOptions({
    queryKey: datasetKey(id),
    queryFn: async ({ client, signal }) => {
      const found = await get(`/datasets/${encodeURIComponent(id)}`, datasetSchema, { signal })
      // What the event stream has told meanwhile may be newer than this answer.
      const known = client.getQueryData<Dataset>(datasetKey(id))
      return known && isOlder(found, known) ? known : found
    },
  })

/** Whether an answer has been overtaken on its way by what is known already. */
export const isOlder = (incoming: Pick<Dataset, 'updated_at'>, known: Dataset): boolean =>
  Date.parse(incoming.updated_at) < Date.parse(known.updated_at)

export const getDatasetPage = (query: DatasetListQuery, signal?: AbortSignal): Promise<DatasetPage> =>
  get('/datasets', datasetPageSchema, { query, ...(signal ? { signal } : {}) })

export const trashQuery = () =>
  queryOptions({
    queryKey: trashKey,
    queryFn: ({ signal }) => get('/trash', trashSchema, { query: { limit: 1000 }, signal }),
  })
