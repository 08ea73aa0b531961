import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { LayoutDashboard, Plus } from 'lucide-react'
import { useState } from 'react'
import { dashboardSchema, type ListedDashboard } from '../../shared/dashboards.ts'
import { formatCounted } from '../../shared/format-numbers.ts'
import { sentenceOf } from '../api/problem.ts'
import { change } from '../api/request.ts'
import { ListSkeleton } from '../datasets/home/list-skeleton.tsx'
import { ChartTitleDialog } from '../explore/chart-title-dialog.tsx'
import { usePageTitle } from '../shell/page-title.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { useWaitingToGo } from '../ui/delete-later.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { createDashboard } from './dashboard-list.ts'
import { DashboardMenu } from './dashboard-menu.tsx'
import { dashboardListQuery, refreshDashboardList } from './dashboard-queries.ts'

export function DashboardsPage() {
  usePageTitle('Dashboards')
  const list = useQuery(dashboardListQuery())
  const [isNaming, setNaming] = useState(false)
  const waiting = useWaitingToGo()
  const items = (list.data?.items ?? []).filter(({ id }) => !waiting.has(id))
  const create = (
    <Button variant="primary" onPress={() => setNaming(true)}>
      <Plus aria-hidden size={14} />
      New dashboard
    </Button>
  )
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center gap-3 px-4 wide:px-6">
        <h1 className="min-w-0 flex-1 text-20 font-semibold tracking-[-0.01em]">Dashboards</h1>
        {items.length > 0 && create}
      </header>
      {list.error && (
        <Callout
          live
          tone="failed"
          title="The dashboards could not be listed"
          action={<Button onPress={() => void list.refetch()}>Try again</Button>}
          className="mx-4 mb-3 wide:mx-6"
        >
          {sentenceOf(list.error)}
        </Callout>
      )}
      {list.isPending && <ListSkeleton />}
      {list.data && items.length === 0 && (
        <EmptyState icon={<LayoutDashboard aria-hidden size={28} />} title="No dashboard yet" action={create}>
          A dashboard puts charts side by side: what you select in one is selected in all of them.
        </EmptyState>
      )}
      {items.length > 0 && (
        <ul className="min-h-0 flex-1 overflow-y-auto border-t border-hairline">
          {items.map((dashboard) => (
            <DashboardRow key={dashboard.id} dashboard={dashboard} />
          ))}
        </ul>
      )}
      {isNaming && <NewDashboard onClose={() => setNaming(false)} />}
    </main>
  )
}

function NewDashboard({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return (
    <ChartTitleDialog
      heading="New dashboard"
      action="Create"
      title=""
      onClose={onClose}
      onTitle={async (title) => {
        const { id } = await createDashboard(client, { title })
        void navigate({ to: '/dashboards/$id', params: { id } })
      }}
    />
  )
}

function DashboardRow({ dashboard }: { dashboard: ListedDashboard }) {
  const client = useQueryClient()
  const { id, title, chart_count, datasets, updated_at, owner } = dashboard
  return (
    <li className="flex min-h-11 items-center gap-3 border-b border-hairline px-4 py-1.5 wide:px-6">
      <div className="min-w-0 flex-1">
        <Link
          to="/dashboards/$id"
          params={{ id }}
          className="block truncate rounded-sm text-14 font-medium underline-offset-2 hover:underline"
        >
          {title}
        </Link>
        <p className="truncate text-12 text-text-2">
          {[formatCounted(chart_count, 'chart'), ...datasets.map((dataset) => dataset.title)].join(', ')}, by{' '}
          {owner.username}, changed <RelativeTime iso={updated_at} inSentence />
        </p>
      </div>
      <DashboardMenu
        dashboard={dashboard}
        label={`Actions for ${title}`}
        onTitle={async (next) => {
          await change('PATCH', `/dashboards/${id}`, dashboardSchema, { body: { title: next, updated_at } })
          await refreshDashboardList(client)
        }}
      />
    </li>
  )
}
