import { queryOptions } from '@tanstack/react-query'
import type { Dataset } from '../../../shared/dataset.ts'
import { type Step, stepsPreviewSchema } from '../../../shared/steps.ts'
import { change } from '../../api/request.ts'

/** What steps would make of a dataset; examples are of the steps from `since` on. */
export const stepsPreviewQuery = ({ id, version }: Dataset, steps: Step[], since: number) =>
  queryOptions({
    queryKey: ['datasets', 'steps-preview', id, version, since, steps],
    queryFn: ({ signal }) =>
      change('POST', `/datasets/${encodeURIComponent(id)}/steps/preview`, stepsPreviewSchema, {
        body: steps,
        query: { since, limit: 1 },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
