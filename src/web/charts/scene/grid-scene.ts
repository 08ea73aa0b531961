import { brushOf } from './brush-side.ts'
import type { ChartRow } from './chart-rows.ts'
import { emptyScene } from './empty-scene.ts'
import { layoutFrame, titleRoom } from './frame.ts'
import { layoutLegend } from './legend.ts'
import { allOf } from './picked-rows.ts'
import { channelSide, figureOf, type Prepared, seriesAt, valueTitle } from './prepare.ts'
import type { Box, Hit, Paint, Scene, Shape } from './scene.ts'
import type { Series } from './series.ts'
import type { Side } from './side.ts'
import { fitText, textWidth } from './text-width.ts'
import { tipLines } from './tip-lines.ts'
import { valueText } from './value-text.ts'

const palest = 0.12
const legendHeight = 22
const legendSteps = 24
const legendWidth = 120
const rowHeight = 18
const roomForAxes = 90
const textContrast = 0.6

type Cell = {
  row: ChartRow
  box: Box
  figure: number
  key: string
  title: string
  filter: Hit['filter']
  series: Series | undefined
}

/** Cells over two axes, the darker the larger their figure: a heat map, or points that were put together. */
export const gridScene = (chart: Prepared): Scene => {
  const x = channelSide(chart, 'x')
  const y = channelSide(chart, 'y')
  if (!x || !y) return emptyScene(chart)
  const upside = y.bands ? y : undefined
  const height = Math.max(chart.height, (upside?.bands?.length ?? 0) * rowHeight + roomForAxes)
  const top = y.title ? titleRoom - 4 : 0
  const named = chart.data.colors ? layoutLegend(chart.series, chart.width, top) : undefined
  const frame = layoutFrame({ width: chart.width, height, x, y, above: named?.height ?? legendHeight })
  const cells = cellsOf(chart, chart.rows, x, y, frame.plot)
  const front = chart.frontRows && cellsOf(chart, chart.frontRows, x, y, frame.plot)
  const shade = shader(cells.map(({ figure }) => figure))
  const frontRows = new Map(front?.map((cell) => [cell.key, cell.row]))
  return {
    ...{ width: chart.width, height, plot: frame.plot },
    shapes: [
      ...frame.shapes,
      ...(named?.shapes ?? legendOf(chart, shade, frame.plot, top)),
      ...cells.map(
        ({ box, figure, series }): Shape => ({
          ...{ kind: 'rect', ...box, isPale: front !== undefined },
          fill: shade.paint(figure, series),
        }),
      ),
      ...(front ?? []).map(
        ({ box, figure, series }): Shape => ({ kind: 'rect', ...box, fill: shade.paint(figure, series) }),
      ),
      ...(front ? [] : cells.flatMap((cell) => numberIn(cell, shade))),
    ],
    hits: cells.map(({ row, box, key, title, filter }) => ({
      ...{ area: box, title, filter },
      at: { x: box.x + box.width / 2, y: box.y },
      lines: tipLines(chart, row, frontRows.get(key)),
    })),
    brush: brushOf(x, false),
  }
}

/** Where several colours share a cell, the one with the largest figure is in front. */
const cellsOf = (chart: Prepared, rows: ChartRow[], x: Side, y: Side, plot: Box): Cell[] => {
  const cells = rows.flatMap((row): Cell[] => {
    const [across, up] = [x.placeOf(row), y.placeOf(row)]
    const figure = figureOf(row)
    const series = chart.data.colors ? chart.series[seriesAt(chart.series, row)] : undefined
    if (!across || !up || figure === null) return []
    // Bands are read from the top, values grow from the bottom.
    const [top, bottom] = y.bands ? [up.start, up.end] : [1 - up.end, 1 - up.start]
    return [
      {
        ...{ row, figure, series, key: `${across.key}\n${up.key}\n${series?.key}` },
        box: boxBetween(plot, across.start, across.end, top, bottom),
        title: [across.title, up.title, series?.label].filter(Boolean).join(' · '),
        filter: across.filter && up.filter && allOf([across.filter, up.filter]),
      },
    ]
  })
  return chart.data.colors ? cells.sort((a, b) => a.figure - b.figure) : cells
}

/** Whole pixels, so that neighbours neither overlap nor part. */
const boxBetween = (plot: Box, left: number, right: number, top: number, bottom: number): Box => {
  const x = Math.round(plot.x + left * plot.width)
  const y = Math.round(plot.y + top * plot.height)
  const width = Math.round(plot.x + right * plot.width) - x
  const height = Math.round(plot.y + bottom * plot.height) - y
  const gap = (size: number) => (size >= 12 ? 1 : 0)
  return { x, y, width: Math.max(1, width - gap(width)), height: Math.max(1, height - gap(height)) }
}

type Shade = {
  low: number
  high: number
  paint: (figure: number, series?: Series) => Paint
  shareOf: (figure: number) => number
}

/** One hue from pale to full; two where figures lie on both sides of zero, the further from it the fuller. */
const shader = (figures: number[]): Shade => {
  const low = figures.reduce((least, figure) => Math.min(least, figure), Number.POSITIVE_INFINITY)
  const high = figures.reduce((most, figure) => Math.max(most, figure), Number.NEGATIVE_INFINITY)
  const isDiverging = low < 0 && high > 0
  const reach = Math.max(-low, high)
  const from = low >= 0 && low <= (high - low) / 2 ? 0 : low
  const shareOf = (figure: number) => {
    if (isDiverging) return Math.abs(figure) / reach
    return high > from ? palest + ((1 - palest) * (figure / 2 - from / 2)) / (high / 2 - from / 2) : 1
  }
  const paint = (figure: number, series?: Series) => ({
    token: series ? tokenOf(series) : isDiverging && figure < 0 ? 'category-2' : 'category-1',
    share: Math.round(shareOf(figure) * 100) / 100,
  })
  return { low: isDiverging ? -reach : from, high: isDiverging ? reach : high, paint, shareOf }
}

const tokenOf = ({ paint, isOther }: Series) => (isOther || typeof paint !== 'string' ? 'category-other' : paint)

const legendOf = (chart: Prepared, shade: Shade, plot: Box, top: number): Shape[] => {
  if (!(shade.high >= shade.low)) return []
  const y = top + 4
  const [low, high] = [shade.low, shade.high].map((value) => valueText(Number(value.toPrecision(4))))
  const title = fitText(valueTitle(chart), Math.max(40, plot.width - legendWidth - textWidth(`${low}${high}`) - 40))
  const start = textWidth(title) + 12
  const step = legendWidth / legendSteps
  const from = start + textWidth(low ?? '') + 6
  const text = (x: number, shown: string): Shape => ({
    ...{ kind: 'text', x, y: y + 5, text: shown, anchor: 'start', fill: 'text-2' },
  })
  return [
    text(0, title),
    text(start, low ?? ''),
    ...Array.from({ length: legendSteps }, (_, index): Shape => {
      const figure = shade.low + ((shade.high - shade.low) * (index + 0.5)) / legendSteps
      return { kind: 'rect', x: from + index * step, y, width: step + 0.3, height: 10, fill: shade.paint(figure) }
    }),
    text(from + legendWidth + 6, high ?? ''),
  ]
}

/** The figure in its cell, where there is room and the cell is pale enough for text. */
const numberIn = ({ box, figure }: Cell, shade: Shade): Shape[] => {
  const text = valueText(Number(figure.toPrecision(3)))
  if (box.height < 18 || textWidth(text) + 6 > box.width || shade.shareOf(figure) > textContrast) return []
  return [
    {
      ...{ kind: 'text', x: box.x + box.width / 2, y: box.y + box.height / 2, text, anchor: 'middle', fill: 'text' },
    },
  ]
}
