import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { UserPlus } from 'lucide-react'
import { useDeferredValue, useRef, useState } from 'react'
import { sentenceOf } from '../api/problem.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { useShortcut } from '../shell/shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageControls } from '../ui/page-controls.tsx'
import { useExistingPage } from '../ui/use-existing-page.ts'
import { CreatePersonDialog } from './create-person-dialog.tsx'
import { getPeople, peopleKey } from './people-queries.ts'
import { defaultPeopleSort, type PeopleSearch, type PeopleSearchChange, peoplePageSize } from './people-search.ts'
import { PeopleSkeleton } from './people-skeleton.tsx'
import { PeopleTable } from './people-table.tsx'
import { PeopleToolbar } from './people-toolbar.tsx'

const route = getRouteApi('/app/administration/people')

/** Everybody who has an account here. */
export function PeoplePage() {
  usePageTitle('People')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [isCreating, setIsCreating] = useState(false)
  const searchField = useRef<HTMLInputElement>(null)
  const query = useDeferredValue(search)
  const people = useQuery({
    queryKey: [...peopleKey, query],
    queryFn: ({ signal }) => getPeople(query, signal),
    placeholderData: keepPreviousData,
  })
  const change = (next: PeopleSearchChange) =>
    void navigate({ search: (now) => ({ ...now, page: undefined, ...next }) as PeopleSearch, replace: true })
  const goTo = (next: number) => change(next > 1 ? { page: next } : {})
  useShortcut('/', 'Search', () => searchField.current?.focus())

  const page = search.page ?? 1
  const items = people.data?.items ?? []
  const total = people.data?.total ?? 0
  useExistingPage(
    { page, pageSize: peoplePageSize, total: people.isPlaceholderData ? null : (people.data?.total ?? null) },
    goTo,
  )

  return (
    <div className="flex min-h-0 flex-1 flex-col pt-3">
      <PeopleToolbar search={search} total={people.data ? total : null} onChange={change} searchField={searchField}>
        <Button variant="primary" onPress={() => setIsCreating(true)}>
          <UserPlus aria-hidden size={14} />
          Add a person
        </Button>
      </PeopleToolbar>
      {people.error && (
        <Callout
          live
          tone="failed"
          title={people.data ? 'The list could not be brought up to date' : 'The people could not be listed'}
          action={<Button onPress={() => void people.refetch()}>Try again</Button>}
          className="mx-4 mb-3 wide:mx-6"
        >
          {sentenceOf(people.error)}
        </Callout>
      )}
      {people.isPending && <PeopleSkeleton />}
      {people.data && total === 0 && (
        <EmptyState
          title="Nobody fits"
          action={<Button onPress={() => void navigate({ search: {} })}>Clear search and filters</Button>}
        >
          {search.q ? `No name, username or e-mail address contains "${search.q}"` : 'Nobody here is like that'}
          {search.q && (search.state || search.role) ? ' and fits the filters.' : '.'}
        </EmptyState>
      )}
      {items.length > 0 && (
        <PeopleTable
          items={items}
          sort={search.sort ?? defaultPeopleSort}
          onSort={(sort) => change({ sort: sort === defaultPeopleSort ? undefined : sort })}
        />
      )}
      {total > peoplePageSize && <PageControls page={page} pageSize={peoplePageSize} total={total} onPage={goTo} />}
      {isCreating && <CreatePersonDialog onClose={() => setIsCreating(false)} />}
    </div>
  )
}
