import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import {
  type Dataset,
  type DatasetListItem,
  datasetListItemSchema,
  type datasetListQuerySchema,
  datasetSchema,
} from '../../shared/dataset.ts'
import { pageOf } from '../../shared/page.ts'
import { get } from '../api/request.ts'

export type DatasetListQuery = Partial<z.input<typeof datasetListQuerySchema>>
export type DatasetPage = { items: DatasetListItem[]; total: number; limit: number; offset: number }

export const datasetListKey = ['datasets', 'list'] as const
export const trashKey = ['datasets', 'trash'] as const
export const datasetKey = (id: string) => ['datasets', 'one', id] as const

const datasetPageSchema = pageOf(datasetListItemSchema)

/** One dataset; kept current by the event stream. */
export const datasetQuery = (id: string) =>
  queryOptions({
    queryKey: datasetKey(id),
    queryFn: ({ signal }) => get(`/datasets/${encodeURIComponent(id)}`, datasetSchema, { signal }),
  })

export const getDatasetPage = (query: DatasetListQuery, signal?: AbortSignal): Promise<DatasetPage> =>
  get('/datasets', datasetPageSchema, { query, ...(signal ? { signal } : {}) })

export const trashQuery = () =>
  queryOptions({
    queryKey: trashKey,
    queryFn: ({ signal }) => get('/trash', datasetPageSchema, { query: { limit: 1000 }, signal }),
  })

/** A full dataset as the lists show it. */
export function listItemOf({ columns_info, ...dataset }: Dataset): DatasetListItem {
  const kinds: DatasetListItem['kinds'] = { numeric: 0, text: 0, temporal: 0, boolean: 0, nested: 0, unsupported: 0 }
  for (const column of columns_info ?? []) kinds[column.kind] += 1
  return { ...dataset, kinds, kind_strip: (columns_info ?? []).slice(0, 64).map((column) => column.kind) }
}

/** Puts a dataset that just arrived where the page keeps it, so that what shows it changes in place. */
export function cacheDataset(client: QueryClient, dataset: Dataset): void {
  client.setQueryData(datasetKey(dataset.id), dataset)
}
