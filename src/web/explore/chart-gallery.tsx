import { useQuery } from '@tanstack/react-query'
import { ChartColumn, Plus } from 'lucide-react'
import { useState } from 'react'
import type { Dataset } from '../../shared/dataset.ts'
import { formatCounted } from '../../shared/format-numbers.ts'
import { hasCode, sentenceOf } from '../api/problem.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { useWaitingToGo } from '../ui/delete-later.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Loading, Skeleton } from '../ui/skeleton.tsx'
import { ChartCard } from './chart-card.tsx'
import { recommendedQuery } from './chart-queries.ts'
import { StoredChartList } from './stored-chart-list.tsx'
import type { ChartSubject } from './use-chart-data.ts'
import type { useStoredCharts } from './use-stored-charts.ts'

const shownAtFirst = 6

/** The charts of a dataset: those that were kept, and those worth looking at first with the reason why. */
export function ChartGallery({
  dataset,
  subject,
  stored,
  onNew,
}: {
  dataset: Dataset
  subject: ChartSubject
  stored: ReturnType<typeof useStoredCharts>
  onNew: () => void
}) {
  const waiting = useWaitingToGo()
  const charts = (stored.list.data?.items ?? []).filter(({ id }) => !waiting.has(id))
  return (
    <div className="px-4 pt-3 pb-8">
      <div className="mb-3 flex min-h-8 items-center justify-between gap-3">
        <p className="text-13 text-text-2">Pick columns and get a chart, or begin with one that is worth a look.</p>
        <Button variant="primary" size="small" onPress={onNew}>
          <Plus aria-hidden size={14} />
          New chart
        </Button>
      </div>
      {stored.list.error && !stored.list.data && (
        <Callout
          tone="failed"
          className="mb-4"
          action={
            <Button size="small" onPress={() => void stored.list.refetch()}>
              Try again
            </Button>
          }
        >
          The saved charts could not be fetched. {sentenceOf(stored.list.error)}
        </Callout>
      )}
      {charts.length > 0 && <StoredChartList charts={charts} stored={stored} mayAdd={dataset.role !== 'viewer'} />}
      <Recommended subject={subject} onNew={onNew} />
    </div>
  )
}

function Recommended({ subject, onNew }: { subject: ChartSubject; onNew: () => void }) {
  const { data, error, refetch } = useQuery(recommendedQuery(subject.datasetId, subject.version))
  const [isWhole, setWhole] = useState(false)
  if (error && !data && !hasCode(error, 'dataset_not_ready')) {
    return (
      <EmptyState
        title="No charts could be recommended"
        action={<Button onPress={() => void refetch()}>Try again</Button>}
      >
        {sentenceOf(error)}
      </EmptyState>
    )
  }
  if (!data) {
    return (
      <Loading label="Choosing charts" className={grid}>
        {[0, 1, 2].map((index) => (
          <div key={index} className="flex flex-col gap-2 py-4">
            <Skeleton className="h-5 w-48" />
            <Skeleton className="h-50 w-full" />
            <Skeleton className="h-4 w-64" />
          </div>
        ))}
      </Loading>
    )
  }
  if (data.items.length === 0) {
    return (
      <EmptyState
        icon={<ChartColumn aria-hidden size={28} />}
        title="No chart stands out"
        action={<Button onPress={onNew}>Build one</Button>}
      >
        The columns are all different in every row, constant, or empty.
      </EmptyState>
    )
  }
  const shown = isWhole ? data.items : data.items.slice(0, shownAtFirst)
  return (
    <section aria-labelledby="recommended-charts">
      <h2 id="recommended-charts" className="mb-1 text-13 font-medium text-text">
        Recommended
      </h2>
      <ul className={`${grid} border-t border-hairline`}>
        {shown.map(({ spec, because }) => (
          <ChartCard key={JSON.stringify(spec)} subject={subject} spec={spec} because={because} />
        ))}
      </ul>
      {shown.length < data.items.length && (
        <Button variant="quiet" size="small" className="mt-2" onPress={() => setWhole(true)}>
          Show {formatCounted(data.items.length - shown.length, 'more chart')}
        </Button>
      )}
    </section>
  )
}

const grid = 'grid wide:grid-cols-2 wide:gap-x-8 desk:grid-cols-3'
