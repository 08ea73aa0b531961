import { type BrushQuestion, cellsOf, mostCubeCells } from '../../shared/brush.ts'
import type { ChartData, StoredChart } from '../../shared/charts.ts'
import type { Filter } from '../../shared/rows.ts'
import { allOf } from '../charts/scene/picked-rows.ts'
import { type ChartCells, cellsOfChart } from './chart-cells.ts'
import { type Grasp, type Grip, graspOf, gripOf, slotsWithin } from './grip.ts'
import type { Brushes } from './parse-brushes.ts'

/** A chart with its numbers, as what it shows can be counted and brushed. */
export type LinkedChart = {
  chart: StoredChart
  data: ChartData
  cells: ChartCells | undefined
  grip: Grip | undefined
  grasp: Grasp | undefined
}

const mostSlots = 250
/** Both sides of a plane as fine as a 32nd of it. */
const mostPlaneSlots = 1024
/** Far fewer than the server would count: an answer is to be small and a fold quick. */
const mostCells = Math.min(65_536, mostCubeCells)

/** The charts of one dataset, each with what is brushed in it. */
export const linkCharts = (charts: { chart: StoredChart; data: ChartData }[], brushes: Brushes): LinkedChart[] => {
  const counted = charts.map(({ chart, data }) => ({ chart, data, cells: knownCells(data) }))
  const cellCount = counted.reduce((sum, { cells }) => sum + countedCells(cells), 0)
  return counted.map(({ chart, data, cells }) => {
    const { brushed = [] } = cells ?? {}
    const others = cellCount - countedCells(cells)
    const most = slotsWithin(brushed.length > 1 ? mostPlaneSlots : mostSlots, others, mostCells)
    const limit = slotsWithin(mostCubeCells, others, mostCubeCells)
    const grip = brushed.length > 0 ? gripOf(brushed, most, limit) : undefined
    const brush = brushes[chart.id]
    return { chart, data, cells, grip, grasp: grip && brush && graspOf(grip, brush) }
  })
}

const countedCells = (cells: ChartCells | undefined): number => (cells?.aggregate ? cellsOf(cells.axes) : 0)

const cellsByData = new WeakMap<ChartData, { cells: ChartCells | undefined }>()

/** Worked out once for an answer, not for each move of a brush. */
const knownCells = (data: ChartData): ChartCells | undefined => {
  const known = cellsByData.get(data) ?? { cells: cellsOfChart(data) }
  cellsByData.set(data, known)
  return known.cells
}

/** The chart that was brushed last: its cubes answer the moves of its brush. */
export const activeChart = (charts: readonly LinkedChart[], brushes: Brushes): LinkedChart | undefined => {
  const last = Object.keys(brushes).findLast((id) => charts.some(({ chart, grasp }) => chart.id === id && grasp))
  return charts.find(({ chart }) => chart.id === last)
}

/** The question for the cubes of a chart: all that counts follows, and all other brushes hold. */
export const brushQuestion = (
  charts: readonly LinkedChart[],
  active: LinkedChart,
  filter: Filter | undefined,
): BrushQuestion | undefined => {
  if (!active.grip) return undefined
  const held = charts.filter((one) => one !== active && one.grasp && !one.cells?.aggregate)
  const all = allOf([filter, ...held.map(({ grasp }) => grasp?.filter)])
  const counted = charts.flatMap(({ chart, cells, grasp }): BrushQuestion['charts'] => {
    if (!cells?.aggregate) return []
    const isActive = chart.id === active.chart.id
    return [
      {
        ...{ axes: cells.axes, aggregate: cells.aggregate, follows: !isActive },
        ...(cells.value === undefined ? {} : { value: cells.value }),
        ...(chart.spec.filter ? { filter: chart.spec.filter } : {}),
        ...(grasp && !isActive ? { brush: grasp.filter } : {}),
      },
    ]
  })
  return counted.length === 0
    ? undefined
    : { grip: active.grip.map(({ axis }) => axis), charts: counted, ...(all ? { filter: all } : {}) }
}

/** What all brushes but a chart's own leave. */
export const filterOfOthers = (charts: readonly LinkedChart[], id: string | undefined): Filter | undefined =>
  allOf(charts.map(({ chart, grasp }) => (chart.id === id ? undefined : grasp?.filter)))

/** Whether a filter names nothing but columns that there are. */
export const hasColumns = (filter: Filter, names: ReadonlySet<string>): boolean => {
  if ('and' in filter) return filter.and.every((part) => hasColumns(part, names))
  if ('or' in filter) return filter.or.every((part) => hasColumns(part, names))
  return 'not' in filter ? hasColumns(filter.not, names) : names.has(filter.column)
}
