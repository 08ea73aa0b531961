import { queryOptions } from '@tanstack/react-query'
import { receiptSchema } from '../../../shared/receipt.ts'
import { get } from '../../api/request.ts'

/** The receipt of one version of a dataset; it never changes. */
export const receiptQuery = (datasetId: string, version: number) =>
  queryOptions({
    queryKey: ['datasets', 'receipt', datasetId, version],
    queryFn: ({ signal }) =>
      get(`/datasets/${encodeURIComponent(datasetId)}/receipt`, receiptSchema, { query: { version }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
