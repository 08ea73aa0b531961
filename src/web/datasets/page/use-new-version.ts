import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Dataset, datasetSchema } from '../../../shared/dataset.ts'
import type { ReadingOptions } from '../../../shared/reading-options.ts'
import { sentenceOf } from '../../api/problem.ts'
import { change, tell } from '../../api/request.ts'
import { notify } from '../../ui/notice.tsx'
import { cacheDataset } from '../dataset-cache.ts'
import { datasetKey } from '../dataset-queries.ts'

/** Reads the file of a dataset again, and offers to take that back; the version in use stays until the new one is ready. */
export function useReadAgain(dataset: Dataset) {
  const { id, title, version } = dataset
  const client = useQueryClient()
  const restore = useRestoreVersion(dataset)
  return useMutation({
    mutationFn: ({ options }: { options: ReadingOptions; told?: string }) =>
      change('POST', `/datasets/${encodeURIComponent(id)}/reingest`, datasetSchema, { body: { options } }),
    onSuccess: (dataset, { told }) => {
      cacheDataset(client, dataset)
      notify({
        text: `${told ?? `${title} is read again.`} What you see stays until that is done.`,
        action: { label: 'Undo', run: () => restore.mutate({ number: version }) },
      })
    },
    onError: (error) => notify({ text: `Nothing has changed. ${sentenceOf(error)}` }),
  })
}

/**
 * Goes back to a version, whether another one is in use or is still being read to take its place. `instead` is the one in
 * use, where going back can be taken back.
 */
export function useRestoreVersion({ id, title }: Dataset) {
  const client = useQueryClient()
  const path = `/datasets/${encodeURIComponent(id)}`
  const restore = useMutation({
    mutationFn: async ({ number }: { number: number; instead?: number }) => {
      const now = client.getQueryData<Dataset>(datasetKey(id))
      if (now?.version === number && now.job) await tell('POST', `${path}/cancel`)
      else cacheDataset(client, await change('POST', `${path}/versions/${number}/restore`, datasetSchema))
    },
    onSuccess: (_, { number, instead }) =>
      notify({
        text: `${title} is as it was in version ${number}.`,
        ...(instead === undefined
          ? {}
          : { action: { label: 'Undo', run: () => restore.mutate({ number: instead, instead: number }) } }),
      }),
    onError: (error) => notify({ text: `Nothing has changed. ${sentenceOf(error)}` }),
  })
  return restore
}
