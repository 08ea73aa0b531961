import { Link } from '@tanstack/react-router'
import type { ChartSpec } from '../../shared/charts.ts'
import type { Filter } from '../../shared/rows.ts'

/** Leads to a chart on the Charts tab. */
export function ChartLink({
  datasetId,
  chart,
  filter,
  about,
}: {
  datasetId: string
  chart: ChartSpec
  filter?: Filter | undefined
  /** What it shows, as a screen reader says it. */
  about: string
}) {
  return (
    <Link
      to="/datasets/$id/$tab"
      params={{ id: datasetId, tab: 'charts' as never }}
      search={{ chart, ...(filter ? { filter } : {}) }}
      className="inline-flex min-h-6 shrink-0 items-center rounded-sm text-accent underline-offset-2 hover:underline"
    >
      Open the chart
      <span className="sr-only">: {about}</span>
    </Link>
  )
}
