import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useDeferredValue, useRef } from 'react'
import { sentenceOf } from '../api/problem.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { useShortcut } from '../shell/shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageControls } from '../ui/page-controls.tsx'
import { useExistingPage } from '../ui/use-existing-page.ts'
import { administeredKey, getAdministered } from './datasets-queries.ts'
import {
  type DatasetsSearch,
  type DatasetsSearchChange,
  datasetsPageSize,
  defaultDatasetsSort,
} from './datasets-search.ts'
import { DatasetsTable } from './datasets-table.tsx'
import { DatasetsToolbar } from './datasets-toolbar.tsx'
import { PeopleSkeleton } from './people-skeleton.tsx'

const route = getRouteApi('/app/administration/datasets')

/** All datasets of everybody, to look after and not to look into. */
export function AdministeredDatasetsPage() {
  usePageTitle('Datasets of everybody')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const searchField = useRef<HTMLInputElement>(null)
  const query = useDeferredValue(search)
  const datasets = useQuery({
    queryKey: [...administeredKey, query],
    queryFn: ({ signal }) => getAdministered(query, signal),
    placeholderData: keepPreviousData,
  })
  const change = (next: DatasetsSearchChange) =>
    void navigate({ search: (now) => ({ ...now, page: undefined, ...next }) as DatasetsSearch, replace: true })
  const goTo = (next: number) => change(next > 1 ? { page: next } : {})
  useShortcut('/', 'Search', () => searchField.current?.focus())

  const page = search.page ?? 1
  const items = datasets.data?.items ?? []
  const total = datasets.data?.total ?? 0
  const isNarrowed = Boolean(search.q || search.status || search.place)
  useExistingPage(
    { page, pageSize: datasetsPageSize, total: datasets.isPlaceholderData ? null : (datasets.data?.total ?? null) },
    goTo,
  )

  return (
    <div className="flex min-h-0 flex-1 flex-col pt-3">
      <DatasetsToolbar
        search={search}
        total={datasets.data ? total : null}
        onChange={change}
        searchField={searchField}
      />
      {datasets.error && (
        <Callout
          live
          tone="failed"
          title={datasets.data ? 'The list could not be brought up to date' : 'The datasets could not be listed'}
          action={<Button onPress={() => void datasets.refetch()}>Try again</Button>}
          className="mx-4 mb-3 wide:mx-6"
        >
          {sentenceOf(datasets.error)}
        </Callout>
      )}
      {datasets.isPending && <PeopleSkeleton label="Loading the datasets" />}
      {datasets.data && total === 0 && isNarrowed && (
        <EmptyState
          title="Nothing fits"
          action={<Button onPress={() => void navigate({ search: {} })}>Clear search and filters</Button>}
        >
          No dataset of anybody is like that. Titles cannot be searched here: they are their owners' business.
        </EmptyState>
      )}
      {datasets.data && total === 0 && !isNarrowed && (
        <EmptyState title="Nobody has a dataset yet">
          Whatever people upload here is listed with its owner, size and times; what is in it is not.
        </EmptyState>
      )}
      {items.length > 0 && (
        <DatasetsTable
          items={items}
          sort={search.sort ?? defaultDatasetsSort}
          onSort={(sort) => change({ sort: sort === defaultDatasetsSort ? undefined : sort })}
        />
      )}
      {total > datasetsPageSize && <PageControls page={page} pageSize={datasetsPageSize} total={total} onPage={goTo} />}
    </div>
  )
}
