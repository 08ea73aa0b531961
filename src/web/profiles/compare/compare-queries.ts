import { queryOptions } from '@tanstack/react-query'
import { comparisonSchema } from '../../../shared/comparison.ts'
import { datasetListItemSchema } from '../../../shared/dataset.ts'
import { datasetVersionSchema } from '../../../shared/dataset-version.ts'
import { pageOf } from '../../../shared/page.ts'
import { get } from '../../api/request.ts'

/** What a dataset can be compared with: another version of it, or another dataset. */
export type Against = { value: string; label: string; query: { with?: string; with_version?: number } }

const mostOthers = 50
const versionPage = pageOf(datasetVersionSchema)
const datasetPage = pageOf(datasetListItemSchema)

/** Everything that a version of a dataset can be compared with: its other versions, the latest first, then datasets. */
export const othersQuery = (datasetId: string, version: number) =>
  queryOptions({
    queryKey: ['datasets', 'comparable', datasetId, version],
    queryFn: async ({ signal }): Promise<Against[]> => {
      const path = `/datasets/${encodeURIComponent(datasetId)}/versions`
      const [versions, datasets] = await Promise.all([
        get(path, versionPage, { query: { limit: mostOthers }, signal }),
        get('/datasets', datasetPage, { query: { limit: mostOthers, status: 'ready' }, signal }),
      ])
      return [
        ...versions.items
          .filter(({ number, status }) => number !== version && status === 'ready')
          .map(({ number }) => ({
            ...{ value: `version ${number}`, label: `version ${number}` },
            query: { with_version: number },
          })),
        ...datasets.items
          .filter(({ id }) => id !== datasetId)
          .map(({ id, title }) => ({ value: id, label: title, query: { with: id } })),
      ]
    },
  })

/** A version of a dataset beside something else; versions never change, a dataset may. */
export const compareQuery = (datasetId: string, version: number, { value, query }: Against) => ({
  queryKey: ['datasets', 'compare', datasetId, version, value],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get(`/datasets/${encodeURIComponent(datasetId)}/compare`, comparisonSchema, {
      query: { version, ...query },
      signal,
    }),
  staleTime: 60_000,
})
