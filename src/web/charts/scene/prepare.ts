import type { ChartColumn, ChartData } from '../../../shared/charts.ts'
import { type ChartRow, chartRows, columnOf, numberOf } from './chart-rows.ts'
import { createScale, type Scale, valueExtent } from './scale.ts'
import { keyOf, type Series, seriesOf } from './series.ts'
import { type AxisRole, type Side, sideOf } from './side.ts'

/** The units of columns by their names, where they are known: `EUR`, `percent`. */
export type Units = ReadonlyMap<string, string>

/** What is drawn: the numbers of a chart, and those of a part of its rows that stands in front of the whole. */
export type ChartInput = {
  data: ChartData
  front?: ChartData | undefined
  units?: Units | undefined
  width: number
  height: number
}

/** An answer with its rows by role, its series and the column that holds the figures. */
export type Prepared = ChartInput & { rows: ChartRow[]; frontRows: ChartRow[] | undefined; series: Series[] }

export const prepare = (input: ChartInput): Prepared => ({
  ...input,
  rows: chartRows(input.data),
  frontRows: input.front && chartRows(input.front),
  series: seriesOf(input.data),
})

/** The figure of a row as the answer has it: an aggregate, else the value that is drawn as it is, else the rows. */
export const figureCell = ({ value, y, n }: ChartRow): unknown => (value === undefined ? (y ?? n) : value)

/** The figure of a row: what its marks are as long or as high as. */
export const figureOf = (row: ChartRow): number | null => numberOf(figureCell(row))

/** The column of the figures. */
export const figureColumn = ({ data }: Pick<ChartInput, 'data'>): ChartColumn | undefined =>
  columnOf(data, 'value') ?? columnOf(data, 'y') ?? columnOf(data, 'n')

/** The place of a row's series among all. */
export const seriesAt = (series: Series[], row: ChartRow): number => {
  const key = keyOf(row.color)
  return series.findIndex((one) => one.key === key)
}

/** A figure as it is said: rows that are counted are rows. */
const figureName = ({ name, column, aggregate }: ChartColumn): string =>
  column === null && aggregate === 'count' ? 'rows' : name

const ownValues = new Set(['min', 'max', 'mean', 'median', 'sum', 'std', 'none'])

/** A column as an axis says it: with its aggregate, its unit, its period, and that it is logarithmic. */
export const titleOf = ({ data, units }: ChartInput, column: ChartColumn | undefined, axis: AxisRole): string => {
  if (!column) return ''
  const isFigure = column.role === 'value' || column.role === 'n'
  const name = isFigure ? figureName(column) : (column.column ?? column.name)
  const hasOwnUnit = !column.aggregate || ownValues.has(column.aggregate) || column.aggregate.startsWith('p')
  const grain = isFigure ? undefined : data.binned[axis]?.grain
  const notes = [
    hasOwnUnit ? units?.get(column.column ?? '') : undefined,
    grain && `by ${grain}`,
    data.spec[`${axis}_scale`] === 'log' && 'logarithmic',
  ].filter(Boolean)
  return notes.length > 0 ? `${name} (${notes.join(', ')})` : name
}

/** The side of a channel, all rows of the whole on it. */
export const channelSide = (chart: Prepared, axis: AxisRole): Side | undefined =>
  sideOf(chart.data, axis, chart.rows, titleOf(chart, columnOf(chart.data, axis), axis))

/** The side of the figures, from their extent. */
export const valueSide = (chart: Prepared, values: number[], fromZero: boolean, title = valueTitle(chart)): Side => {
  const isLog = chart.data.spec.y_scale === 'log'
  const { low, high } = valueExtent(values, { fromZero, isLog })
  const scale = createScale(isLog ? 'log' : 'linear', low, high)
  return {
    column: '',
    title,
    scale: countsThings(chart) ? wholeTicks(scale) : scale,
    bands: undefined,
    placeOf: () => undefined,
  }
}

const countsThings = ({ data }: Prepared) => {
  const aggregate = columnOf(data, 'value')?.aggregate
  return aggregate === 'count' || aggregate === 'distinct'
}

/** There is no half of a row. */
const wholeTicks = (scale: Scale): Scale => ({
  ...scale,
  ticks: (most) =>
    scale.ticks(most).filter(({ at }) => Math.abs(scale.valueAt(at) - Math.round(scale.valueAt(at))) < 1e-6),
})

export const valueTitle = (chart: Prepared): string => titleOf(chart, figureColumn(chart), 'y')
