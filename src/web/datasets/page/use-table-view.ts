import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Filter } from '../../../shared/rows.ts'
import { readSort, type SortKey, writeSort } from '../table/sort-order.ts'
import { type DatasetSearch, parseDatasetSearch } from './dataset-search.ts'

const route = getRouteApi('/app/datasets/$id/$tab')

export type TableViewState = {
  sort: SortKey[]
  filter: Filter | undefined
  q: string
  setSort: (sort: SortKey[]) => void
  setFilter: (filter: Filter | undefined) => void
  setSearch: (q: string) => void
  clear: () => void
}

/** Sort, filter and search of the table, kept in the address: opening it again opens the same view. */
export const useTableView = (): TableViewState => {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const sort = useMemo(() => readSort(search.sort ?? ''), [search.sort])
  const change = (next: Record<keyof DatasetSearch, unknown>, replace: boolean) =>
    void navigate({ to: '.', search: parseDatasetSearch(next), replace })
  const { filter, q = '', view } = search
  const now = { sort: search.sort, filter, q, view }
  return {
    sort,
    filter,
    q,
    setSort: (keys) => change({ ...now, sort: writeSort(keys) }, true),
    setFilter: (next) => change({ ...now, filter: next }, false),
    setSearch: (next) => change({ ...now, q: next }, true),
    clear: () => change({ ...now, filter: undefined, q: '' }, false),
  }
}
