import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import type { Profile } from '../../../shared/profile.ts'
import { sentenceOf } from '../../api/problem.ts'
import { AlertList } from '../../profiles/alert-list.tsx'
import { profileQuery } from '../../profiles/profile-query.ts'
import { ProfileTable } from '../../profiles/profile-table.tsx'
import { useShortcut } from '../../shell/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatCount, formatCounted, formatShare } from '../../ui/format.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'

/** What is in the columns: every column with its chart and numbers. */
export function ProfileTab({ dataset }: { dataset: Dataset }) {
  const { data: profile, error, refetch } = useQuery(profileQuery(dataset.id, dataset.version))
  if (profile) return <Columns datasetId={dataset.id} profile={profile} />
  if (!error) return <Waiting />
  return (
    <EmptyState
      title="The profile could not be fetched"
      action={<Button onPress={() => void refetch()}>Try again</Button>}
    >
      {sentenceOf(error)}
    </EmptyState>
  )
}

function Columns({ datasetId, profile }: { datasetId: string; profile: Profile }) {
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const search = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  useShortcut('/', 'Search the columns', () => search.current?.focus())
  return (
    <section ref={setScroller} aria-label="Columns" className="min-h-0 flex-1 overflow-auto">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
        <p className="min-w-0 flex-1 text-13 text-text-2 tabular">{tableFacts(profile).join(' · ')}</p>
        <SearchField
          label="Search the columns"
          keys="/"
          value={typed}
          onChange={setTyped}
          inputRef={search}
          className="w-full wide:w-64"
        />
      </div>
      {profile.partial && (
        <Callout className="mx-4 mb-3">
          A first answer from {formatCount(profile.partial.rows)} of {formatCounted(profile.partial.of, 'row')}. Exact
          numbers replace it as soon as they are there.
        </Callout>
      )}
      <AlertList datasetId={datasetId} alerts={profile.alerts} />
      <ProfileTable profile={profile} typed={typed} scroller={scroller} />
    </section>
  )
}

const tableFacts = ({
  row_count: rows,
  column_count: columnCount,
  null_cell_count: nulls,
  duplicate_row_count: duplicates,
  candidate_keys: keys = [],
  columns,
}: Profile): string[] => {
  const kinds = new Map<string, number>()
  for (const { kind } of columns) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const cells = rows * columnCount
  return [
    formatCounted(rows, 'row'),
    `${formatCounted(columnCount, 'column')} (${[...kinds].map(([kind, count]) => `${formatCount(count)} ${kind}`).join(', ')})`,
    nulls === 0
      ? 'no nulls'
      : `${formatCounted(nulls, 'null cell')}${cells > 0 ? ` (${formatShare(nulls / cells)})` : ''}`,
    ...(duplicates > 0 ? [formatCounted(duplicates, 'duplicate row')] : []),
    ...(keys[0] ? [`identified by ${keys[0].join(' and ')}`] : []),
  ]
}

function Waiting() {
  return (
    <Loading label="Loading the profile" className="flex flex-col">
      <div className="flex h-14 items-center px-4">
        <Skeleton className="h-4 w-72" />
      </div>
      {Array.from({ length: 10 }, (_, index) => index).map((index) => (
        <div key={index} className="flex h-12 items-center gap-6 border-b border-hairline px-4">
          <Skeleton className="h-4 w-48" />
          <Skeleton className="h-7 w-42" />
          <Skeleton className="ml-auto h-4 w-64" />
        </div>
      ))}
    </Loading>
  )
}
