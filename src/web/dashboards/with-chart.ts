import type { ChartMark, StoredChart } from '../../shared/charts.ts'
import type { DashboardPlace } from '../../shared/dashboards.ts'
import { placeBelow } from './arrange.ts'
import type { Alteration } from './use-dashboard.ts'

const sizes: Partial<Record<ChartMark, { w: number; h: number }>> = {
  number: { w: 3, h: 3 },
  table: { w: 12, h: 7 },
}
const usualSize = { w: 6, h: 6 }

/** A layout with one more chart, below the others unless a row has room; the same when the chart stands there. */
export const withPlace = (
  layout: DashboardPlace[],
  { id, spec }: Pick<StoredChart, 'id' | 'spec'>,
): DashboardPlace[] =>
  layout.some(({ chart_id }) => chart_id === id)
    ? layout
    : [...layout, placeBelow(layout, { chart_id: id, ...(sizes[spec.mark] ?? usualSize) })]

/** Puts a chart on a dashboard. */
export const withChart =
  (chart: StoredChart): Alteration =>
  ({ layout, charts }) => ({
    layout: withPlace(layout, chart),
    charts: [...charts.filter(({ id }) => id !== chart.id), chart],
  })
