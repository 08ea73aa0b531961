import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useDeferredValue, useRef, useState } from 'react'
import { sentenceOf } from '../../api/problem.ts'
import { PaletteButton } from '../../commands/palette-button.tsx'
import { usePageTitle } from '../../shell/page-title.ts'
import { useShortcut } from '../../shell/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageControls } from '../../ui/page-controls.tsx'
import { useExistingPage } from '../../ui/use-existing-page.ts'
import { ChooseFilesButton } from '../../uploads/choose-files-button.tsx'
import { withLatest } from '../dataset-cache.ts'
import { datasetListKey, getDatasetPage } from '../dataset-queries.ts'
import { DatasetTable } from './dataset-table.tsx'
import { FirstRun } from './first-run.tsx'
import { defaultSort, type HomeChange, type HomeSearch, homePageSize } from './home-search.ts'
import { HomeToolbar } from './home-toolbar.tsx'
import { ListSkeleton } from './list-skeleton.tsx'
import { SelectionBar } from './selection-bar.tsx'

const route = getRouteApi('/app/')

export function HomePage() {
  usePageTitle('Datasets')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const searchField = useRef<HTMLInputElement>(null)
  const page = search.page ?? 1
  const query = useDeferredValue(search)
  const datasets = useQuery({
    queryKey: [...datasetListKey, query],
    queryFn: async ({ client, signal }) => {
      const found = await getDatasetPage(
        {
          sort: query.sort ?? defaultSort,
          limit: homePageSize,
          offset: ((query.page ?? 1) - 1) * homePageSize,
          ...(query.q ? { q: query.q } : {}),
          ...(query.status ? { status: query.status } : {}),
          ...(query.shared === undefined ? {} : { shared: query.shared ? 'true' : 'false' }),
        },
        signal,
      )
      return withLatest(client, found)
    },
    placeholderData: keepPreviousData,
  })
  const change = (next: HomeChange) =>
    void navigate({ search: (now) => ({ ...now, page: undefined, ...next }) as HomeSearch, replace: true })
  const goTo = (next: number) => change(next > 1 ? { page: next } : {})
  useExistingPage(
    { page, pageSize: homePageSize, total: datasets.isPlaceholderData ? null : (datasets.data?.total ?? null) },
    goTo,
  )
  useShortcut('/', 'Search', () => searchField.current?.focus())

  const isFiltered = Boolean(search.q || search.status || search.shared !== undefined)
  const items = datasets.data?.items ?? []
  const total = datasets.data?.total ?? 0
  const selectedHere = items.filter(({ id }) => selected.has(id))
  if (datasets.data && total === 0 && !isFiltered && !datasets.isPlaceholderData) return <FirstRun />

  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center gap-3 px-4 wide:px-6">
        <h1 className="text-20 font-semibold tracking-[-0.01em]">Datasets</h1>
        <span className="flex-1" />
        <PaletteButton />
        <ChooseFilesButton className="max-wide:hidden" />
      </header>
      {selectedHere.length > 0 ? (
        <SelectionBar datasets={selectedHere} onDone={() => setSelected(new Set())} />
      ) : (
        <HomeToolbar search={search} total={datasets.data ? total : null} onChange={change} searchField={searchField} />
      )}
      {datasets.error && (
        <Callout
          live
          tone="failed"
          title={datasets.data ? 'The list could not be brought up to date' : 'Your datasets could not be listed'}
          action={<Button onPress={() => void datasets.refetch()}>Try again</Button>}
          className="mx-4 mb-3 wide:mx-6"
        >
          {sentenceOf(datasets.error)}
        </Callout>
      )}
      {datasets.isPending && <ListSkeleton />}
      {datasets.data && total === 0 && isFiltered && (
        <EmptyState
          title="No dataset fits"
          action={<Button onPress={() => void navigate({ search: {} })}>Clear search and filter</Button>}
        >
          {nothingFits(search)}
        </EmptyState>
      )}
      {items.length > 0 && (
        <DatasetTable
          items={items}
          sort={search.sort ?? defaultSort}
          onSort={(sort) => change({ sort: sort === defaultSort ? undefined : sort })}
          selected={selected}
          onSelect={setSelected}
        />
      )}
      {total > homePageSize && <PageControls page={page} pageSize={homePageSize} total={total} onPage={goTo} />}
    </main>
  )
}

function nothingFits({ q, status, shared }: HomeSearch): string {
  if (q) return `Nothing${ownerWords(shared)} is called "${q}"${status ? ' in this state' : ''}.`
  if (status) return `No dataset${ownerWords(shared)} is in this state.`
  return shared ? 'Nobody shares a dataset with you.' : 'You have no dataset of your own.'
}

const ownerWords = (shared: boolean | undefined) =>
  shared === undefined ? '' : shared ? ' that others share with you' : ' of your own'
