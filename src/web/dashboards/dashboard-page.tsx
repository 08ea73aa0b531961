import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ChevronLeft, Download, LayoutDashboard, Link2, Move, Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Dashboard } from '../../shared/dashboards.ts'
import type { Filter } from '../../shared/rows.ts'
import { hasCode, sentenceOf } from '../api/problem.ts'
import { apiUrl } from '../api/request.ts'
import { allOf } from '../charts/scene/picked-rows.ts'
import { NotFoundPage } from '../shell/not-found-page.tsx'
import { usePageTitle } from '../shell/page-title.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Menu, MenuItem, MenuTrigger } from '../ui/menu.tsx'
import { notify } from '../ui/notice.tsx'
import { Loading, Skeleton } from '../ui/skeleton.tsx'
import { writeClipboard } from '../ui/write-clipboard.ts'
import { BrushChips } from './brush-chips.tsx'
import { DashboardFilter } from './dashboard-filter.tsx'
import { DashboardGrid } from './dashboard-grid.tsx'
import { DashboardMenu } from './dashboard-menu.tsx'
import { filterOfOthers } from './link-charts.ts'
import { useBrushes } from './use-brushes.ts'
import { useDashboard } from './use-dashboard.ts'
import { type LinkedDataset, useLinkedCharts } from './use-linked-charts.ts'
import { withChart } from './with-chart.ts'

const AddChartDialog = lazy(() => import('./add-chart-dialog.tsx'))

/** One dashboard, by its address. */
export function DashboardPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { query, dashboard, alter, alterNow } = useDashboard(id)
  if (dashboard) return <Shown key={id} dashboard={dashboard} alter={alter} alterNow={alterNow} />
  if (hasCode(query.error, 'not_found', 'invalid')) return <NotFoundPage />
  if (query.error) {
    return (
      <main className="flex-1 overflow-auto">
        <EmptyState
          level="h1"
          title="This dashboard could not be opened"
          action={<Button onPress={() => void query.refetch()}>Try again</Button>}
        >
          {sentenceOf(query.error)}
        </EmptyState>
      </main>
    )
  }
  return (
    <Loading label="Opening the dashboard" className="flex flex-col gap-4 px-4 py-3 wide:px-6">
      <Skeleton className="h-8 w-60" />
      <Skeleton className="h-72 w-full" />
    </Loading>
  )
}

function Shown({
  dashboard,
  alter,
  alterNow,
}: { dashboard: Dashboard } & Pick<ReturnType<typeof useDashboard>, 'alter' | 'alterNow'>) {
  usePageTitle(dashboard.title)
  const { brushes, setBrush, clear } = useBrushes()
  const links = useLinkedCharts(dashboard, brushes)
  const [isArranging, setArranging] = useState(false)
  const [isAdding, setAdding] = useState(false)
  const { may_change: mayChange, layout, filter } = dashboard
  const isLinking = links.datasets.some((one) => one.isLinking)
  const setFilter = (next: Filter | null) => alter(() => ({ filter: next }))
  const keep = () => {
    const chosen = links.datasets.map(({ charts }) => filterOfOthers(charts, undefined))
    setFilter(allOf([filter ?? undefined, ...chosen]) ?? null)
    clear()
  }
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 px-4 py-2 wide:px-6">
        <Link
          to="/dashboards"
          aria-label="All dashboards"
          className="grid size-8 shrink-0 place-items-center rounded text-text-2 hover:bg-hover hover:text-text"
        >
          <ChevronLeft aria-hidden size={16} />
        </Link>
        <h1
          className="min-w-0 flex-1 truncate text-20 font-semibold tracking-[-0.01em] max-wide:basis-[calc(100%-3rem)]"
          title={dashboard.title}
        >
          {dashboard.title}
        </h1>
        <span role="status" className="text-12 text-text-2">
          {isLinking && 'Linking charts…'}
        </span>
        {mayChange && <DashboardFilter datasets={links.datasets} filter={filter} onFilter={setFilter} />}
        <ExportSelected datasets={links.datasets} />
        {mayChange && (
          <>
            {layout.length > 0 && (
              <Button
                variant={isArranging ? 'secondary' : 'quiet'}
                aria-pressed={isArranging}
                onPress={() => setArranging(!isArranging)}
                className="max-wide:hidden"
              >
                <Move aria-hidden size={14} />
                {isArranging ? 'Done' : 'Arrange'}
              </Button>
            )}
            <Button onPress={() => setAdding(true)}>
              <Plus aria-hidden size={14} />
              Add a chart
            </Button>
          </>
        )}
        <Actions dashboard={dashboard} alterNow={alterNow} />
      </header>
      <BrushChips
        datasets={links.datasets}
        filter={filter}
        onRemove={(chartId) => setBrush(chartId, null)}
        onClear={clear}
        onKeep={mayChange ? keep : undefined}
        onFilter={mayChange ? setFilter : undefined}
      />
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-8 wide:px-6">
        {layout.length === 0 ? (
          <EmptyState
            icon={<LayoutDashboard aria-hidden size={28} />}
            title="Nothing on it yet"
            action={
              mayChange && (
                <Button variant="primary" onPress={() => setAdding(true)}>
                  Add a chart
                </Button>
              )
            }
          >
            Add charts, numbers and rows of any dataset. What you select in one is selected in all of that dataset.
          </EmptyState>
        ) : (
          <DashboardGrid
            dashboard={dashboard}
            links={links}
            isArranging={isArranging}
            onBrush={setBrush}
            onLayout={(layoutOf) => alter((now) => ({ layout: layoutOf(now.layout) }))}
          />
        )}
      </div>
      {isAdding && (
        <Suspense>
          <AddChartDialog
            dashboard={dashboard}
            onAdd={(chart) => alterNow(withChart(chart))}
            onClose={() => setAdding(false)}
          />
        </Suspense>
      )}
    </main>
  )
}

/** The rows that the brushes leave, as a file: of each dataset one. */
function ExportSelected({ datasets }: { datasets: LinkedDataset[] }) {
  if (datasets.length === 0) return null
  const hrefOf = ({ dataset, charts, filter }: LinkedDataset, format: string) =>
    apiUrl(`/datasets/${encodeURIComponent(dataset.id)}/download`, {
      format,
      version: dataset.version,
      filter: allOf([filter, filterOfOthers(charts, undefined)]),
    })
  return (
    <MenuTrigger>
      <Button variant="quiet">
        <Download aria-hidden size={14} />
        Export
      </Button>
      <Menu label="Export what is selected" placement="bottom end">
        {datasets.flatMap((one) =>
          (['csv', 'parquet', 'json'] as const).map((format) => (
            <MenuItem key={`${one.dataset.id} ${format}`} href={hrefOf(one, format)} download>
              {`${one.dataset.title}: selected rows as ${format === 'parquet' ? 'Parquet' : format.toUpperCase()}`}
            </MenuItem>
          )),
        )}
      </Menu>
    </MenuTrigger>
  )
}

function Actions({
  dashboard,
  alterNow,
}: { dashboard: Dashboard } & Pick<ReturnType<typeof useDashboard>, 'alterNow'>) {
  const navigate = useNavigate()
  const copy = async () => {
    const worked = await writeClipboard(location.href)
    notify({
      text: worked
        ? 'The address is copied. Whoever may read the datasets sees the same selection.'
        : 'The browser did not allow copying. The address is in its address bar.',
    })
  }
  return (
    <DashboardMenu
      dashboard={dashboard}
      label="Actions"
      onTitle={(title) => alterNow(() => ({ title }))}
      onDelete={() => void navigate({ to: '/dashboards' })}
    >
      <MenuItem icon={<Link2 aria-hidden size={14} />} onAction={() => void copy()}>
        Copy the address of this view
      </MenuItem>
    </DashboardMenu>
  )
}
