import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { ArrangementText } from '../../../shared/column-arrangement.ts'
import type { Filter } from '../../../shared/rows.ts'
import { readSort, type SortKey, writeSort } from '../table/sort-order.ts'
import { type DatasetSearch, parseDatasetSearch } from './dataset-search.ts'

const route = getRouteApi('/app/datasets/$id/$tab')

/** Every column in the order of the file. */
export const noColumns = { hide: undefined, show: undefined, pin: undefined, order: undefined }

/** What of a view the address says, and a way to change it: as a new entry of the history, or in place of the last one. */
export const useDatasetSearch = () => {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (next: { [Name in keyof DatasetSearch]: unknown }, replace: boolean) =>
    void navigate({ to: '.', search: (now) => parseDatasetSearch({ ...now, ...next }), replace })
  return { search, change }
}

export type TableViewState = {
  sort: SortKey[]
  filter: Filter | undefined
  off: Filter[]
  q: string
  setSort: (sort: SortKey[]) => void
  /** Sets the filter, and which parts of it are turned off where they are given. */
  setFilter: (filter: Filter | undefined, off?: Filter[]) => void
  setSearch: (q: string) => void
  clear: () => void
  /** Takes everything from the address that the table understands. */
  reset: () => void
  /** Leaves of sort and columns only what this table has. */
  setKnown: (sort: SortKey[], columns: ArrangementText) => void
}

const nothingOff: Filter[] = []

/** Sort, filter and search of the table, kept in the address: opening it again opens the same view. */
export const useTableView = (): TableViewState => {
  const { search, change } = useDatasetSearch()
  const { filter, off = nothingOff, q = '' } = search
  const sort = useMemo(() => readSort(search.sort ?? ''), [search.sort])
  return {
    sort,
    filter,
    off,
    q,
    setSort: (keys) => change({ sort: writeSort(keys) }, true),
    setFilter: (next, nextOff = off) => change({ filter: next, off: nextOff }, false),
    setSearch: (next) => change({ q: next }, true),
    clear: () => change({ filter: undefined, off: undefined, q: '' }, false),
    reset: () => change({ ...noColumns, sort: '', filter: undefined, off: undefined, q: '' }, false),
    setKnown: (keys, columns) => change({ ...noColumns, ...columns, sort: writeSort(keys) }, true),
  }
}
