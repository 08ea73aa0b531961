import type { ChartAggregate, ChartChannel, ChartMark, ChartSpec } from '../../shared/charts.ts'
import type { ColumnKind } from '../../shared/column-kind.ts'

export type ChannelName = 'x' | 'y' | 'color'

/** The kind of a column by its name; undefined for a column that is gone. */
export type KindOf = (column: string) => ColumnKind | undefined

/** A channel as an object, whichever way the spec writes it. */
export const channelOf = (spec: ChartSpec, name: ChannelName): ChartChannel | undefined => {
  const channel = spec[name]
  return typeof channel === 'string' ? { column: channel } : channel
}

/** The spec with a part set, or left out where it is undefined. */
export const withPart = <K extends keyof ChartSpec>(
  spec: ChartSpec,
  part: K,
  value: ChartSpec[K] | undefined,
): ChartSpec => {
  const { [part]: _before, ...rest } = spec
  return (value === undefined ? rest : { ...rest, [part]: value }) as ChartSpec
}

/** The spec with a part of a channel set, or left out. */
export const withChannelPart = <K extends keyof ChartChannel>(
  spec: ChartSpec,
  name: ChannelName,
  part: K,
  value: ChartChannel[K] | undefined,
): ChartSpec => {
  const channel = channelOf(spec, name)
  if (!channel) return spec
  const { [part]: _before, ...rest } = channel
  return { ...spec, [name]: value === undefined ? rest : { ...rest, [part]: value } }
}

type Kind = ColumnKind | undefined

const isOrdered = (kind: Kind) => kind === 'numeric' || kind === 'temporal'

/** The mark that shows columns of these kinds best. */
export const sensibleMark = (x: Kind, y: Kind): ChartMark => {
  if (x === undefined) return 'number'
  if (y === undefined) return x === 'numeric' ? 'histogram' : x === 'temporal' ? 'line' : 'bar'
  if (y !== 'numeric') return isOrdered(x) && isOrdered(y) ? 'point' : 'heatmap'
  return x === 'numeric' ? 'point' : x === 'temporal' ? 'line' : 'bar'
}

/** Whether a mark has something to draw for columns of these kinds. */
const fits = (mark: ChartMark, x: Kind, y: Kind): boolean => {
  switch (mark) {
    case 'number':
      return x === undefined
    case 'histogram':
      return isOrdered(x) && y === undefined
    case 'pie':
    case 'donut':
      return x !== undefined && !isOrdered(x)
    case 'point':
    case 'heatmap':
      return x !== undefined && y !== undefined
    case 'line':
    case 'area':
      return isOrdered(x)
    case 'box':
      return y === 'numeric'
    case 'bar':
      return x !== undefined && (y === undefined || y === 'numeric')
    default:
      return false
  }
}

/** The spec with another column in a channel, or none; the mark changes only where it could not show that. */
export const withColumn = (
  spec: ChartSpec,
  name: ChannelName,
  column: string | undefined,
  kindOf: KindOf,
): ChartSpec => {
  const next = withPart(spec, name, column === undefined ? undefined : { column })
  const plain =
    name === 'y'
      ? withPart(next, 'aggregate', undefined)
      : withPart(withPart(next, 'bin', undefined), 'grain', undefined)
  const kind = (channel: ChannelName) => {
    const found = channelOf(plain, channel)
    return found && kindOf(found.column)
  }
  const [x, y] = [kind('x'), kind('y')]
  const scaled = x === 'numeric' ? plain : withPart(plain, 'x_scale', undefined)
  return fits(spec.mark, x, y) ? scaled : withMark({ ...scaled, mark: sensibleMark(x, y) }, sensibleMark(x, y))
}

const adding: ChartAggregate[] = ['count', 'sum']

/** The spec with another mark, without what that mark cannot show. */
export const withMark = (spec: ChartSpec, mark: ChartMark): ChartSpec => {
  const next = { ...spec, mark }
  if (mark === 'histogram') return withPart(withPart(next, 'y', undefined), 'aggregate', undefined)
  if (mark === 'box' || mark === 'number') return withPart(next, 'color', undefined)
  if (mark !== 'pie' && mark !== 'donut') return next
  const aggregate = channelOf(next, 'y')?.aggregate ?? next.aggregate
  const parts = withPart(next, 'color', undefined)
  if (!parts.y || (aggregate !== undefined && adding.includes(aggregate))) return parts
  return { ...withChannelPart(parts, 'y', 'aggregate', undefined), aggregate: 'sum' }
}

/** The channel whose values are put together: the one that colours the cells of a heat map, else `y`. */
export const measuredChannel = ({ mark }: ChartSpec): ChannelName => (mark === 'heatmap' ? 'color' : 'y')

const ofNumbers: ChartAggregate[] = [
  'mean',
  'median',
  'sum',
  'min',
  'max',
  'count',
  'distinct',
  'std',
  'p05',
  'p25',
  'p75',
  'p95',
]

/** What can become of the values of a column of a kind; nothing where a mark does not put them together. */
export const aggregatesFor = (mark: ChartMark, kind: Kind): ChartAggregate[] => {
  if (kind === undefined || mark === 'histogram' || mark === 'box') return []
  if (mark === 'pie' || mark === 'donut') return kind === 'numeric' ? ['sum', 'count'] : ['count']
  const aggregates: ChartAggregate[] = kind === 'numeric' ? ofNumbers : ['count', 'distinct']
  return mark === 'point' || mark === 'line' || mark === 'area' ? ['none', ...aggregates] : aggregates
}

/** Which of the further choices mean something for a chart. */
export const choicesFor = (spec: ChartSpec, kindOf: KindOf) => {
  const { mark } = spec
  const x = channelOf(spec, 'x')
  const kind = x && kindOf(x.column)
  const isBinned = ['histogram', 'bar', 'line', 'area', 'heatmap', 'box'].includes(mark)
  const hasBands = x !== undefined && (!isOrdered(kind) || (kind === 'numeric' && (x.bin ?? spec.bin) === false))
  const draws = (...marks: ChartMark[]) => marks.includes(mark)
  return {
    grain: kind === 'temporal' && isBinned,
    bin: kind === 'numeric' && isBinned,
    sort: hasBands && draws('bar', 'box', 'pie', 'donut'),
    topN: hasBands && draws('bar', 'box', 'pie', 'donut', 'heatmap'),
    stack: spec.color !== undefined && draws('bar', 'area', 'histogram'),
    xLog: kind === 'numeric' && draws('histogram', 'point', 'line', 'area'),
    yLog: draws('bar', 'histogram', 'line', 'point', 'box'),
  }
}
