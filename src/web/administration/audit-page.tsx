import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useDeferredValue, useRef } from 'react'
import { sentenceOf } from '../api/problem.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { useShortcut } from '../shell/shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageControls } from '../ui/page-controls.tsx'
import { Loading, Skeleton } from '../ui/skeleton.tsx'
import { useExistingPage } from '../ui/use-existing-page.ts'
import { auditKey, getAuditPage } from './audit-queries.ts'
import { type AuditSearch, type AuditSearchChange, auditPageSize } from './audit-search.ts'
import { AuditTable } from './audit-table.tsx'
import { AuditToolbar } from './audit-toolbar.tsx'

const route = getRouteApi('/app/administration/audit')

/** Who did what. */
export function AuditPage() {
  usePageTitle('Audit')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const searchField = useRef<HTMLInputElement>(null)
  const query = useDeferredValue(search)
  const events = useQuery({
    queryKey: [...auditKey, query],
    queryFn: ({ signal }) => getAuditPage(query, signal),
    placeholderData: keepPreviousData,
  })
  const change = (next: AuditSearchChange) =>
    void navigate({ search: (now) => ({ ...now, page: undefined, ...next }) as AuditSearch, replace: true })
  const goTo = (next: number) => change(next > 1 ? { page: next } : {})
  useShortcut('/', 'Search', () => searchField.current?.focus())

  const page = search.page ?? 1
  const items = events.data?.items ?? []
  const total = events.data?.total ?? 0
  useExistingPage(
    { page, pageSize: auditPageSize, total: events.isPlaceholderData ? null : (events.data?.total ?? null) },
    goTo,
  )

  return (
    <div className="flex min-h-0 flex-1 flex-col pt-3">
      <AuditToolbar search={search} total={events.data ? total : null} onChange={change} searchField={searchField} />
      {search.target && (
        <p className="flex items-center gap-2 px-4 pb-3 text-13 text-text-2 wide:px-6">
          Only what concerns <code className="truncate font-mono text-12 text-text">{search.target}</code>
          <Button variant="quiet" size="small" onPress={() => change({ target: undefined })}>
            <X aria-hidden size={12} />
            Everything
          </Button>
        </p>
      )}
      {events.error && (
        <Callout
          live
          tone="failed"
          title={events.data ? 'The list could not be brought up to date' : 'The events could not be listed'}
          action={<Button onPress={() => void events.refetch()}>Try again</Button>}
          className="mx-4 mb-3 wide:mx-6"
        >
          {sentenceOf(events.error)}
        </Callout>
      )}
      {events.isPending && <AuditSkeleton />}
      {events.data && total === 0 && (
        <EmptyState
          title="Nothing fits"
          action={<Button onPress={() => void navigate({ search: {} })}>Clear the filters</Button>}
        >
          No event of the audit log is like that. Old ones are removed after the days that AUDIT_DAYS sets.
        </EmptyState>
      )}
      {items.length > 0 && <AuditTable items={items} onNarrow={change} />}
      {total > auditPageSize && <PageControls page={page} pageSize={auditPageSize} total={total} onPage={goTo} />}
    </div>
  )
}

const widths = ['w-36', 'w-28', 'w-44', 'w-32', 'w-40', 'w-24', 'w-48', 'w-30']

function AuditSkeleton() {
  return (
    <Loading label="Loading the events" className="border-t border-hairline px-4 wide:px-6">
      {widths.map((width) => (
        <div key={width} className="flex h-9 items-center gap-6 border-b border-hairline">
          <Skeleton className={`h-3.5 ${width}`} />
          <Skeleton className="h-3.5 w-40 max-wide:hidden" />
          <span className="flex-1" />
          <Skeleton className="h-3.5 w-10" />
        </div>
      ))}
    </Loading>
  )
}
