import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, useRef, useState } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import { formatCount, formatCounted } from '../../../shared/format-numbers.ts'
import type { Profile } from '../../../shared/profile.ts'
import { tableFacts } from '../../../shared/table-facts.ts'
import { hasCode, sentenceOf } from '../../api/problem.ts'
import { AlertList } from '../../profiles/alert-list.tsx'
import { InsightList } from '../../profiles/insight-list.tsx'
import { profileQuery } from '../../profiles/profile-query.ts'
import { ProfileTable } from '../../profiles/profile-table.tsx'
import { useShortcut } from '../../shell/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { FixButton } from '../steps/fix-button.tsx'
import { StepsInForce } from '../steps/steps-in-force.tsx'
import { type ProfileView, parseDatasetSearch } from './dataset-search.ts'

const StatisticsView = lazy(() => import('../../profiles/statistics/statistics-view.tsx'))
const CompareView = lazy(() => import('../../profiles/compare/compare-view.tsx'))
const route = getRouteApi('/app/datasets/$id/$tab')
const views = [
  { value: 'columns' as const, label: 'Columns' },
  { value: 'correlations' as const, label: 'Correlations' },
  { value: 'outliers' as const, label: 'Outliers' },
  { value: 'trends' as const, label: 'Trends' },
  { value: 'compare' as const, label: 'Compare' },
]

/** What is in the columns: every column with its chart and numbers, and how the columns go together. */
export function ProfileTab({ dataset }: { dataset: Dataset }) {
  const { data: profile, error, refetch } = useQuery(profileQuery(dataset.id, dataset.version))
  if (profile) return <Shown key={dataset.id} dataset={dataset} profile={profile} />
  if (!error || hasCode(error, 'dataset_not_ready')) return <Waiting />
  return (
    <EmptyState
      title="The profile could not be fetched"
      action={<Button onPress={() => void refetch()}>Try again</Button>}
    >
      {sentenceOf(error)}
    </EmptyState>
  )
}

function Shown({ dataset, profile }: { dataset: Dataset; profile: Profile }) {
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const search = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const { view: asked = 'columns', filter, ...rest } = route.useSearch()
  const view = profile.partial ? 'columns' : asked
  const navigate = route.useNavigate()
  const isColumns = view === 'columns'
  const open = (next: ProfileView) =>
    void navigate({ to: '.', search: parseDatasetSearch({ ...rest, filter, view: next }), replace: true })
  useShortcut('/', 'Search the columns', isColumns ? () => search.current?.focus() : undefined)
  return (
    <section ref={setScroller} aria-label="Profile" className="min-h-0 flex-1 overflow-auto">
      <p className="px-4 pt-3 pb-2 text-13 text-text-2 tabular">{tableFacts(profile).join(' · ')}</p>
      {profile.partial && (
        <Callout className="mx-4 mb-3">
          {profile.columns.length < profile.column_count &&
            `The first ${formatCount(profile.columns.length)} of ${formatCounted(profile.column_count, 'column')}. `}
          A first answer: the numbers of the columns rest on {formatCount(profile.partial.rows)} of{' '}
          {formatCounted(profile.partial.of, 'row')}. Exact ones replace them as soon as they are there, with alerts and
          insights.
        </Callout>
      )}
      {isColumns && (
        <>
          <StepsInForce dataset={dataset} className="mx-4 mb-4" />
          <InsightList datasetId={dataset.id} insights={profile.insights} columns={profile.columns} />
          <AlertList
            datasetId={dataset.id}
            alerts={profile.alerts}
            mend={(alert) => <FixButton dataset={dataset} alert={alert} />}
          />
        </>
      )}
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pb-3">
        {!profile.partial && (
          <div className="-mx-4 max-w-[100vw] overflow-x-auto px-4 [scrollbar-width:none]">
            <Segmented label="What of the profile is shown" value={view} options={views} onChange={open} />
          </div>
        )}
        {isColumns && (
          <SearchField
            label="Search the columns"
            keys="/"
            value={typed}
            onChange={setTyped}
            inputRef={search}
            className="w-full wide:w-64"
          />
        )}
      </div>
      {view === 'columns' ? (
        <ProfileTable profile={profile} typed={typed} scroller={scroller} />
      ) : view === 'compare' ? (
        <Suspense fallback={<Bones />}>
          <CompareView dataset={dataset} />
        </Suspense>
      ) : (
        <>
          {filter && (
            <Callout
              className="mx-4 mb-3"
              action={
                <Button
                  size="small"
                  onPress={() =>
                    void navigate({ to: '.', search: parseDatasetSearch({ ...rest, view }), replace: true })
                  }
                >
                  Use all rows
                </Button>
              }
            >
              Only the rows that the filter of the Data tab leaves.
            </Callout>
          )}
          <Suspense fallback={<Bones />}>
            <StatisticsView
              view={view}
              subject={{ datasetId: dataset.id, version: dataset.version, filter }}
              columns={profile.columns}
            />
          </Suspense>
        </>
      )}
    </section>
  )
}

function Waiting() {
  return (
    <Loading label="Loading the profile" className="flex flex-col">
      <div className="flex h-14 items-center px-4">
        <Skeleton className="h-4 w-72" />
      </div>
      <Bones />
    </Loading>
  )
}

function Bones() {
  return (
    <>
      {Array.from({ length: 10 }, (_, index) => index).map((index) => (
        <div key={index} className="flex h-12 items-center gap-6 border-b border-hairline px-4">
          <Skeleton className="h-4 w-48" />
          <Skeleton className="h-7 w-42" />
          <Skeleton className="ml-auto h-4 w-64" />
        </div>
      ))}
    </>
  )
}
