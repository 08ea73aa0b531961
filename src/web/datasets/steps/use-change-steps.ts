import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Dataset, datasetSchema } from '../../../shared/dataset.ts'
import type { Step } from '../../../shared/steps.ts'
import { sentenceOf } from '../../api/problem.ts'
import { change, tell } from '../../api/request.ts'
import { notify } from '../../ui/notice.tsx'
import { cacheDataset } from '../dataset-cache.ts'
import { datasetKey } from '../dataset-queries.ts'
import { receiptQuery } from '../page/receipt-query.ts'
import { unappliedSteps } from './unapplied-steps.ts'

/** What steps have done to the version in use; undefined while that is not known, null where there are none. */
export const useAppliedSteps = ({ id, version }: Dataset) => {
  const { data } = useQuery(receiptQuery(id, version))
  return data && (data.steps ?? null)
}

/** Makes these the steps of a dataset, and offers to take that back; what is in use stays until they are done. */
export function useChangeSteps({ id, title, version }: Dataset, inForce: Step[]) {
  const client = useQueryClient()
  const path = `/datasets/${encodeURIComponent(id)}`
  const put = async (steps: Step[], seen: number) => {
    const answer = await change('PUT', `${path}/steps`, datasetSchema, { body: steps, query: { version: seen } })
    cacheDataset(client, answer)
    return answer
  }
  const undo = useMutation({
    mutationFn: async (made: number) => {
      const now = client.getQueryData<Dataset>(datasetKey(id))
      if (now?.version === version && now.job) await tell('POST', `${path}/cancel`)
      else await put(inForce, now?.version === version ? version : made)
    },
    onSuccess: () =>
      notify({ text: inForce.length === 0 ? `${title} is as it was.` : `${title} goes back to how it was.` }),
    onError: (error) => notify({ text: `It was not taken back. ${sentenceOf(error)}` }),
  })
  return useMutation({
    mutationFn: ({ steps }: { steps: Step[]; told: string }) => put(steps, version),
    onSuccess: (answer, { told }) => {
      client.setQueryData(unappliedSteps(id).queryKey, null)
      const made = answer.job?.version ?? answer.version
      notify({ text: told, action: { label: 'Undo', run: () => undo.mutate(made) } })
    },
    onError: (error) => notify({ text: `Nothing has changed. ${sentenceOf(error)}` }),
  })
}
