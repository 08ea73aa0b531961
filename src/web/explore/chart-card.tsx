import { Link } from '@tanstack/react-router'
import type { ChartSpec } from '../../shared/charts.ts'
import { sentenceOf } from '../api/problem.ts'
import { ChartView } from '../charts/chart-view.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { chartTitle } from './chart-title.ts'
import { type ChartSubject, useChartData } from './use-chart-data.ts'

const height = 200

/** A recommended chart, small: its name leads to it, and below stands why it is worth a look. */
export function ChartCard({ subject, spec, because }: { subject: ChartSubject; spec: ChartSpec; because: string }) {
  const { data, error } = useChartData(subject, spec)
  return (
    <li className="flex min-w-0 flex-col gap-2 border-b border-hairline py-4">
      <h3 className="text-14 font-medium wrap-anywhere">
        <Link
          to="/datasets/$id/$tab"
          params={{ id: subject.datasetId, tab: 'charts' as never }}
          search={(now) => ({ ...now, chart: spec })}
          className="rounded-sm text-text underline-offset-2 hover:underline"
        >
          {chartTitle(spec)}
        </Link>
      </h3>
      {data ? (
        <ChartView data={data} height={height} />
      ) : error ? (
        <p role="note" className="text-13 text-text-2" style={{ height }}>
          {sentenceOf(error)}
        </p>
      ) : (
        <Skeleton className="h-50 w-full" />
      )}
      <p className="mt-auto text-12 text-text-2">{because}</p>
    </li>
  )
}
