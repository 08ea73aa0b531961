import { ArrowLeft } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ChartSpec, StoredChart } from '../../shared/charts.ts'
import type { Dataset } from '../../shared/dataset.ts'
import { hasCode, sentenceOf } from '../api/problem.ts'
import { chartNotes } from '../charts/chart-caption.ts'
import { ChartFigure } from '../charts/chart-figure.tsx'
import { chartTable } from '../charts/chart-table.ts'
import { ChartView } from '../charts/chart-view.tsx'
import type { Units } from '../charts/scene/prepare.ts'
import type { Hit } from '../charts/scene/scene.ts'
import type { TableColumn } from '../datasets/table/table-column.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Loading, Skeleton } from '../ui/skeleton.tsx'
import { useMedia } from '../ui/use-media.ts'
import { AddToDashboard } from './add-to-dashboard.tsx'
import { BuilderFields } from './builder-fields.tsx'
import type { KindOf } from './chart-draft.ts'
import { chartTitle } from './chart-title.ts'
import { ChartTools } from './chart-tools.tsx'
import { PickedRows } from './picked-rows.tsx'
import { SaveChart } from './save-chart.tsx'
import { type ChartSubject, useChartData } from './use-chart-data.ts'
import type { useStoredCharts } from './use-stored-charts.ts'

/** One chart: drawn on the left, what it shows and how on the right, live. */
export function ChartBuilder({
  dataset,
  subject,
  spec,
  kept,
  stored,
  columns,
  units,
  onChange,
  onLeave,
}: {
  dataset: Dataset
  subject: ChartSubject
  spec: ChartSpec
  /** The stored chart that this one began as. */
  kept: StoredChart | undefined
  stored: ReturnType<typeof useStoredCharts>
  columns: TableColumn[]
  units: Units | undefined
  onChange: (spec: ChartSpec, savedAs?: string) => void
  onLeave: () => void
}) {
  const isNarrow = useMedia('(max-width: 719.98px)')
  const { data, error, refetch, isPlaceholderData } = useChartData(subject, spec, true)
  const [picked, setPicked] = useState<Hit>()
  const kinds = useMemo(() => new Map(columns.map(({ name, kind }) => [name, kind])), [columns])
  const kindOf: KindOf = (name) => kinds.get(name)
  const title = chartTitle(spec)
  const table = useMemo(() => data && chartTable(data), [data])
  const change = (next: ChartSpec) => {
    setPicked(undefined)
    onChange(next)
  }
  return (
    <div className="flex flex-col desk:min-h-full desk:flex-row">
      <div className="flex min-w-0 flex-1 flex-col gap-3 px-4 pt-3 pb-6">
        <div className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-2">
          <Button variant="quiet" size="small" className="-ml-2.5" onPress={onLeave}>
            <ArrowLeft aria-hidden size={14} />
            All charts
          </Button>
          <span className="flex-1" />
          <SaveChart
            dataset={dataset}
            spec={spec}
            filter={subject.filter}
            kept={kept}
            stored={stored}
            onSaved={onChange}
          />
          {kept && <AddToDashboard chart={kept} />}
          {data && !error && <ChartTools data={data} title={title} units={units} datasetId={dataset.id} kept={kept} />}
        </div>
        {error ? (
          <Callout
            tone="look"
            title="This chart cannot be drawn"
            live
            action={
              !hasCode(error, 'invalid') && (
                <Button size="small" onPress={() => void refetch()}>
                  Try again
                </Button>
              )
            }
          >
            {sentenceOf(error)}
          </Callout>
        ) : data && table ? (
          <div
            aria-busy={isPlaceholderData}
            className={isPlaceholderData ? 'opacity-60 transition-opacity' : undefined}
          >
            <ChartFigure
              title={
                <>
                  <h2 className="text-16 font-semibold wrap-anywhere text-text">{title}</h2>
                  <p className="pb-1 text-13 wrap-anywhere">{data.summary}</p>
                </>
              }
              caption={chartNotes(data).join(' · ')}
              columns={table.columns}
              rows={() => table.rows}
              textColumns={table.textColumns}
              isTall
            >
              <ChartView
                data={data}
                units={units}
                height={spec.mark === 'number' ? 96 : isNarrow ? 300 : 460}
                grows
                onPick={setPicked}
              />
            </ChartFigure>
          </div>
        ) : (
          <Loading label="Drawing the chart">
            <Skeleton className="h-110 w-full" />
          </Loading>
        )}
        {picked && <PickedRows hit={picked} subject={subject} onClose={() => setPicked(undefined)} />}
      </div>
      <section
        aria-label="What the chart shows"
        className="shrink-0 border-t border-hairline p-4 desk:w-84 desk:border-t-0 desk:border-l"
      >
        <BuilderFields
          spec={spec}
          data={error ? undefined : data}
          error={error}
          columns={columns}
          kindOf={kindOf}
          onChange={change}
        />
      </section>
    </div>
  )
}
