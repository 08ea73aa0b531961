import { z } from 'zod'
import {
  type ChartData,
  type ChartSpec,
  chartDataSchema,
  recommendedChartsSchema,
  storedChartSchema,
} from '../../shared/charts.ts'
import type { Filter } from '../../shared/rows.ts'
import { change, get } from '../api/request.ts'

const path = (datasetId: string) => `/datasets/${encodeURIComponent(datasetId)}`

/** How a chart looks; its numbers take no notice, so a change of it asks nobody. */
type Looks = Pick<ChartSpec, 'title' | 'stack' | 'color_order'>

/** A spec taken apart: what is asked for, and how the answer is drawn. */
export const splitLooks = ({ title, stack, color_order, ...asked }: ChartSpec): { asked: ChartSpec; looks: Looks } => ({
  asked,
  looks: {
    ...(title === undefined ? {} : { title }),
    ...(stack === undefined ? {} : { stack }),
    ...(color_order === undefined ? {} : { color_order }),
  },
})

/** The numbers of a chart over the rows that a filter leaves. A version never changes, so they hold. */
export const chartDataQuery = (datasetId: string, version: number, asked: ChartSpec, filter: Filter | undefined) => {
  const body = { ...asked, ...(filter ? { filter } : {}) }
  return {
    queryKey: ['datasets', 'chart', datasetId, version, body],
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<ChartData> =>
      change('POST', `${path(datasetId)}/chart-data`, chartDataSchema, { query: { version }, body, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  }
}

/** The charts worth looking at first. */
export const recommendedQuery = (datasetId: string, version: number) => ({
  queryKey: ['datasets', 'recommended', datasetId, version],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get(`${path(datasetId)}/charts/recommended`, recommendedChartsSchema, { query: { version }, signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

export const storedChartsKey = (datasetId: string) => ['datasets', 'charts', datasetId] as const

const storedChartsSchema = z.object({ items: z.array(storedChartSchema) })

/** The charts that were kept with a dataset. */
export const storedChartsQuery = (datasetId: string) => ({
  queryKey: storedChartsKey(datasetId),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get(`${path(datasetId)}/charts`, storedChartsSchema, { query: { limit: 1000 }, signal }),
})
