import type { ChartRow } from './chart-rows.ts'
import { figureOf, type Prepared, seriesAt } from './prepare.ts'
import type { Place, Side } from './side.ts'

/** A mark on a place of an axis: its series and where its figure begins and ends. */
export type Segment = { row: ChartRow; place: Place; series: number; from: number; to: number }

/** How the series of a place stand: on each other, beside each other, or as shares of the whole. */
export type Stacking = 'stacked' | 'grouped' | 'normalized'

/** What was wished for; else on each other where their sum means something. */
export const stackingOf = ({ data }: Prepared): Stacking => {
  const figure = data.columns.find(({ role }) => role === 'value')
  const adds = !figure || figure.aggregate === 'count' || figure.aggregate === 'sum'
  return data.spec.stack ?? (adds ? 'stacked' : 'grouped')
}

/** The segments of rows in the order of their places, then of their series. What has no figure has no segment. */
export const segmentsOf = (chart: Prepared, rows: ChartRow[], side: Side, stacking: Stacking): Segment[] => {
  const byPlace = new Map<string, Segment[]>()
  for (const row of rows) {
    const place = side.placeOf(row)
    const value = figureOf(row)
    if (!place || value === null) continue
    const segments = byPlace.get(place.key) ?? []
    segments.push({ row, place, series: seriesAt(chart.series, row), from: 0, to: value })
    byPlace.set(place.key, segments)
  }
  return [...byPlace.values()]
    .map((segments) => segments.sort((a, b) => a.series - b.series))
    .flatMap((segments) => (stacking === 'grouped' ? segments : onEachOther(segments, stacking === 'normalized')))
}

/** Figures above zero grow upwards from it, those below downwards; as shares they are percentages. */
const onEachOther = (segments: Segment[], asShares: boolean): Segment[] => {
  const whole = asShares ? segments.reduce((sum, { to }) => sum + Math.abs(to), 0) / 100 || 1 : 1
  let above = 0
  let below = 0
  return segments.map((segment) => {
    const size = segment.to / whole
    const from = size < 0 ? below : above
    if (size < 0) below += size
    else above += size
    return { ...segment, from, to: from + size }
  })
}
