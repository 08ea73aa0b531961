import { brushOf } from './brush-side.ts'
import type { ChartRow } from './chart-rows.ts'
import { emptyScene } from './empty-scene.ts'
import { layoutFrame, titleRoom } from './frame.ts'
import { layoutLegend } from './legend.ts'
import { allOf } from './picked-rows.ts'
import { channelSide, figureOf, type Prepared, seriesAt, valueTitle } from './prepare.ts'
import type { Box, Hit, Scene, Shape } from './scene.ts'
import type { Series } from './series.ts'
import { seriesFilter } from './series-filter.ts'
import { createShade, shadeLegend } from './shade.ts'
import type { Side } from './side.ts'
import { textWidth } from './text-width.ts'
import { tipLines } from './tip-lines.ts'
import { valueText } from './value-text.ts'

const legendHeight = 22
const rowHeight = 18
const roomForAxes = 90
/** Above this, text on a cell loses its contrast. */
const fullestUnderText = 0.62

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
  const numbers = front || named ? [] : numbersIn(cells)
  const shade = createShade(
    cells.map(({ figure }) => figure),
    numbers.length > 0 ? fullestUnderText : 1,
  )
  const frontRows = new Map(front?.map((cell) => [cell.key, cell.row]))
  return {
    ...{ width: chart.width, height, plot: frame.plot },
    shapes: [
      ...frame.shapes,
      ...(named?.shapes ?? shadeLegend(shade, valueTitle(chart), frame.plot.width, top)),
      ...cells.map(
        ({ box, figure, series }): Shape => ({
          ...{ kind: 'rect', ...box, isPale: front !== undefined },
          fill: shade.paint(figure, series),
        }),
      ),
      ...(front ?? []).map(
        ({ box, figure, series }): Shape => ({ kind: 'rect', ...box, fill: shade.paint(figure, series) }),
      ),
      ...numbers,
    ],
    hits: cells.map(({ row, box, key, title, filter }) => ({
      ...{ area: box, title, filter },
      at: { x: box.x + box.width / 2, y: box.y },
      lines: tipLines(chart, row, frontRows.get(key)),
    })),
    brush: [...brushOf(x, 'x'), ...brushOf(y, 'y')],
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
        filter: seriesFilter(chart, row, across.filter && up.filter && allOf([across.filter, up.filter])),
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

/** The figures in their cells, where all of them have room. */
const numbersIn = (cells: Cell[]): Shape[] => {
  const texts = cells.map(({ figure }) => valueText(Number(figure.toPrecision(3))))
  const hasRoom = cells.every(({ box }, index) => box.height >= 18 && textWidth(texts[index] ?? '') + 6 <= box.width)
  if (!hasRoom) return []
  return cells.map(
    ({ box }, index): Shape => ({
      ...{ kind: 'text', x: box.x + box.width / 2, y: box.y + box.height / 2, anchor: 'middle', fill: 'text' },
      text: texts[index] ?? '',
    }),
  )
}
