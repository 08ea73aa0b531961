import { Link } from '@tanstack/react-router'
import { Info, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Alert, AlertCode } from '../../shared/alert.ts'
import type { ChartMark, ChartSpec } from '../../shared/charts.ts'
import { formatCounted } from '../../shared/format-numbers.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { alertColumns } from './alert-columns.ts'
import { ChartLink } from './chart-link.tsx'

const shownAtFirst = 5
const marks: Partial<Record<AlertCode, ChartMark>> = {
  skewed: 'histogram',
  future_dates: 'histogram',
  imbalance: 'bar',
  near_duplicates: 'bar',
}

/** The chart that shows what an alert is about, where one does. */
const chartOf = ({ code, columns: [x] }: Alert): ChartSpec | undefined => {
  const mark = marks[code]
  return mark && x !== undefined ? { mark, x } : undefined
}

/** What a person should know of the table, warnings first, each with a way to the rows it is about, and to mend it. */
export function AlertList({
  datasetId,
  alerts,
  mend,
}: {
  datasetId: string
  alerts: Alert[]
  mend: (alert: Alert) => React.ReactNode
}) {
  const [isWhole, setWhole] = useState(false)
  if (alerts.length === 0) return null
  const shown = isWhole ? alerts : alerts.slice(0, shownAtFirst)
  const more = alerts.length - shown.length
  return (
    <section aria-labelledby="alerts" className="mx-4 mb-4">
      <h2 id="alerts" className="mb-1 text-13 font-medium text-text">
        {formatCounted(alerts.length, 'alert')}
      </h2>
      <ul className="border-t border-hairline">
        {shown.map((alert) => (
          <AlertLine
            key={`${alert.code} ${alert.columns.join('\n')}`}
            datasetId={datasetId}
            alert={alert}
            mend={mend}
          />
        ))}
      </ul>
      {more > 0 && (
        <Button variant="quiet" size="small" className="mt-1" onPress={() => setWhole(true)}>
          Show {formatCounted(more, 'more alert')}
        </Button>
      )}
    </section>
  )
}

function AlertLine({
  datasetId,
  alert,
  mend,
}: {
  datasetId: string
  alert: Alert
  mend: (alert: Alert) => React.ReactNode
}) {
  const isWarning = alert.severity === 'warning'
  const chart = chartOf(alert)
  const Icon = isWarning ? TriangleAlert : Info
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-x-2.5 gap-y-1 border-b border-hairline py-1.5 text-13">
      <Icon aria-hidden size={16} className={classNames('shrink-0', isWarning ? 'text-amber' : 'text-text-2')} />
      <p className="min-w-0 flex-1 wrap-anywhere text-text max-wide:w-[calc(100%-1.625rem)] max-wide:flex-none">
        <span className="sr-only">{isWarning ? 'Warning: ' : 'Note: '}</span>
        {alert.message}
      </p>
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1 empty:hidden max-wide:pl-6.5">
        {alert.filter && (
          <Link
            to="/datasets/$id/$tab"
            params={{ id: datasetId, tab: 'data' as never }}
            search={{ filter: alert.filter }}
            className="shrink-0 rounded-sm text-accent underline-offset-2 hover:underline"
          >
            {alert.row_count === null ? 'Show these rows' : `Show ${formatCounted(alert.row_count, 'row')}`}
            <span className="sr-only"> of {alertColumns(alert)}</span>
          </Link>
        )}
        {chart && <ChartLink datasetId={datasetId} chart={chart} about={alertColumns(alert)} />}
        {mend(alert)}
      </div>
    </li>
  )
}
