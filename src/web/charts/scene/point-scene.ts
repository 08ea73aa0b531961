import { brushOf } from './brush-side.ts'
import { columnOf } from './chart-rows.ts'
import { emptyScene } from './empty-scene.ts'
import { layoutFrame, titleRoom } from './frame.ts'
import { layoutLegend } from './legend.ts'
import { dotPath } from './paths.ts'
import { allOf } from './picked-rows.ts'
import { channelSide, figureOf, type Prepared, seriesAt, titleOf, valueSide, valueTitle } from './prepare.ts'
import type { Hit, Scene, Shape } from './scene.ts'
import { seriesFilter } from './series-filter.ts'
import type { Side } from './side.ts'
import { tipLines } from './tip-lines.ts'
import { valueText } from './value-text.ts'

const crowd = 400
const radii = { few: 3.5, many: 2.5 }
const reach = 6

/** Points over two axes, as they are in the rows, or one for each figure of a category. */
export const pointScene = (chart: Prepared): Scene => {
  const x = channelSide(chart, 'x')
  const y = channelSide(chart, 'y') ?? valueSide(chart, figuresOf(chart), false)
  if (!x) return emptyScene(chart)
  const legend = layoutLegend(chart.series, chart.width, y.title ? titleRoom - 6 : 0)
  const { plot, shapes } = layoutFrame({ width: chart.width, height: chart.height, x, y, above: legend.height })
  const radius = chart.rows.length > crowd ? radii.many : radii.few
  const dotsOf = (rows: Prepared['rows']) =>
    rows.flatMap((row) => {
      const across = x.placeOf(row)
      const up = heightOf(y, row)
      if (!across || !up) return []
      const at = {
        x: plot.x + ((across.start + across.end) / 2) * plot.width,
        y: plot.y + (y.bands ? up.share : 1 - up.share) * plot.height,
      }
      return [{ row, at, series: seriesAt(chart.series, row), across, up }]
    })
  const whole = dotsOf(chart.rows)
  const front = chart.frontRows && dotsOf(chart.frontRows)
  const drawn = (dots: typeof whole, isPale: boolean): Shape[] =>
    chart.series.flatMap((series, index) => {
      const d = dots.map((dot) => (dot.series === index ? dotPath(dot.at.x, dot.at.y, radius) : '')).join('')
      const fill = series.isOther ? 'category-other' : series.paint
      return d ? [{ kind: 'path' as const, d, fill, isPale }] : []
    })
  return {
    ...{ width: chart.width, height: chart.height, plot },
    shapes: [...shapes, ...legend.shapes, ...drawn(whole, front !== undefined), ...(front ? drawn(front, false) : [])],
    hits: whole.map(({ row, at, across, up, series }): Hit => {
      const color = chart.series[series]?.label
      return {
        ...{ at, title: color ? `${across.title} · ${color}` : across.title },
        area: { x: at.x - reach, y: at.y - reach, width: 2 * reach, height: 2 * reach },
        lines: up.isFigure ? tipLines(chart, row) : [`${columnTitle(chart)}: ${up.title}`],
        filter: seriesFilter(
          chart,
          row,
          across.filter && (up.filter ? allOf([across.filter, up.filter]) : across.filter),
        ),
      }
    }),
    brush: [...brushOf(x, 'x'), ...brushOf(y, 'y')],
  }
}

const columnTitle = (chart: Prepared) => titleOf(chart, columnOf(chart.data, 'y'), 'y') || valueTitle(chart)

const figuresOf = ({ rows }: Prepared) => rows.flatMap((row) => figureOf(row) ?? [])

/** Where a row stands on the upright axis: at its value there, else at its figure. */
const heightOf = (y: Side, row: Prepared['rows'][number]) => {
  const place = y.placeOf(row)
  if (place) return { share: (place.start + place.end) / 2, title: place.title, filter: place.filter, isFigure: false }
  const figure = figureOf(row)
  const share = figure === null ? Number.NaN : (y.scale?.shareOf(figure) ?? Number.NaN)
  return Number.isFinite(share) ? { share, title: valueText(figure), filter: undefined, isFigure: true } : undefined
}
