import { brushOf } from './brush-side.ts'
import { layoutFrame, titleRoom } from './frame.ts'
import { layoutLegend } from './legend.ts'
import { mustLie, roomForAxes, slotOf, wholeSide } from './lying.ts'
import { channelSide, type Prepared, valueSide, valueTitle } from './prepare.ts'
import type { Box, Hit, RectShape, Scene, Shape } from './scene.ts'
import { seriesFilter } from './series-filter.ts'
import type { Side } from './side.ts'
import { type Segment, type Stacking, segmentsOf, stackingOf } from './stack.ts'
import { tipLines } from './tip-lines.ts'

const bandPadding = 0.14
const rowHeight = 22
const lowestRow = 14
const lowestBar = 8
const narrowest = 1
const broadest = 72

/** Bars from zero: of categories, of bins, of periods. Categories whose names have no room under them lie. */
export const barScene = (chart: Prepared): Scene => {
  const side = channelSide(chart, 'x') ?? wholeSide
  const stacking = chart.data.colors ? stackingOf(chart) : 'grouped'
  const whole = segmentsOf(chart, chart.rows, side, stacking)
  const front = chart.frontRows && segmentsOf(chart, chart.frontRows, side, stacking)
  const isShare = stacking === 'normalized'
  const ends = [...whole, ...(front ?? [])].flatMap(({ from, to }) => [from, to])
  const values = isShare
    ? valueSide({ ...chart, data: withoutLog(chart) }, [...ends, 100], true, `share of ${valueTitle(chart)} (%)`)
    : valueSide(chart, ends, true)
  const isLying = mustLie(side, chart.width)
  const bandCount = side.bands?.length ?? 0
  const bars = stacking === 'grouped' ? chart.series.length : 1
  const row = Math.max(lowestRow, bars * lowestBar, Math.min(rowHeight, (chart.height - roomForAxes) / bandCount))
  const least = isLying ? bandCount * row + roomForAxes : 0
  const height = Math.max(chart.height, least)
  const legend = layoutLegend(chart.series, chart.width, isLying || values.title ? titleRoom - 6 : 0)
  const frame = layoutFrame({
    ...{ width: chart.width, height, above: legend.height },
    ...(isLying ? { x: values, y: side } : { x: side, y: values }),
  })
  const place = barPlacer({ plot: frame.plot, side, values, isLying, stacking, count: chart.series.length })
  const shapes = [
    ...whole.map((segment) => barOf(chart, segment, place(segment), front !== undefined)),
    ...(front ?? []).map((segment) => barOf(chart, segment, place(segment), false)),
  ]
  return {
    ...{ width: chart.width, height, plot: frame.plot },
    shapes: [...frame.shapes, ...legend.shapes, ...zeroLine(frame.plot, values, isLying), ...shapes],
    hits: hitsOf(chart, whole, front, frame.plot, place, isLying),
    brush: brushOf(side, isLying ? 'y' : 'x'),
  }
}

const withoutLog = ({ data }: Prepared) => ({ ...data, spec: { ...data.spec, y_scale: 'linear' as const } })

type Placing = { plot: Box; side: Side; values: Side; isLying: boolean; stacking: Stacking; count: number }

/** Where a segment's bar stands. What is not zero can be seen: a pixel at least. */
const barPlacer = ({ plot, side, values, isLying, stacking, count }: Placing) => {
  const length = isLying ? plot.height : plot.width
  const reach = isLying ? plot.width : plot.height
  const groups = stacking === 'grouped' ? count : 1
  const scale = values.scale
  const reachOf = (value: number) => {
    if (!scale) return 0
    return (scale.kind === 'log' && value <= scale.low ? 0 : scale.shareOf(value)) * reach
  }
  return ({ place, series, from, to, row }: Segment): Box => {
    const slot = (place.end - place.start) * length
    const padding = side.bands ? Math.max(slot * bandPadding, (slot - groups * broadest) / 2) : 0
    const gap = side.bands ? 0 : slot >= 4 ? 1 : 0
    const isAlone = row.isOther || groups === 1
    const breadth = (slot - 2 * padding) / (isAlone ? 1 : groups)
    const start = place.start * length + padding + (isAlone ? 0 : Math.max(0, series) * breadth)
    const [near, far] = [reachOf(Math.min(from, to)), reachOf(Math.max(from, to))]
    const size = from === to ? 0 : Math.max(narrowest, far - near)
    const across = Math.max(narrowest, breadth - gap)
    return isLying
      ? { x: plot.x + near, y: plot.y + start, width: size, height: across }
      : { x: plot.x + start, y: plot.y + plot.height - near - size, width: across, height: size }
  }
}

const barOf = ({ series }: Prepared, segment: Segment, box: Box, isPale: boolean): RectShape => ({
  ...{ kind: 'rect', ...box, isPale },
  fill: segment.row.isOther ? 'hatched' : (series[segment.series]?.paint ?? 'hatched'),
})

const zeroLine = ({ x, y, width, height }: Box, { scale }: Side, isLying: boolean): Shape[] => {
  if (!scale || scale.kind === 'log' || (scale.low >= 0 && !isLying)) return []
  const at = scale.shareOf(0)
  const d = isLying
    ? `M${Math.round(x + at * width) + 0.5} ${y}v${height}`
    : `M${x} ${Math.round(y + (1 - at) * height) + 0.5}h${width}`
  return [{ kind: 'path', d, stroke: 'control' }]
}

/** A bar without colours is met in its whole slot, one among several where it stands. */
const hitsOf = (
  chart: Prepared,
  whole: Segment[],
  front: Segment[] | undefined,
  plot: Box,
  place: (segment: Segment) => Box,
  isLying: boolean,
): Hit[] => {
  const frontRows = new Map(front?.map((segment) => [`${segment.place.key}\n${segment.series}`, segment.row]))
  const isPlain = chart.data.colors === null
  return whole.map((segment) => {
    const box = place(segment)
    const slot = slotOf(segment.place, plot, isLying)
    const series = segment.row.isOther ? undefined : chart.series[segment.series]
    const color = series && !isPlain ? series.label : ''
    return {
      area: isPlain ? slot : atLeast(box),
      at: { x: box.x + box.width / 2, y: box.y },
      title: color ? `${segment.place.title} · ${color}` : segment.place.title,
      lines: tipLines(chart, segment.row, frontRows.get(`${segment.place.key}\n${segment.series}`)),
      filter: seriesFilter(chart, segment.row, segment.place.filter),
    }
  })
}

const atLeast = ({ x, y, width, height }: Box): Box => {
  const [wide, high] = [Math.max(3, width), Math.max(3, height)]
  return { x: x - (wide - width) / 2, y: y - (high - height) / 2, width: wide, height: high }
}
