import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type ChartSpec, type StoredChart, storedChartSchema } from '../../shared/charts.ts'
import { type Dashboard, mostDashboardCharts } from '../../shared/dashboards.ts'
import type { DatasetListItem } from '../../shared/dataset.ts'
import { sentenceOf } from '../api/problem.ts'
import { change } from '../api/request.ts'
import { getDatasetPage } from '../datasets/dataset-queries.ts'
import { recommendedQuery, storedChartsKey, storedChartsQuery } from '../explore/chart-queries.ts'
import { chartTitle } from '../explore/chart-title.ts'
import { MarkIcon } from '../explore/mark-icon.tsx'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Select } from '../ui/select.tsx'
import { Loading, Skeleton } from '../ui/skeleton.tsx'

const always: { title: string; spec: ChartSpec }[] = [
  { title: 'Number of rows', spec: { mark: 'number' } },
  { title: 'The rows', spec: { mark: 'table' } },
]

/** Puts saved and recommended charts, numbers and rows of a dataset on a dashboard, one press each. */
export default function AddChartDialog({
  dashboard,
  onAdd,
  onClose,
}: {
  dashboard: Dashboard
  onAdd: (chart: StoredChart) => Promise<unknown>
  onClose: () => void
}) {
  const datasets = useQuery({
    queryKey: ['datasets', 'list', 'to chart'],
    queryFn: ({ signal }) => getDatasetPage({ status: 'ready', limit: 1000 }, signal),
  })
  const [chosen, setChosen] = useState(dashboard.charts.at(-1)?.dataset_id)
  const items = datasets.data?.items ?? []
  const dataset = items.find(({ id }) => id === chosen) ?? items[0]
  return (
    <Dialog title="Add a chart" width="wide" isOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      {datasets.error && (
        <Callout tone="failed">The datasets could not be listed. {sentenceOf(datasets.error)}</Callout>
      )}
      {datasets.isPending && (
        <Loading label="Listing datasets">
          <Skeleton className="h-40 w-full" />
        </Loading>
      )}
      {datasets.data && !dataset && (
        <p>There is no dataset yet to draw charts of. Drop a file on the page of datasets.</p>
      )}
      {dataset && (
        <div className="flex flex-col gap-4">
          <Select
            label="Dataset"
            value={dataset.id}
            onChange={setChosen}
            options={items.map(({ id, title }) => ({ value: id, label: title }))}
          />
          <Choices key={dataset.id} dataset={dataset} dashboard={dashboard} onAdd={onAdd} />
        </div>
      )}
    </Dialog>
  )
}

function Choices({
  dataset,
  dashboard,
  onAdd,
}: {
  dataset: DatasetListItem
  dashboard: Dashboard
  onAdd: (chart: StoredChart) => Promise<unknown>
}) {
  const client = useQueryClient()
  const stored = useQuery(storedChartsQuery(dataset.id))
  const recommended = useQuery({ ...recommendedQuery(dataset.id, dataset.version), retry: false })
  const [pending, setPending] = useState<string>()
  const [failure, setFailure] = useState<string>()
  const [saved, setSaved] = useState<Record<string, StoredChart>>({})
  const isFull = dashboard.layout.length >= mostDashboardCharts
  const mayKeep = dataset.role !== 'viewer'
  const kept = stored.data?.items.filter(({ id }) => !Object.values(saved).some((chart) => chart.id === id)) ?? []
  const shown = new Set(dashboard.layout.map(({ chart_id }) => chart_id))

  const add = async (key: string, title: string, chartOf: () => Promise<StoredChart>) => {
    setPending(key)
    setFailure(undefined)
    try {
      await onAdd(await chartOf())
    } catch (error) {
      setFailure(`${title} was not added. ${sentenceOf(error)}`)
    } finally {
      setPending((now) => (now === key ? undefined : now))
    }
  }
  /** What is recommended is saved once, also when it could not be put on the dashboard. */
  const keep = async (key: string, title: string, spec: ChartSpec) => {
    if (saved[key]) return saved[key]
    const path = `/datasets/${encodeURIComponent(dataset.id)}/charts`
    const chart = await change('POST', path, storedChartSchema, { body: { title: title.slice(0, 200), spec } })
    setSaved((before) => ({ ...before, [key]: chart }))
    void client.invalidateQueries({ queryKey: storedChartsKey(dataset.id) })
    return chart
  }
  const row = (key: string, title: string, spec: ChartSpec, isShown: boolean, chartOf: () => Promise<StoredChart>) => (
    <li key={key} className="flex min-h-10 items-center gap-2.5 border-b border-hairline py-1">
      <MarkIcon mark={spec.mark} />
      <span className="min-w-0 flex-1 truncate text-text" title={title}>
        {title}
      </span>
      <Button
        size="small"
        variant={isShown ? 'quiet' : 'secondary'}
        aria-label={`${isShown ? 'Added' : 'Add'}: ${title}`}
        isPending={pending === key}
        isDisabled={isFull && !isShown}
        onPress={() => {
          // A button that is switched off under the finger loses the focus, and with it the keyboard.
          if (!isShown && pending !== key) void add(key, title, chartOf)
        }}
      >
        {isShown ? 'Added' : 'Add'}
      </Button>
    </li>
  )
  const suggestions = [
    ...always,
    ...(recommended.data?.items ?? []).map(({ spec }) => ({ title: chartTitle(spec), spec })),
  ]
  return (
    <>
      {isFull && <Callout tone="look">A dashboard has at most {mostDashboardCharts} charts.</Callout>}
      {failure && (
        <Callout live tone="failed">
          {failure}
        </Callout>
      )}
      {kept.length > 0 && (
        <section>
          <h3 className="text-13 font-medium text-text">Saved charts</h3>
          <ul>
            {kept.map((chart) =>
              row(chart.id, chart.title, chart.spec, shown.has(chart.id), () => Promise.resolve(chart)),
            )}
          </ul>
        </section>
      )}
      {stored.error && <p role="note">The saved charts could not be listed. {sentenceOf(stored.error)}</p>}
      {mayKeep ? (
        <section>
          <h3 className="text-13 font-medium text-text">Numbers, rows and recommended charts</h3>
          <p className="text-12">Each is saved with the dataset when it is added.</p>
          <ul>
            {suggestions.map(({ title, spec }) => {
              const key = JSON.stringify(spec)
              return row(key, title, spec, shown.has(saved[key]?.id ?? ''), () => keep(key, title, spec))
            })}
          </ul>
        </section>
      ) : (
        <p>You may read this dataset: charts that others saved with it can be added, new ones cannot.</p>
      )}
      <p>
        <Link
          to="/datasets/$id/$tab"
          params={{ id: dataset.id, tab: 'charts' as never }}
          className="text-accent underline underline-offset-2"
        >
          Build another chart of {dataset.title}
        </Link>{' '}
        and save it; then it stands here.
      </p>
    </>
  )
}
