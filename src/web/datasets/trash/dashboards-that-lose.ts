import { queryOptions } from '@tanstack/react-query'
import { dashboardsOfDatasetSchema } from '../../../shared/dashboards.ts'
import { formatCounted } from '../../../shared/format-numbers.ts'
import { get } from '../../api/request.ts'

const mostAsked = 50

/** How many dashboards show charts of a dataset; of several datasets it is asked for each. */
export const dashboardCountsQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['dashboards', 'of datasets', ids],
    queryFn: async ({ signal }) =>
      Promise.all(
        ids.slice(0, mostAsked).map(async (id) => {
          const path = `/datasets/${encodeURIComponent(id)}/dashboards`
          return (await get(path, dashboardsOfDatasetSchema, { signal })).count
        }),
      ),
    enabled: ids.length > 0,
    staleTime: 0,
    retry: false,
  })

/** What a person is told before datasets go for good; a dashboard that shows several of them is counted with each. */
export const dashboardsSentence = (counts: readonly number[], datasetCount: number): string | undefined => {
  const users = counts.filter((count) => count > 0)
  const [first] = users
  if (first === undefined) return undefined
  if (datasetCount === 1) {
    return `${formatCounted(first, 'dashboard')} ${first === 1 ? 'uses' : 'use'} this dataset and ${first === 1 ? 'loses' : 'lose'} its charts.`
  }
  return `${formatCounted(users.length, 'dataset')} of these ${users.length === 1 ? 'is' : 'are'} used by dashboards, which lose the charts.`
}
