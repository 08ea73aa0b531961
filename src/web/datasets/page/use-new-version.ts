import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Dataset, datasetSchema } from '../../../shared/dataset.ts'
import type { ReadingOptions } from '../../../shared/reading-options.ts'
import { sentenceOf } from '../../api/problem.ts'
import { change, tell } from '../../api/request.ts'
import { notify } from '../../ui/notice.tsx'
import { cacheDataset } from '../dataset-cache.ts'
import { datasetKey } from '../dataset-queries.ts'

/** Reads the file of a dataset again, and offers to take that back; the version in use stays until the new one is ready. */
export function useReadAgain({ id, title, version }: Dataset) {
  const client = useQueryClient()
  const takeBack = useTakeBack(id, title)
  return useMutation({
    mutationFn: ({ options }: { options: ReadingOptions; told?: string }) =>
      change('POST', `/datasets/${encodeURIComponent(id)}/reingest`, datasetSchema, { body: { options } }),
    onSuccess: (dataset, { told }) => {
      cacheDataset(client, dataset)
      notify({
        text: `${told ?? `${title} is read again.`} What you see stays until that is done.`,
        action: { label: 'Undo', run: () => takeBack.mutate(version) },
      })
    },
    onError: (error) => notify({ text: `Nothing has changed. ${sentenceOf(error)}` }),
  })
}

/** Goes back to a version, whether the one that is to replace it is still being read or in use already. */
function useTakeBack(id: string, title: string) {
  const client = useQueryClient()
  const path = `/datasets/${encodeURIComponent(id)}`
  return useMutation({
    mutationFn: async (version: number) => {
      const now = client.getQueryData<Dataset>(datasetKey(id))
      if (now?.version === version) await tell('POST', `${path}/cancel`)
      else cacheDataset(client, await change('POST', `${path}/versions/${version}/restore`, datasetSchema))
    },
    onSuccess: (_, version) => notify({ text: `${title} is as it was in version ${version}.` }),
    onError: (error) => notify({ text: `It was not taken back. ${sentenceOf(error)}` }),
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
