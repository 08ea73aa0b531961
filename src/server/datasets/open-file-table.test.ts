import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import { runJobs } from '../../../test/run-jobs.ts'
import type { FileTable } from '../../shared/file-table.ts'
import { sweepFiles } from './sweep-files.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: SignedIn

beforeAll(async () => {
  server = await buildTestApp()
  ada = await signIn(server.app, await buildUser(server.orm))
})

afterAll(() => server.close())

const get = (url: string) => server.app.inject({ url: `/api/v1${url}`, headers: ada.headers })
const post = (url: string, payload: object = {}) =>
  server.app.inject({ method: 'POST', url: `/api/v1${url}`, headers: ada.headers, payload })
const upload = async (content: string | Buffer, name = 'harbour.csv') => {
  const { payload, headers } = fileForm(content, name)
  const url = '/api/v1/datasets'
  const answer = await server.app.inject({ method: 'POST', url, payload, headers: { ...headers, ...ada.headers } })
  await runJobs(server)
  return answer.json().id as string
}

const twoTables = `port,ships,tons
HAM,12,340.5
RTM,30,901.0
ANR,25,700.5

captain,born
Ada,1970-01-02
Bob,1981-03-04
Cy,1992-05-06
`

test('the other tables of a file are listed and become datasets without another upload', async () => {
  const id = await upload(twoTables)
  const tables: FileTable[] = (await get(`/datasets/${id}/tables`)).json().items
  expect(tables).toMatchObject([
    { index: 0, kind: 'block', column_count: 3, row_count: 3, dataset_id: id },
    { index: 1, kind: 'block', column_count: 2, dataset_id: null },
  ])
  const made = await post(`/datasets/${id}/tables/1`, { title: 'Captains' })
  expect(made.statusCode).toBe(201)
  await runJobs(server)
  const other = (await get(`/datasets/${made.json().id}`)).json()
  expect(other).toMatchObject({ title: 'Captains', row_count: 3, column_count: 2, source: { table_index: 1 } })
  expect((await get(`/datasets/${other.id}/rows?limit=1`)).json().rows).toEqual([['Ada', '1970-01-02']])
  expect((await get(`/datasets/${id}/tables`)).json().items[1].dataset_id).toBe(other.id)

  await server.app.inject({ method: 'DELETE', url: `/api/v1/datasets/${id}?permanent=true`, headers: ada.headers })
  expect((await get(`/datasets/${other.id}/download?format=original`)).body).toBe(twoTables)
  expect(await sweepFiles(server.orm.em.fork().getKysely(), server.home)).toEqual([])
})

test('the files of an archive are listed and become datasets of the same bytes', async () => {
  const archive = readFileSync(new URL('../../../fixtures/ingest/archive-of-several-files.zip', import.meta.url))
  const id = await upload(archive, 'harbour.zip')
  const tables: FileTable[] = (await get(`/datasets/${id}/tables`)).json().items
  expect(tables).toMatchObject([
    { index: 0, kind: 'entry', name: 'dir/data.csv', row_count: 2, dataset_id: id },
    { index: 1, kind: 'entry', name: 'x.json', row_count: null, dataset_id: null },
    { index: 2, kind: 'entry', name: 'b.csv.gz', dataset_id: null },
  ])
  const made = (await post(`/datasets/${id}/tables/2`)).json()
  await runJobs(server)
  const other = (await get(`/datasets/${made.id}`)).json()
  expect(other).toMatchObject({ status: 'ready', title: 'harbour, b.csv.gz', source: { table_name: 'b.csv.gz' } })
  expect((await get(`/datasets/${made.id}/rows?values=source`)).json().rows).toEqual([['7', '8']])
  expect((await get(`/datasets/${made.id}/receipt`)).json().format).toMatchObject({ type: 'csv', compression: 'zip' })
  const preview = await post(`/datasets/${id}/reingest/preview`, { options: { table_index: 1 } })
  expect(preview.json()).toMatchObject({ format: { type: 'json' }, rows: [[1], [2]] })
  const original = await get(`/datasets/${made.id}/download?format=original`)
  expect(original.rawPayload.equals(archive)).toBe(true)
})

test('a file of one table lists that one, and there is no other', async () => {
  const id = await upload('a,b\n1,2\n')
  expect((await get(`/datasets/${id}/tables`)).json()).toMatchObject({
    total: 1,
    items: [{ index: 0, dataset_id: id }],
  })
  expect((await post(`/datasets/${id}/tables/1`)).statusCode).toBe(404)
})

test('the sheets of a workbook are listed, and the first visible one with data is the dataset', async () => {
  const workbook = new URL('../../../fixtures/ingest/xlsx-several-sheets.xlsx', import.meta.url)
  const id = await upload(readFileSync(workbook), 'ports.xlsx')
  const dataset = (await get(`/datasets/${id}`)).json()
  expect(dataset).toMatchObject({ row_count: 2, source: { table_index: 2, table_name: 'Ports' } })
  const tables: FileTable[] = (await get(`/datasets/${id}/tables`)).json().items
  expect(tables.map(({ name, hidden, dataset_id }) => [name, hidden, dataset_id])).toEqual([
    ['Cover', false, null],
    ['Secret', true, null],
    ['Ports', false, id],
    ['Ships', false, null],
  ])
  const made = (await post(`/datasets/${id}/tables/3`)).json()
  await runJobs(server)
  expect((await get(`/datasets/${made.id}`)).json()).toMatchObject({ title: 'ports, Ships', row_count: 2 })
})
