import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { Dataset, DatasetListItem } from '../../shared/dataset.ts'
import { ApiProblem } from '../api/problem.ts'
import { type DatasetPage, datasetKey, datasetListKey, isOlder, trashKey } from './dataset-queries.ts'

/** Puts a dataset as the server has it now wherever the page keeps it, so that what shows it changes in place. */
export function cacheDataset(client: QueryClient, dataset: Dataset): void {
  const known = client.getQueryData<Dataset>(datasetKey(dataset.id))
  if (known && isOlder(dataset, known)) return
  if (dataset.deleted_at) {
    forgetDataset(client, dataset.id)
    return
  }
  client.setQueryData(datasetKey(dataset.id), dataset)
  const mayBelong = known === undefined || known.status !== dataset.status
  for (const list of client.getQueryCache().findAll({ queryKey: datasetListKey })) {
    if (replaceListItem(client, list.queryKey, listItemOf(dataset))) continue
    if (mayBelong) void client.invalidateQueries({ queryKey: list.queryKey, exact: true })
  }
}

/** A page of a list whose answer may have been overtaken on its way by what was told of its datasets since. */
export function withLatest(client: QueryClient, page: DatasetPage): DatasetPage {
  const items = page.items.map((item) => {
    const known = client.getQueryData<Dataset>(datasetKey(item.id))
    return known && isOlder(item, known) ? listItemOf(known) : item
  })
  return { ...page, items }
}

/** Takes a dataset that went to the trash, or for good, from everywhere; what shows it finds the answer "not found". */
export function forgetDataset(client: QueryClient, id: string): void {
  forgetListItem(client, id)
  void client.cancelQueries({ queryKey: datasetKey(id) })
  client
    .getQueryCache()
    .find({ queryKey: datasetKey(id) })
    ?.setState({ data: undefined, status: 'error', error: gone, fetchStatus: 'idle', isInvalidated: false })
  void client.invalidateQueries({ queryKey: trashKey })
}

const gone = new ApiProblem({
  type: 'about:blank',
  title: 'Not found',
  status: 404,
  code: 'not_found',
  detail: 'The dataset is in the trash or gone.',
})

/** Takes a dataset out of every list at once, before the server has been asked. */
export function forgetListItem(client: QueryClient, id: string): void {
  client.setQueriesData<DatasetPage>({ queryKey: datasetListKey }, (page) =>
    page?.items.some((item) => item.id === id)
      ? { ...page, items: page.items.filter((item) => item.id !== id), total: page.total - 1 }
      : page,
  )
}

/** A full dataset as the lists show it. */
export function listItemOf({ columns_info, ...dataset }: Dataset): DatasetListItem {
  const kinds: DatasetListItem['kinds'] = { numeric: 0, text: 0, temporal: 0, boolean: 0, nested: 0, unsupported: 0 }
  for (const column of columns_info ?? []) kinds[column.kind] += 1
  return { ...dataset, kinds, kind_strip: (columns_info ?? []).slice(0, 64).map((column) => column.kind) }
}

function replaceListItem(client: QueryClient, queryKey: QueryKey, item: DatasetListItem): boolean {
  const page = client.getQueryData<DatasetPage>(queryKey)
  if (!page?.items.some((other) => other.id === item.id)) return false
  const items = page.items.map((other) => (other.id === item.id ? item : other))
  client.setQueryData<DatasetPage>(queryKey, { ...page, items })
  return true
}
