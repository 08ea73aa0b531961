import { formatShare } from '../../../shared/format-numbers.ts'
import { emptyScene } from './empty-scene.ts'
import { arcPath } from './paths.ts'
import { channelSide, figureOf, type Prepared } from './prepare.ts'
import type { Arc, Hit, Scene, Shape } from './scene.ts'
import { paints } from './series.ts'
import { fitText, textWidth } from './text-width.ts'
import { tipLines } from './tip-lines.ts'

const fullTurn = 2 * Math.PI
const lineHeight = 22
const margin = 4
const largest = 150
const widest = 520
const shareRoom = 56

/** Parts of a whole around a point, with their names and shares beside them. What is not above zero is no part of it. */
export const pieScene = (chart: Prepared): Scene => {
  const side = channelSide(chart, 'x')
  if (!side) return emptyScene(chart)
  const partsOf = (rows: Prepared['rows']) =>
    rows.flatMap((row) => {
      const place = side.placeOf(row)
      const figure = figureOf(row)
      return place && figure !== null && figure > 0 ? [{ row, place, figure }] : []
    })
  const whole = partsOf(chart.rows)
  const parts = chart.frontRows ? partsOf(chart.frontRows) : whole
  const paintOf = (key: string) => paints[whole.findIndex(({ place }) => place.key === key)] ?? 'category-other'
  const total = parts.reduce((sum, { figure }) => sum + figure, 0)
  if (total <= 0) return emptyScene(chart)
  const isBeside = chart.width >= 360
  const listHeight = parts.length * lineHeight
  const height = Math.max(chart.height, isBeside ? listHeight : listHeight + 180)
  const room = isBeside ? Math.min(chart.width * 0.5, height) : Math.min(chart.width, height - listHeight)
  const outer = Math.max(1, Math.min(largest, room / 2 - margin))
  const disc = { cx: outer + margin, cy: isBeside ? Math.min(height / 2, outer + margin) : outer + margin, outer }
  const inner = chart.data.spec.mark === 'donut' ? outer * 0.58 : 0
  let turned = 0
  const slices = parts.map(({ row, place, figure }, index) => {
    const start = turned
    turned += (figure / total) * fullTurn
    const arc: Arc = { ...disc, inner, start, end: index === parts.length - 1 ? fullTurn : turned }
    return {
      row,
      place,
      arc,
      share: figure / total,
      fill: row.isOther ? 'hatched' : paintOf(place.key),
    }
  })
  const list = isBeside
    ? {
        x: disc.cx + outer + 24,
        y: Math.max(0, disc.cy - listHeight / 2),
        width: Math.min(widest, chart.width) - disc.cx - outer - 24,
      }
    : { x: 0, y: room + margin, width: chart.width }
  return {
    ...{ width: chart.width, height, brush: [] },
    plot: { x: 0, y: 0, width: chart.width, height },
    shapes: [
      ...slices.map(
        ({ arc, fill }): Shape => ({ kind: 'path', d: arcPath(arc), fill, stroke: 'surface', strokeWidth: 1.5 }),
      ),
      ...slices.flatMap(({ fill, place, share }, index): Shape[] => {
        const y = list.y + (index + 0.5) * lineHeight
        const text = fitText(place.title, Math.max(30, list.width - shareRoom - 16))
        return [
          { kind: 'rect', x: list.x, y: y - 5, width: 10, height: 10, fill },
          { kind: 'text', x: list.x + 16, y, text, full: place.title, anchor: 'start', fill: 'text' },
          {
            kind: 'text',
            x: list.x + 24 + textWidth(text),
            y,
            text: formatShare(share),
            anchor: 'start',
            fill: 'text-2',
          },
        ]
      }),
    ],
    hits: slices.map(({ row, place, arc }): Hit => {
      const middle = (arc.start + arc.end) / 2
      const away = (arc.inner + arc.outer) / 2
      return {
        ...{ area: arc, title: place.title, filter: place.filter, lines: tipLines(chart, row) },
        at: { x: arc.cx + away * Math.sin(middle), y: arc.cy - away * Math.cos(middle) },
      }
    }),
  }
}
