import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SavedQuery } from '../../shared/queries.ts'
import { savedQuerySchema } from '../../shared/queries.ts'
import { sentenceOf } from '../api/problem.ts'
import { change } from '../api/request.ts'
import { notify } from '../ui/notice.tsx'
import { queriesPath, savedQueries } from './query-requests.ts'

/** Changes a saved query; without an id it makes one. */
export function useChangeQuery(datasetId: string, queryId: string | undefined) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Partial<Pick<SavedQuery, 'name' | 'sql' | 'with' | 'shared'>>) =>
      queryId
        ? change('PATCH', `${queriesPath(datasetId)}/${queryId}`, savedQuerySchema, { body })
        : change('POST', queriesPath(datasetId), savedQuerySchema, { body }),
    onSuccess: ({ name }) => {
      notify({ text: `${name} is saved.` })
      return client.invalidateQueries({ queryKey: savedQueries(datasetId).queryKey })
    },
    onError: (error) => notify({ text: `The query was not saved. ${sentenceOf(error)}` }),
  })
}
