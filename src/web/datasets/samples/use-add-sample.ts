import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { datasetSchema } from '../../../shared/dataset.ts'
import { sentenceOf } from '../../api/problem.ts'
import { change } from '../../api/request.ts'
import { notify } from '../../ui/notice.tsx'
import { cacheDataset } from '../dataset-cache.ts'

/** Makes a sample, by its name, a dataset of this person and goes there. */
export function useAddSample() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (name: string) => change('POST', `/samples/${name}`, datasetSchema),
    onSuccess: (dataset) => {
      cacheDataset(client, dataset)
      void navigate({ to: '/datasets/$id/$tab', params: { id: dataset.id, tab: 'data' } })
    },
    onError: (error) => notify({ text: `The sample was not added. ${sentenceOf(error)}` }),
  })
}
