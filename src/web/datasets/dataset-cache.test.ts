import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { Dataset } from '../../shared/dataset.ts'
import { hasCode } from '../api/problem.ts'
import { cacheDataset, forgetListItem, listItemOf, withLatest } from './dataset-cache.ts'
import { type DatasetPage, datasetKey, datasetListKey } from './dataset-queries.ts'

const id = '0195a0c4-0000-7000-8000-000000000001'

function dataset(change: Partial<Dataset> = {}): Dataset {
  return {
    id,
    user_id: id,
    filename: 'a.csv',
    original_filename: 'a.csv',
    file_type: 'csv',
    file_size: 10,
    row_count: null,
    column_count: null,
    status: 'uploaded',
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    title: 'a',
    description: null,
    version: 1,
    role: 'owner',
    owner: { id, username: 'ada' },
    tags: [],
    error: null,
    questions: 0,
    alerts: 0,
    rows_rejected: 0,
    job: null,
    deleted_at: null,
    duplicate_of: null,
    source: { table_index: 0, table_name: null },
    columns_info: null,
    ...change,
  }
}

const listKey = [...datasetListKey, {}]

function clientWith(...datasets: Dataset[]) {
  const client = new QueryClient()
  const page: DatasetPage = { items: datasets.map(listItemOf), total: datasets.length, limit: 100, offset: 0 }
  client.setQueryData(listKey, page)
  return { client, page: () => client.getQueryData<DatasetPage>(listKey) }
}

test('an event changes the list and the page of the dataset in place', () => {
  const { client, page } = clientWith(dataset())
  cacheDataset(client, dataset({ status: 'ready', row_count: 5 }))
  expect(page()?.items).toMatchObject([{ status: 'ready', row_count: 5 }])
  expect(client.getQueryData(datasetKey(id))).toMatchObject({ status: 'ready' })
})

test('an older state that arrives late changes nothing', () => {
  const { client, page } = clientWith(dataset())
  cacheDataset(client, dataset({ status: 'ready', updated_at: '2026-01-01T00:00:02Z' }))
  cacheDataset(client, dataset({ status: 'processing', updated_at: '2026-01-01T00:00:01Z' }))
  expect(page()?.items).toMatchObject([{ status: 'ready' }])
})

test('a dataset that no list has makes the lists ask again', () => {
  const { client } = clientWith()
  cacheDataset(client, dataset())
  expect(client.getQueryState(listKey)?.isInvalidated).toBe(true)
})

test('progress of a dataset that a list does not show never makes that list ask', () => {
  const { client } = clientWith()
  cacheDataset(client, dataset({ status: 'processing' }))
  client.setQueryData(listKey, { items: [], total: 0, limit: 100, offset: 0 })
  cacheDataset(client, dataset({ status: 'processing', row_count: 1 }))
  expect(client.getQueryState(listKey)?.isInvalidated).toBe(false)
  cacheDataset(client, dataset({ status: 'ready' }))
  expect(client.getQueryState(listKey)?.isInvalidated).toBe(true)
})

test('a dataset that went to the trash leaves every list', () => {
  const { client, page } = clientWith(dataset())
  cacheDataset(client, dataset({ deleted_at: '2026-01-02T00:00:00Z' }))
  expect(page()).toMatchObject({ items: [], total: 0 })
  forgetListItem(client, id)
  expect(page()?.total).toBe(0)
})

test('what shows a dataset that is gone learns it without asking, and shows it again when it is restored', () => {
  const { client } = clientWith(dataset())
  cacheDataset(client, dataset())
  const stop = new QueryObserver(client, { queryKey: datasetKey(id), enabled: false }).subscribe(() => {})
  cacheDataset(client, dataset({ deleted_at: '2026-01-02T00:00:00Z' }))
  expect(hasCode(client.getQueryState(datasetKey(id))?.error, 'not_found')).toBe(true)
  cacheDataset(client, dataset({ updated_at: '2026-01-02T00:00:01Z' }))
  expect(client.getQueryState(datasetKey(id))).toMatchObject({ status: 'success', error: null })
  stop()
})

test('a list item counts the kinds of its columns and keeps the first 64 in order', () => {
  const columns = Array.from({ length: 70 }, (_, index) => ({
    name: `c${index}`,
    source_name: `c${index}`,
    sql_type: 'VARCHAR',
    kind: index % 2 ? ('text' as const) : ('numeric' as const),
    null_count: 0,
  }))
  const item = listItemOf(dataset({ columns_info: columns }))
  expect(item.kinds).toMatchObject({ numeric: 35, text: 35, temporal: 0 })
  expect(item.kind_strip).toHaveLength(64)
  expect(item).not.toHaveProperty('columns_info')
})

test('an answer that was overtaken on its way does not undo what was told since', () => {
  const client = new QueryClient()
  const ready = dataset({ status: 'ready', row_count: 2, updated_at: '2026-01-01T00:00:02Z' })
  cacheDataset(client, ready)
  const before = dataset({ status: 'processing', updated_at: '2026-01-01T00:00:01Z' })
  const page = { items: [listItemOf(before)], total: 1, limit: 50, offset: 0 }
  expect(withLatest(client, page).items).toEqual([listItemOf(ready)])
  const later = dataset({ title: 'b', updated_at: '2026-01-01T00:00:03Z' })
  expect(withLatest(client, { ...page, items: [listItemOf(later)] }).items).toEqual([listItemOf(later)])
  const unknown = listItemOf(dataset({ id: '0195a0c4-0000-7000-8000-000000000002' }))
  expect(withLatest(client, { ...page, items: [unknown] }).items).toEqual([unknown])
})
