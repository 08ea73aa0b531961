import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Dataset, datasetSchema } from '../../../shared/dataset.ts'
import type { ReadingOptions } from '../../../shared/reading-options.ts'
import { sentenceOf } from '../../api/problem.ts'
import { change } from '../../api/request.ts'
import { notify } from '../../ui/notice.tsx'
import { cacheDataset } from '../dataset-cache.ts'

/** Reads the file of a dataset again; the version in use stays until the new one is ready. */
export function useReadAgain({ id, title }: Dataset) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (options: ReadingOptions) =>
      change('POST', `/datasets/${encodeURIComponent(id)}/reingest`, datasetSchema, { body: { options } }),
    onSuccess: (dataset) => {
      cacheDataset(client, dataset)
      notify({ text: `${title} is read again. What you see stays until that is done.` })
    },
    onError: (error) => notify({ text: `Nothing has changed. ${sentenceOf(error)}` }),
  })
}

/** Makes an earlier version the one in use, and offers to take that back. */
export function useRestoreVersion({ id, title }: Dataset) {
  const client = useQueryClient()
  const restore = useMutation({
    mutationFn: ({ number }: { number: number; instead: number }) =>
      change('POST', `/datasets/${encodeURIComponent(id)}/versions/${number}/restore`, datasetSchema),
    onSuccess: (dataset, { number, instead }) => {
      cacheDataset(client, dataset)
      notify({
        text: `${title} is as it was in version ${number}.`,
        action: { label: 'Undo', run: () => restore.mutate({ number: instead, instead: number }) },
      })
    },
    onError: (error) => notify({ text: `Nothing has changed. ${sentenceOf(error)}` }),
  })
  return restore
}
