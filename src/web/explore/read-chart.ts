import { type ChartSpec, chartSpecSchema } from '../../shared/charts.ts'

/** The chart of an address; undefined where it is none, or of a form that is not known. Its filter stands beside it. */
export const readChart = (chart: unknown): ChartSpec | undefined => {
  const spec = chartSpecSchema.safeParse(chart).data
  if (!spec) return undefined
  const { filter: _filter, ...rest } = spec
  return rest
}
