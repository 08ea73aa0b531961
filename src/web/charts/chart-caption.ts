import type { ChartData } from '../../shared/charts.ts'
import { formatCount, formatCounted } from '../../shared/format-numbers.ts'
import { chartRows, columnOf, numberOf } from './scene/chart-rows.ts'
import { figureOf } from './scene/prepare.ts'
import { valueExtent } from './scene/scale.ts'

const channels = ['x', 'y', 'color'] as const
const beside = [
  { field: 'nulls', text: 'without a value of' },
  { field: 'not_finite', text: 'with an infinity or NaN in' },
  { field: 'not_positive', text: 'not above zero in' },
] as const

const columnName = (data: ChartData, channel: (typeof channels)[number]) => {
  const given = data.spec[channel]
  return typeof given === 'object' ? given.column : (given ?? channel)
}

/** What a chart rests on and what stands beside it, sentence by sentence: n, rows without values, what is put together. */
export const chartNotes = (data: ChartData): string[] => [
  `n = ${formatCounted(data.n, 'row')}${data.n === data.row_count ? '' : ` of ${formatCount(data.row_count)}`}`,
  ...beside.flatMap(({ field, text }) =>
    channels.flatMap((channel) => {
      const count = data[field][channel] ?? 0
      return count > 0 ? [`${formatCounted(count, 'row')} ${text} ${columnName(data, channel)}`] : []
    }),
  ),
  ...(data.other ? [`other: ${othersText(data.other)}`] : []),
  ...(data.colors?.other ? [`other colours: ${othersText(data.colors.other)}`] : []),
  ...outliersNote(data),
  ...binsNote(data),
  ...(isAwayFromZero(data) ? ['the axis does not begin at zero'] : []),
]

const othersText = ({ count, categories }: { count: number; categories: number }) =>
  `${formatCounted(categories, 'category', 'categories')}, ${formatCounted(count, 'row')}`

const outliersNote = (data: ChartData) => {
  if (data.spec.mark !== 'box') return []
  const count = chartRows(data).reduce((sum, row) => sum + (numberOf(row.outliers) ?? 0), 0)
  return count > 0 ? [`${formatCounted(count, 'outlier')} beyond the fences, not drawn`] : []
}

const binsNote = ({ spec: { mark }, binned }: ChartData) => {
  if (mark === 'point' && (binned.x || binned.y)) return ['too many points to draw each: put together in cells']
  return binned.x?.by === 'pixel' ? ['of each pixel the first, last, lowest and highest value'] : []
}

const isAwayFromZero = (data: ChartData) => {
  const { mark, y_scale: scale } = data.spec
  const isAway =
    mark === 'line' || mark === 'box' || (mark === 'point' && columnOf(data, 'value') !== undefined && !data.binned.y)
  if (scale === 'log' || !isAway) return false
  const values = chartRows(data).flatMap((row) =>
    mark === 'box' ? [numberOf(row.low) ?? 0, numberOf(row.high) ?? 0] : (figureOf(row) ?? []),
  )
  const { low, high } = valueExtent(values, { fromZero: false, isLog: false })
  return values.length > 0 && (low > 0 || high < 0)
}

/** Why values that there are have no place in a drawing. */
export const placelessSentence = ({ spec: { mark, y_scale } }: ChartData): string => {
  if (mark === 'pie' || mark === 'donut') {
    return 'Slices are parts of a whole, and no value here is above zero. Draw bars instead.'
  }
  if (y_scale === 'log') return 'No value here is above zero, and a logarithmic axis has no place for others.'
  return 'These values have no place in this chart. The table has them.'
}

/** Why there is nothing to draw, and what it needs. */
export const emptySentence = (data: ChartData): string => {
  if (data.row_count === 0) return data.spec.filter ? 'The filter leaves no row.' : 'The table has no row.'
  const without = channels.filter((channel) => (data.nulls[channel] ?? 0) === data.row_count)
  if (without.length > 0) return `No row has a value of ${without.map((one) => columnName(data, one)).join(' or ')}.`
  return 'No row has all the values that this chart needs.'
}
