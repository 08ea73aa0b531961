import { queryOptions } from '@tanstack/react-query'
import type { Dataset } from '../../../shared/dataset.ts'
import { datasetVersionSchema } from '../../../shared/dataset-version.ts'
import { pageOf } from '../../../shared/page.ts'
import { get } from '../../api/request.ts'

const versionPageSchema = pageOf(datasetVersionSchema)

/** The latest hundred versions of a dataset; asked again when one begins or ends. */
export const versionsQuery = ({ id, version, job }: Dataset) =>
  queryOptions({
    queryKey: ['datasets', 'versions', id, version, job?.version ?? null],
    queryFn: ({ signal }) =>
      get(`/datasets/${encodeURIComponent(id)}/versions`, versionPageSchema, { query: { limit: 100 }, signal }),
    placeholderData: (before) => before,
  })
