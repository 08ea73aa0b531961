import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { formatCounted } from '../../shared/format-numbers.ts'
import type { Insight } from '../../shared/insight.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import { Button } from '../ui/button.tsx'
import { ChartLink } from './chart-link.tsx'
import { ExplainedTerm } from './explained-term.tsx'
import { captionOf, InsightChart } from './insight-chart.tsx'
import { insightDefinitions } from './insight-definitions.ts'

const shownAtFirst = 3

/** What is worth telling of the table: sentences with their charts, the rows they mean, and how they are scored. */
export function InsightList({
  datasetId,
  insights,
  columns,
}: {
  datasetId: string
  insights: Insight[]
  columns: ColumnProfile[]
}) {
  const [isWhole, setWhole] = useState(false)
  if (insights.length === 0) return null
  const shown = isWhole ? insights : insights.slice(0, shownAtFirst)
  const more = insights.length - shown.length
  return (
    <section aria-labelledby="insights" className="mx-4 mb-4">
      <h2 id="insights" className="mb-1 text-13 font-medium text-text">
        {formatCounted(insights.length, 'insight')}
      </h2>
      <ul className="grid border-t border-hairline wide:grid-cols-2 wide:gap-x-8 desk:grid-cols-3">
        {shown.map((insight) => (
          <InsightItem key={insight.sql} datasetId={datasetId} insight={insight} columns={columns} />
        ))}
      </ul>
      {more > 0 && (
        <Button variant="quiet" size="small" className="mt-1" onPress={() => setWhole(true)}>
          Show {formatCounted(more, 'more insight')}
        </Button>
      )}
    </section>
  )
}

function InsightItem({
  datasetId,
  insight,
  columns,
}: {
  datasetId: string
  insight: Insight
  columns: ColumnProfile[]
}) {
  const { code, text, score, filter, chart, sql } = insight
  const { label, meaning, formula } = insightDefinitions[code]
  return (
    <li className="flex min-w-0 flex-col gap-2 border-b border-hairline py-3">
      <p className="text-14 wrap-anywhere text-text">{text}</p>
      <figure className="mt-auto flex flex-col gap-1">
        <InsightChart insight={insight} columns={columns} />
        <figcaption className="truncate text-12 text-text-2" title={captionOf(chart)}>
          {captionOf(chart)}
        </figcaption>
      </figure>
      <div className="flex min-h-6 flex-wrap items-center gap-x-4 gap-y-1 text-12 text-text-2">
        {filter && (
          <Link
            to="/datasets/$id/$tab"
            params={{ id: datasetId, tab: 'data' as never }}
            search={{ filter }}
            className="inline-flex min-h-6 items-center rounded-sm text-accent underline-offset-2 hover:underline"
          >
            Show these rows
            <span className="sr-only">: {text}</span>
          </Link>
        )}
        <ChartLink
          datasetId={datasetId}
          chart={chart.color ? { ...chart, stack: 'normalized' } : chart}
          about={captionOf(chart)}
        />
        <ExplainedTerm
          {...{ meaning, formula, sql }}
          term={label}
          of={insight.columns.join(' and ')}
          exact={String(score)}
          label={`Score ${score.toFixed(2)}: how, and the SQL`}
        />
      </div>
    </li>
  )
}
