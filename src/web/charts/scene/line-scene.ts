import { brushOf } from './brush-side.ts'
import type { ChartRow } from './chart-rows.ts'
import { emptyScene } from './empty-scene.ts'
import { layoutFrame, titleRoom } from './frame.ts'
import { layoutLegend } from './legend.ts'
import { dotPath, pathOf } from './paths.ts'
import { channelSide, figureCell, figureOf, type Prepared, seriesAt, valueSide, valueTitle } from './prepare.ts'
import type { Box, Hit, Scene, Shape } from './scene.ts'
import type { Place, Side } from './side.ts'
import { spreadLabels } from './spread-labels.ts'
import { stackingOf } from './stack.ts'
import { fitText, textWidth } from './text-width.ts'
import { tipLines } from './tip-lines.ts'
import { valueText } from './value-text.ts'

const roomForDirectLabels = 480
const widestLabel = 140
const mostDirectLabels = 7
const labelApart = 14
const mostDots = 40

/** A point of a line: its place from 0 to 1 along the axis, and where it stands; `base` is where an area begins. */
type LinePoint = { place: Place; at: number; row: ChartRow; base: number; value: number | null }

/** Values along an axis as lines, or as areas from zero. A place without a value breaks the line. */
export const lineScene = (chart: Prepared): Scene => {
  const isArea = chart.data.spec.mark === 'area'
  const x = channelSide(chart, 'x')
  if (!x) return emptyScene(chart)
  const stacking = isArea && chart.data.colors ? stackingOf(chart) : 'grouped'
  const whole = linesOf(chart, chart.rows, x, stacking)
  const front = chart.frontRows && linesOf(chart, chart.frontRows, x, stacking)
  const values = [...whole, ...(front ?? [])].flatMap((line) =>
    line.flatMap(({ base, value }) => (value === null ? [] : isArea ? [base, value] : [value])),
  )
  const y = valueSide(
    chart,
    stacking === 'normalized' ? [0, 100] : values,
    isArea,
    stacking === 'normalized' ? `share of ${valueTitle(chart)} (%)` : valueTitle(chart),
  )
  const named = chart.series.filter(({ label }) => label)
  const isDirect = named.length > 0 && named.length <= mostDirectLabels && chart.width >= roomForDirectLabels
  const legend = layoutLegend(isDirect ? [] : chart.series, chart.width, y.title ? titleRoom - 6 : 0)
  const beside = isDirect ? Math.min(widestLabel, Math.max(...named.map(({ label }) => textWidth(label)))) + 16 : 0
  const frame = layoutFrame({ width: chart.width, height: chart.height, x, y, above: legend.height, beside })
  const { plot } = frame
  const place = placer(plot, y)
  const drawn = (lines: LinePoint[][], isPale: boolean) =>
    lines.flatMap((line, index) =>
      drawLine(line, place, { chart, index, isArea, isPale, stacked: stacking !== 'grouped' }),
    )
  return {
    ...{ width: chart.width, height: chart.height, plot },
    shapes: [
      ...frame.shapes,
      ...legend.shapes,
      ...drawn(whole, front !== undefined),
      ...(front ? drawn(front, false) : []),
      ...(isDirect ? endLabels(chart, whole, place, plot) : []),
    ],
    hits: hitsOf(chart, whole, front, place, plot),
    brush: brushOf(x, 'x'),
  }
}

/** The points of each series in their order along the axis; stacked ones stand on those before them. */
const linesOf = (chart: Prepared, rows: ChartRow[], x: Side, stacking: string): LinePoint[][] => {
  const lines: LinePoint[][] = chart.series.map(() => [])
  const isLog = chart.data.spec.y_scale === 'log'
  for (const row of rows) {
    const place = x.placeOf(row)
    const line = lines[seriesAt(chart.series, row)]
    const figure = figureOf(row)
    const value = isLog && (figure ?? 0) <= 0 ? null : figure
    if (place && line) line.push({ place, at: (place.start + place.end) / 2, row, base: 0, value })
  }
  for (const line of lines) line.sort((a, b) => a.at - b.at)
  return stacking === 'grouped' ? lines : stacked(lines, stacking === 'normalized')
}

/** Every series has a point at every place, so that what stands on a gap does not fall into it. */
const stacked = (lines: LinePoint[][], asShares: boolean): LinePoint[][] => {
  const places = new Map(lines.flat().map((point) => [point.place.key, point]))
  const order = [...places.values()].sort((a, b) => a.at - b.at)
  const totals = new Map<string, number>()
  if (asShares) {
    for (const { place, value } of lines.flat()) totals.set(place.key, (totals.get(place.key) ?? 0) + (value ?? 0))
  }
  const tops = new Map<string, number>()
  return lines.map((line) => {
    const own = new Map(line.map((point) => [point.place.key, point]))
    return order.map(({ place, at, row }) => {
      const point = own.get(place.key)
      const base = tops.get(place.key) ?? 0
      const size = (point?.value ?? 0) / (asShares ? (totals.get(place.key) ?? 0) / 100 || 1 : 1)
      tops.set(place.key, base + size)
      return { place, at, base, value: base + size, row: point?.row ?? { ...row, value: null, n: 0 } }
    })
  })
}

type Placer = { x: (at: number) => number; y: (value: number) => number }

const placer = (plot: Box, { scale }: Side): Placer => ({
  x: (at) => plot.x + at * plot.width,
  y: (value) => {
    const share = scale ? scale.shareOf(value) : 0
    return plot.y + (1 - (Number.isFinite(share) ? share : 0)) * plot.height
  },
})

type LineLook = { chart: Prepared; index: number; isArea: boolean; isPale: boolean; stacked: boolean }

const drawLine = (line: LinePoint[], place: Placer, { chart, index, isArea, isPale, stacked }: LineLook): Shape[] => {
  const series = chart.series[index]
  const paint = series?.isOther ? 'category-other' : (series?.paint ?? 'category-other')
  const corners = line.map(({ at, value }): false | [number, number] => value !== null && [place.x(at), place.y(value)])
  const shapes: Shape[] = []
  if (isArea) {
    const fill = series?.isOther ? 'hatched' : { token: String(paint), share: stacked ? 0.75 : 0.25 }
    for (const part of partsOf(line)) {
      const top = part.map(({ at, value }): [number, number] => [place.x(at), place.y(value ?? 0)])
      const bottom = part.map(({ at, base }): [number, number] => [place.x(at), place.y(base)]).reverse()
      shapes.push({ kind: 'path', d: `${pathOf([...top, ...bottom])}Z`, fill, isPale })
    }
  }
  const dash = series?.isOther && !stacked ? '1.5 3' : undefined
  shapes.push({ kind: 'path', d: pathOf(corners), stroke: paint, strokeWidth: 1.75, dash, isPale })
  const dots = corners.filter((corner, at) => corner && (line.length <= mostDots || isLone(corners, at)))
  if (dots.length > 0 && !stacked && (!isArea || line.length === 1)) {
    const d = dots.map((corner) => (corner ? dotPath(corner[0], corner[1], 2.5) : '')).join('')
    shapes.push({ kind: 'path', d, fill: paint, isPale })
  }
  return shapes
}

const isLone = (corners: (false | [number, number])[], at: number) => !corners[at - 1] && !corners[at + 1]

/** The stretches of a line between its gaps. */
const partsOf = (line: LinePoint[]): LinePoint[][] => {
  const parts: LinePoint[][] = []
  let open: LinePoint[] | undefined
  for (const point of line) {
    if (point.value === null) open = undefined
    else if (open) open.push(point)
    else {
      open = [point]
      parts.push(open)
    }
  }
  return parts
}

const endLabels = (chart: Prepared, lines: LinePoint[][], place: Placer, plot: Box): Shape[] => {
  const ends = lines.flatMap((line, index) => {
    const last = line.findLast(({ value }) => value !== null)
    const series = chart.series[index]
    if (!last || last.value === null || !series) return []
    const middle = chart.data.spec.mark === 'area' ? (last.value + last.base) / 2 : last.value
    return [{ series, y: place.y(middle) }]
  })
  const heights = spreadLabels(
    ends.map(({ y }) => y),
    labelApart,
    plot.y,
    plot.y + plot.height,
  )
  return ends.flatMap(({ series }, index): Shape[] => {
    const y = heights[index] ?? 0
    const text = fitText(series.label, widestLabel)
    const x = plot.x + plot.width + 6
    const fill = series.isOther ? 'category-other' : series.paint
    return [
      { kind: 'rect', x, y: y - 1.5, width: 6, height: 3, fill },
      { kind: 'text', x: x + 9, y, text, full: series.label, anchor: 'start', fill: 'text-2' },
    ]
  })
}

/** One hit for each place of the axis, with the figures of all series there. */
const hitsOf = (
  chart: Prepared,
  lines: LinePoint[][],
  front: LinePoint[][] | undefined,
  place: Placer,
  plot: Box,
): Hit[] => {
  const byPlace = new Map<string, { point: LinePoint; index: number }[]>()
  lines.forEach((line, index) => {
    for (const point of line) {
      if (figureCell(point.row) === null || point.value === null) continue
      byPlace.set(point.place.key, [...(byPlace.get(point.place.key) ?? []), { point, index }])
    }
  })
  const frontRows = new Map(
    front?.flatMap((line, index) => line.map(({ place: { key }, row }) => [`${key}\n${index}`, row] as const)),
  )
  const stops = [...byPlace.values()].sort((a, b) => (a[0]?.point.at ?? 0) - (b[0]?.point.at ?? 0))
  const centre = (stop: (typeof stops)[number] | undefined) => place.x(stop?.[0]?.point.at ?? 0)
  return stops.flatMap((stop, index) => {
    const first = stop[0]?.point
    if (!first) return []
    const left = index === 0 ? plot.x : (centre(stops[index - 1]) + centre(stop)) / 2
    const right = index === stops.length - 1 ? plot.x + plot.width : (centre(stops[index + 1]) + centre(stop)) / 2
    const highest = Math.min(...stop.map(({ point }) => place.y(point.value ?? 0)))
    const plain = !chart.data.colors
    return [
      {
        area: { x: left, y: plot.y, width: Math.max(0.5, right - left), height: plot.height },
        at: { x: centre(stop), y: highest },
        title: first.place.title,
        lines: plain
          ? tipLines(chart, first.row, frontRows.get(`${first.place.key}\n0`))
          : stop.map(({ point, index: at }) => seriesLine(chart, point.row, at)),
        filter: first.place.filter,
      },
    ]
  })
}

const seriesLine = (chart: Prepared, row: ChartRow, at: number) =>
  `${chart.series[at]?.label}: ${valueText(figureCell(row))}`
