import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import type { BrushAnswer } from '../../shared/brush.ts'
import type { ChartData, StoredChart } from '../../shared/charts.ts'
import type { Dashboard } from '../../shared/dashboards.ts'
import type { Dataset } from '../../shared/dataset.ts'
import type { Filter } from '../../shared/rows.ts'
import { allOf } from '../charts/scene/picked-rows.ts'
import { datasetQuery } from '../datasets/dataset-queries.ts'
import { chartDataQuery, splitLooks } from '../explore/chart-queries.ts'
import { useSettled } from '../ui/use-settled.ts'
import { brushQuery } from './dashboard-queries.ts'
import { foldCube } from './fold-cube.ts'
import { activeChart, brushQuestion, filterOfOthers, hasColumns, type LinkedChart, linkCharts } from './link-charts.ts'
import type { Brushes } from './parse-brushes.ts'
import { type FirstBrush, usePreparedBrushes } from './use-prepared-brushes.ts'

/** The charts of one dataset: what is brushed in them, and what all brushes leave. */
export type LinkedDataset = {
  dataset: Dataset
  charts: LinkedChart[]
  /** The filter of the dashboard, where the dataset has its columns. */
  filter: Filter | undefined
  active: LinkedChart | undefined
  isLinking: boolean
}

/** What a place of the dashboard shows. */
export type ShownChart = {
  data: ChartData | undefined
  front: ChartData | undefined
  error: Error | null
  retry: () => void
  linked: LinkedChart | undefined
}

const restMs = 250

/** The numbers of all charts of a dashboard, and those of the brushed part in front: from cubes, or asked when it rests. */
export const useLinkedCharts = (dashboard: Dashboard, brushes: Brushes) => {
  const client = useQueryClient()
  const ids = useMemo(() => [...new Set(dashboard.charts.map(({ dataset_id }) => dataset_id))], [dashboard.charts])
  const datasets = useQueries({ queries: ids.map(datasetQuery), combine: answersOf })
  const filters = new Map(datasets.flatMap((one) => (one ? [[one.id, filterOf(dashboard, one)]] : [])))
  const drawn = dashboard.charts.filter(({ spec, missing_columns }) => spec.mark !== 'table' && !missing_columns.length)

  const dataOf = (chart: StoredChart, further: Filter | undefined, isWanted = true) => {
    const dataset = datasets.find((one) => one?.id === chart.dataset_id)
    const { filter, ...asked } = splitLooks(chart.spec).asked
    const all = allOf([filter ?? undefined, filters.get(chart.dataset_id), further])
    return {
      ...chartDataQuery(chart.dataset_id, dataset?.version ?? 0, asked, all),
      enabled: isWanted && dataset?.status === 'ready',
      retry: false,
    }
  }
  const wholes = useQueries({ queries: drawn.map((chart) => dataOf(chart, undefined)) })

  const linked = datasets.flatMap((dataset): (Omit<LinkedDataset, 'isLinking'> & { isWhole: boolean })[] => {
    if (!dataset) return []
    const charts = drawn.flatMap((chart, index) => {
      const data = wholes[index]?.data
      return data && chart.dataset_id === dataset.id ? [{ chart, data: withLooks(data, chart) }] : []
    })
    const isWhole = drawn.every((chart, index) => chart.dataset_id !== dataset.id || !wholes[index]?.isPending)
    const linkedCharts = linkCharts(charts, brushes)
    return [
      {
        isWhole,
        dataset,
        charts: linkedCharts,
        filter: filters.get(dataset.id),
        active: activeChart(linkedCharts, brushes),
      },
    ]
  })
  const cubes = useQueries({
    queries: linked.map(({ dataset, charts, active, filter, isWhole }) =>
      brushQuery(dataset.id, dataset.version, isWhole && active ? brushQuestion(charts, active, filter) : undefined),
    ),
  })

  const settled = useSettled(brushes, restMs)
  const isResting = JSON.stringify(settled) === JSON.stringify(brushes)
  const asked = useQueries({
    queries: drawn.map((chart) => {
      const place = linked.findIndex(({ dataset }) => dataset.id === chart.dataset_id)
      const charts = linked[place]?.charts ?? []
      const others = filterOfOthers(charts, chart.id)
      const isCounted = charts.find((one) => one.chart.id === chart.id)?.cells?.aggregate && !cubes[place]?.isError
      return dataOf(chart, others, isResting && others !== undefined && !isCounted)
    }),
  })

  const lastFronts = useRef(new Map<string, ChartData | undefined>())
  const shown = new Map<string, ShownChart>()
  for (const [index, chart] of drawn.entries()) {
    const place = linked.findIndex(({ dataset }) => dataset.id === chart.dataset_id)
    const group = linked[place]
    const one = group?.charts.find((other) => other.chart.id === chart.id)
    const whole = wholes[index]
    const others = group && filterOfOthers(group.charts, chart.id)
    const answer = cubes[place]?.data
    const known = asked[index]?.data
    const front =
      group && one && others
        ? ((answer && frontOf(group, one, answer)) ??
          (known ? withLooks(known, chart) : lastFronts.current.get(chart.id)))
        : undefined
    lastFronts.current.set(chart.id, front)
    shown.set(chart.id, {
      ...{ data: one?.data ?? (whole?.data && withLooks(whole.data, chart)), front, linked: one },
      error: whole?.error ?? null,
      retry: () => void whole?.refetch(),
    })
  }

  const areWhole = linked.every(({ isWhole, active }) => isWhole && !active)
  usePreparedBrushes(
    (areWhole ? linked : []).flatMap(({ dataset, charts, filter }) =>
      charts.flatMap((chart): FirstBrush[] => {
        const question = brushQuestion(charts, chart, filter)
        return question ? [{ datasetId: dataset.id, version: dataset.version, question }] : []
      }),
    ),
  )

  const prepare = (id: string) => {
    const group = linked.find(({ charts }) => charts.some(({ chart }) => chart.id === id))
    const chart = group?.charts.find((one) => one.chart.id === id)
    const question = group && chart && brushQuestion(group.charts, chart, group.filter)
    if (question) void client.prefetchQuery(brushQuery(group.dataset.id, group.dataset.version, question))
  }
  return {
    shown,
    datasets: linked.map((group, index): LinkedDataset => ({ ...group, isLinking: cubes[index]?.isLoading ?? false })),
    prepare,
    brushes: settled,
  }
}

const answersOf = (answers: { data?: Dataset | undefined }[]) => answers.map(({ data }) => data)

const filterOf = ({ filter }: Dashboard, { columns_info: columns }: Dataset): Filter | undefined => {
  const names = new Set(columns?.map(({ name }) => name))
  return filter && hasColumns(filter, names) ? filter : undefined
}

const drawnData = new WeakMap<ChartData, Map<string, ChartData>>()

/** The same object for the same answer and looks, so that a chart is not laid out anew while another one is brushed. */
const withLooks = (data: ChartData, { spec }: StoredChart): ChartData => {
  const { looks } = splitLooks(spec)
  const key = JSON.stringify(looks)
  const drawn = drawnData.get(data) ?? new Map<string, ChartData>()
  const known = drawn.get(key) ?? { ...data, spec: { ...data.spec, ...looks } }
  drawnData.set(data, drawn.set(key, known))
  return known
}

/** The cubes stand in the order of the charts that can be counted. */
const frontOf = (
  { charts, active }: Pick<LinkedDataset, 'charts' | 'active'>,
  one: LinkedChart,
  { cubes }: BrushAnswer,
): ChartData | undefined => {
  const counted = charts.filter(({ cells }) => cells?.aggregate)
  const cube = cubes[counted.indexOf(one)]
  return cube && one.cells?.aggregate && active?.grasp
    ? foldCube(one.data, one.cells, cube, active.grasp.slots)
    : undefined
}
