import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ChartData, ChartSpec } from '../../shared/charts.ts'
import type { Filter } from '../../shared/rows.ts'
import { chartDataQuery, splitLooks } from './chart-queries.ts'

/** The rows that charts are drawn from: a version of a dataset, or what a filter leaves of it. */
export type ChartSubject = { datasetId: string; version: number; filter: Filter | undefined }

/** The numbers of a chart, looks included. While the next are on their way those before them are shown. */
export const useChartData = ({ datasetId, version, filter }: ChartSubject, spec: ChartSpec, isLive = false) => {
  const { asked, looks } = useMemo(() => splitLooks(spec), [spec])
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...chartDataQuery(datasetId, version, asked, filter),
    ...(isLive ? { placeholderData: keepPreviousData } : {}),
  })
  const drawn = useMemo(
    (): ChartData | undefined => data && { ...data, spec: { ...splitLooks(data.spec).asked, ...looks } },
    [data, looks],
  )
  return { data: drawn, error, refetch, isPlaceholderData }
}
