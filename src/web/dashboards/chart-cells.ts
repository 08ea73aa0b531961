import { type BrushAxis, type CubeAggregate, cellsOf, cubeAggregates, slotsOf } from '../../shared/brush.ts'
import type { ChartColumn, ChartData } from '../../shared/charts.ts'
import { millisecondsOf } from '../../shared/data-time.ts'
import { columnOf, numberOf } from '../charts/scene/chart-rows.ts'
import { momentText, periodEnd } from '../charts/scene/period.ts'
import { keyOf } from '../charts/scene/series.ts'
import { pointAxis } from './point-axis.ts'

/**
 * The marks of a chart as cells: `places` has the cell of each row, `others` the cells of what is left over. Without an
 * `aggregate` its figures do not follow from those of its parts, so that no cube has them. `brushed` are the one or two
 * sides along which a hand chooses.
 */
export type ChartCells = {
  brushed: BrushAxis[]
  axes: BrushAxis[]
  aggregate: CubeAggregate | undefined
  value: string | undefined
  places: number[]
  others: number[]
}

type Slotted = { axis: BrushAxis; slotOf: (row: unknown[]) => number | undefined }

const mostValues = 1000

/** Undefined for a chart whose marks are no groups of rows. */
export const cellsOfChart = (data: ChartData): ChartCells | undefined => {
  const { mark } = data.spec
  const isPlane = (mark === 'point' || mark === 'heatmap') && columnOf(data, 'y') !== undefined
  if (isPlane && mark === 'point' && !columnOf(data, 'x_end')) {
    const brushed = (['x', 'y'] as const).map((role) => pointAxis(data, role) ?? slottedBy(data, role)?.axis)
    if (!brushed.every((one) => one !== undefined)) return undefined
    return { brushed, axes: [], aggregate: undefined, value: undefined, places: [], others: [] }
  }
  const figure = columnOf(data, 'value')
  const composed = cubeAggregates.find((one) => one === figure?.aggregate)
  const aggregate = composed === 'count' || figure?.kind === 'numeric' ? composed : undefined
  const roles = (['x', 'y', 'color'] as const).filter((role) => columnOf(data, role))
  const slotted = roles.map((role) => slottedBy(data, role))
  if (!slotted.every((one) => one !== undefined)) return undefined
  const axes = slotted.map(({ axis }) => axis)
  const places = data.rows.map((row) => {
    let place = 0
    for (const { axis, slotOf } of slotted) place = place * slotsOf(axis) + (slotOf(row) ?? Number.NaN)
    return place
  })
  if (places.some(Number.isNaN)) return undefined
  const brushed = axes.slice(0, isPlane ? 2 : 1)
  return { brushed, axes, aggregate, value: figure?.column ?? undefined, places, others: othersOf(data, axes) }
}

const othersOf = ({ other }: ChartData, [x, ...rest]: BrushAxis[]): number[] => {
  if (!other || !x || 'edges' in x) return []
  const cells = cellsOf(rest)
  return Array.from({ length: cells }, (_, cell) => x.values.length * cells + cell)
}

const slottedBy = (data: ChartData, role: 'x' | 'y' | 'color'): Slotted | undefined => {
  const column = columnOf(data, role) as ChartColumn
  const at = data.columns.indexOf(column)
  if (role === 'color') {
    const { values = [], other = null } = data.colors ?? {}
    return categories(column, at, values, other !== null)
  }
  const end = data.columns.findIndex((one) => one.role === `${role}_end`)
  if (end >= 0) return bins(data, column, at, end)
  const { by, grain } = data.binned[role] ?? {}
  if (by === 'grain' && grain) return periods(data, column, at, grain)
  if (by === 'pixel' || column.kind === 'nested' || column.kind === 'unsupported') return undefined
  return categories(
    column,
    at,
    data.rows.map((row) => row[at]),
    role === 'x' && data.other !== null,
  )
}

const categories = (column: ChartColumn, at: number, cells: unknown[], other: boolean): Slotted | undefined => {
  const slots = new Map<string, number>()
  const values: (string | number | boolean)[] = []
  for (const cell of cells) {
    if (cell === null || typeof cell === 'object' || slots.has(keyOf(cell))) continue
    slots.set(keyOf(cell), values.length)
    values.push(cell as string | number | boolean)
  }
  if (values.length > mostValues) return undefined
  return {
    axis: { column: column.column ?? column.name, values, other },
    slotOf: (row) => slots.get(keyOf(row[at])) ?? (other && row[at] === null ? values.length : undefined),
  }
}

const bins = ({ rows }: ChartData, column: ChartColumn, at: number, end: number): Slotted | undefined =>
  between(
    column,
    at,
    rows.flatMap((row) => [row[at], row[end]]),
  )

const periods = (
  { rows }: ChartData,
  column: ChartColumn,
  at: number,
  grain: Parameters<typeof periodEnd>[1],
): Slotted | undefined => {
  const begins = rows.map((row) => String(row[at]))
  const last = begins.toSorted((one, other) => millisecondsOf(one) - millisecondsOf(other)).at(-1) ?? ''
  return between(column, at, [...begins, momentText(periodEnd(millisecondsOf(last), grain), last)])
}

const between = (column: ChartColumn, at: number, bounds: unknown[]): Slotted | undefined => {
  const isTime = column.kind === 'temporal'
  const placed = new Map(bounds.map((bound) => [placeOfBound(bound, isTime), isTime ? String(bound) : Number(bound)]))
  const places = [...placed.keys()].sort((a, b) => a - b)
  if (places.length < 2 || places.length > mostValues || places.some(Number.isNaN)) return undefined
  const slots = new Map(places.map((place, slot) => [place, slot]))
  return {
    axis: { column: column.column ?? column.name, edges: places.map((place) => placed.get(place) as string | number) },
    slotOf: (row) => slots.get(placeOfBound(row[at], isTime)),
  }
}

const placeOfBound = (bound: unknown, isTime: boolean): number =>
  isTime ? millisecondsOf(String(bound)) : (numberOf(bound) ?? Number.NaN)
