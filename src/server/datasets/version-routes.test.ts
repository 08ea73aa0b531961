import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import { runJobs } from '../../../test/run-jobs.ts'
import type { Dataset } from '../../shared/dataset.ts'
import type { DatasetVersion } from '../../shared/dataset-version.ts'
import { sweepFiles } from './sweep-files.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: SignedIn
let bob: SignedIn

beforeAll(async () => {
  server = await buildTestApp()
  ada = await signIn(server.app, await buildUser(server.orm))
  bob = await signIn(server.app, await buildUser(server.orm))
})

afterAll(() => server.close())

const db = () => server.orm.em.fork().getKysely()
const get = (url: string) => server.app.inject({ url: `/api/v1${url}`, headers: ada.headers })
const post = (url: string, payload: object = {}, who = ada) =>
  server.app.inject({ method: 'POST', url: `/api/v1${url}`, headers: who.headers, payload })
const dataset = async (id: string): Promise<Dataset> => (await get(`/datasets/${id}`)).json()
const versions = async (id: string): Promise<DatasetVersion[]> => (await get(`/datasets/${id}/versions`)).json().items

const ready = async (content: string | Buffer = 'id,name\n1,Ada\n2,Bob\n', who = ada, name = 'people.csv') => {
  const { payload, headers } = fileForm(content, name)
  const url = '/api/v1/datasets'
  const answer = await server.app.inject({ method: 'POST', url, payload, headers: { ...headers, ...who.headers } })
  await runJobs(server)
  return answer.json().id as string
}

test('reading again makes a new version, and the old one answers until it is ready', async () => {
  const id = await ready()
  const begun = await post(`/datasets/${id}/reingest`)
  expect(begun.statusCode).toBe(202)
  expect(begun.json()).toMatchObject({ status: 'ready', version: 1, job: { kind: 'reingest', version: 2 } })
  expect((await get(`/datasets/${id}/rows`)).json().total).toBe(2)

  await runJobs(server)
  expect(await dataset(id)).toMatchObject({ status: 'ready', version: 2, job: null, row_count: 2 })
  expect(await versions(id)).toMatchObject([
    { number: 2, reason: 'reingest', current: true, status: 'ready', options: {}, error: null },
    { number: 1, reason: 'upload', current: false, options: null },
  ])
  expect((await get(`/datasets/${id}/rows?version=1`)).json().total).toBe(2)
})

test('a version that cannot be read leaves the one in use and says why', async () => {
  const id = await ready()
  await post(`/datasets/${id}/reingest`, { options: { range: 'A1:B2' } })
  await runJobs(server)
  expect(await dataset(id)).toMatchObject({ status: 'ready', version: 1, error: null, job: null })
  expect((await versions(id))[0]).toMatchObject({
    number: 2,
    status: 'error',
    options: { range: 'A1:B2' },
    error: { code: 'option_not_applicable', detail: expect.stringContaining('`range`') },
  })
  expect((await post(`/datasets/${id}/versions/2/restore`)).json()).toMatchObject({
    code: 'conflict',
    detail: 'This version could not be read, so there is no table to go back to.',
  })
})

test('reading again begins once, however often somebody clicks', async () => {
  const id = await ready()
  const answers = await Promise.all(Array.from({ length: 5 }, () => post(`/datasets/${id}/reingest`)))
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([202, 409, 409, 409, 409])
  await runJobs(server)
  expect(await versions(id)).toHaveLength(2)
})

test('options that nobody can mean are refused before anything begins', async () => {
  const id = await ready()
  for (const [options, path] of [
    [{ delimitr: ';' }, 'options'],
    [{ decimal: ',', thousands: ',' }, 'options.thousands'],
    [{ columns: [{ index: 0, sql_type: 'TEXT; drop' }] }, 'options.columns.0.sql_type'],
  ] as const) {
    const answer = await post(`/datasets/${id}/reingest`, { options })
    expect([answer.statusCode, answer.json().errors?.[0].path]).toEqual([422, path])
  }
  expect(await versions(id)).toHaveLength(1)
})

test('an earlier version comes back at once, as a new one', async () => {
  const id = await ready()
  await post(`/datasets/${id}/reingest`)
  await runJobs(server)
  const restored = await post(`/datasets/${id}/versions/1/restore`)
  expect(restored.statusCode).toBe(201)
  expect(restored.json()).toMatchObject({ version: 3, status: 'ready', job: null, row_count: 2 })
  expect((await get(`/datasets/${id}/rows`)).json().total).toBe(2)
  expect((await get(`/datasets/${id}/profile`)).json().row_count).toBe(2)
  expect(await sweepFiles(db(), server.home)).toEqual([])

  expect((await post(`/datasets/${id}/versions/3/restore`)).statusCode).toBe(409)
  expect((await post(`/datasets/${id}/versions/9/restore`)).statusCode).toBe(404)
})

test('a version that is not the first table of its file comes back as that table', async () => {
  const archive = await readFile('fixtures/ingest/archive-first-file-is-no-data.zip')
  const id = await ready(archive, ada, 'two-files.zip')
  expect((await dataset(id)).source).toEqual({ table_index: 1, table_name: 'b.csv' })
  await post(`/datasets/${id}/reingest`)
  await runJobs(server)
  expect((await post(`/datasets/${id}/versions/1/restore`)).json().source).toEqual({
    table_index: 1,
    table_name: 'b.csv',
  })
})

test('a version whose table is gone is restored by reading the file again', async () => {
  const id = await ready()
  await post(`/datasets/${id}/reingest`)
  await runJobs(server)
  const { rows } = await sql<{ path: string }>`
    select table_path as path from dataset_versions where dataset_id = ${id} and number = 1`.execute(db())
  await rm(join(server.home.root, rows[0]?.path ?? ''))
  const restored = await post(`/datasets/${id}/versions/1/restore`)
  expect(restored.json()).toMatchObject({ version: 2, job: { version: 3 } })
  await runJobs(server)
  expect(await dataset(id)).toMatchObject({ version: 3, status: 'ready', row_count: 2 })
})

test('a dataset that could not be read becomes ready when reading again succeeds', async () => {
  const id = await ready()
  await sql`update dataset_versions set status = 'error', error_code = 'crashed' where dataset_id = ${id}`.execute(db())
  await sql`update datasets set status = 'error', error_code = 'crashed' where id = ${id}`.execute(db())
  expect((await post(`/datasets/${id}/reingest`)).json()).toMatchObject({ status: 'error', job: { version: 2 } })
  await runJobs(server)
  expect(await dataset(id)).toMatchObject({ status: 'ready', version: 2, error: null })
})

test('a delete takes the tables of every version along', async () => {
  const tables = join(server.home.files, 'tables')
  const before = await readdir(tables)
  const id = await ready()
  await post(`/datasets/${id}/reingest`)
  await runJobs(server)
  await post(`/datasets/${id}/versions/1/restore`)
  expect(await readdir(tables)).toHaveLength(before.length + 3)
  await server.app.inject({ method: 'DELETE', url: `/api/v1/datasets/${id}?permanent=true`, headers: ada.headers })
  expect(await readdir(tables)).toEqual(before)
})

test('for everybody else there is no such dataset', async () => {
  const id = await ready()
  expect((await post(`/datasets/${id}/reingest`, {}, bob)).statusCode).toBe(404)
  expect((await post(`/datasets/${id}/versions/1/restore`, {}, bob)).statusCode).toBe(404)
})

const newVersion = (id: string, content: string, name = 'march.csv', more: Record<string, string> = {}, who = ada) => {
  const { payload, headers } = fileForm(content, name)
  return server.app.inject({
    method: 'POST',
    url: `/api/v1/datasets/${id}/versions`,
    payload,
    headers: { ...headers, ...who.headers, ...more },
  })
}

test("this month's file takes the place of the last, and each version keeps its own", async () => {
  const id = await ready('id,name\n1,Ada\n')
  const begun = await newVersion(id, 'id,name,since\n1,Ada,2020\n2,Bob,2021\n3,Cy,2022\n')
  expect(begun.statusCode).toBe(201)
  expect(begun.json()).toMatchObject({
    version: 1,
    original_filename: 'people.csv',
    job: { kind: 'version', version: 2 },
  })
  await runJobs(server)
  expect(await dataset(id)).toMatchObject({
    version: 2,
    row_count: 3,
    column_count: 3,
    original_filename: 'march.csv',
    file_size: 46,
  })
  const download = async (query: string) => (await get(`/datasets/${id}/download?format=original${query}`)).body
  expect(await download('')).toContain('Cy')
  expect(await download('&version=1')).toBe('id,name\n1,Ada\n')

  await post(`/datasets/${id}/versions/1/restore`)
  expect(await dataset(id)).toMatchObject({ version: 3, row_count: 1, original_filename: 'people.csv', file_size: 14 })
  expect(await download('')).toBe('id,name\n1,Ada\n')
  expect(await sweepFiles(db(), server.home)).toEqual([])
})

test('a file that cannot be read leaves the version in use', async () => {
  const id = await ready()
  await newVersion(id, '', 'empty.csv')
  await runJobs(server)
  expect(await dataset(id)).toMatchObject({ version: 1, status: 'ready', original_filename: 'people.csv' })
  expect((await versions(id))[0]).toMatchObject({ status: 'error', error: { code: 'empty_file' } })
})

test('a key makes one version, and one version is made at a time', async () => {
  const id = await ready()
  const key = { 'idempotency-key': 'march' }
  expect((await newVersion(id, 'id\n1\n', 'march.csv', key)).statusCode).toBe(201)
  expect((await newVersion(id, 'id\n2\n')).statusCode).toBe(409)
  await runJobs(server)
  const again = await newVersion(id, 'id\n1\n', 'march.csv', key)
  expect([again.statusCode, again.headers['idempotent-replayed']]).toEqual([201, 'true'])
  expect(await versions(id)).toHaveLength(2)
})

test('the bytes of a finished upload become a version, and nobody else takes them', async () => {
  const id = await ready()
  const tus = { 'tus-resumable': '1.0.0' }
  const begun = await server.app.inject({
    method: 'POST',
    url: '/api/v1/uploads',
    headers: { ...ada.headers, ...tus, 'upload-length': '8', 'upload-metadata': 'filename bi5jc3Y=' },
  })
  const url = begun.headers.location as string
  const take = (who = ada) => post(`/datasets/${id}/versions`, { upload_id: url.split('/').at(-1) }, who)
  expect((await take()).statusCode).toBe(409)
  await server.app.inject({
    method: 'PATCH',
    url,
    headers: { ...ada.headers, ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    payload: 'id\n7\n8\n9',
  })
  expect((await take(bob)).statusCode).toBe(404)
  expect((await take()).statusCode).toBe(201)
  await runJobs(server)
  expect(await dataset(id)).toMatchObject({ version: 2, row_count: 3, original_filename: 'n.csv' })
  expect((await post(`/datasets/${id}/versions`, { upload_id: 'x' })).statusCode).toBe(422)
})

test('an upload that is held shows how it matches, and becomes a version only when it is taken', async () => {
  const id = await ready('id,tons,port\n1,2.5,HAM\n2,3.5,RTM\n')
  const tus = { 'tus-resumable': '1.0.0' }
  const encoded = (text: string) => Buffer.from(text).toString('base64')
  const march = 'port,ID,tons,flag\nHAM,x1,2.5,y\nRTM,x2,13.5,n\n'
  const metadata = `filename ${encoded('march.csv')},dataset ${encoded(id)},hold ${encoded('true')}`
  const begun = await server.app.inject({
    method: 'POST',
    url: '/api/v1/uploads',
    headers: { ...ada.headers, ...tus, 'upload-length': String(march.length), 'upload-metadata': metadata },
  })
  const url = begun.headers.location as string
  const body = { upload_id: url.split('/').at(-1) }
  expect((await post(`/datasets/${id}/versions/preview`, body)).statusCode).toBe(409)
  expect((await post(`/uploads/${body.upload_id}/preview`, {})).statusCode).toBe(409)
  const sent = await server.app.inject({
    method: 'PATCH',
    url,
    headers: { ...ada.headers, ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    payload: march,
  })
  expect([sent.statusCode, sent.headers['location-dataset']]).toEqual([204, undefined])
  const asked = await server.app.inject({ method: 'HEAD', url, headers: { ...ada.headers, ...tus } })
  expect([asked.headers['upload-offset'], asked.headers['location-dataset']]).toEqual([String(march.length), undefined])
  expect(await dataset(id)).toMatchObject({ version: 1, job: null })

  const arriving = await post(`/uploads/${body.upload_id}/preview`, { limit: 1 })
  expect(arriving.json()).toMatchObject({ rows: [['HAM', 'x1', '2.5', true]], of: march.length })
  expect((await post(`/uploads/${body.upload_id}/preview`, {}, bob)).statusCode).toBe(404)
  const preview = (await post(`/datasets/${id}/versions/preview`, body)).json()
  expect(preview).toMatchObject({ filename: 'march.csv', bytes: march.length, of: march.length, rows_read: 2 })
  expect(preview.rows).toEqual([
    ['HAM', 'x1', '2.5', true],
    ['RTM', 'x2', '13.5', false],
  ])
  expect(preview.matches.map(({ name, change }: { name: string; change: string }) => [name, change])).toEqual([
    ['port', 'same'],
    ['ID', 'retyped'],
    ['tons', 'same'],
    ['flag', 'added'],
  ])
  expect((await post(`/datasets/${id}/versions/preview`, body, bob)).statusCode).toBe(404)
  const other = await ready('id\n1\n', bob)
  expect((await post(`/datasets/${other}/versions/preview`, body, bob)).statusCode).toBe(404)
  expect((await post(`/datasets/${other}/versions`, body, bob)).statusCode).toBe(404)

  expect((await post(`/datasets/${id}/versions`, body)).statusCode).toBe(201)
  await runJobs(server)
  expect(await dataset(id)).toMatchObject({ version: 2, row_count: 2, original_filename: 'march.csv' })
  expect((await post(`/datasets/${id}/versions/preview`, body)).statusCode).toBe(404)
  expect((await post(`/datasets/${id}/versions`, body)).statusCode).toBe(201)
  await runJobs(server)
  expect(await dataset(id)).toMatchObject({ version: 3, column_count: 4 })
})

test('the first rows are shown as they would be, and nothing changes', async () => {
  const id = await ready(`when,n\n${'01/02/2024,007\n'.repeat(100_000)}`)
  const preview = (options: object, limit = 3) => post(`/datasets/${id}/reingest/preview`, { options, limit })
  const monthFirst = (await preview({ date_order: 'mdy' })).json()
  expect(monthFirst).toMatchObject({ columns: [{ sql_type: 'DATE' }, { sql_type: 'VARCHAR' }], of: 1_500_007 })
  expect(monthFirst.rows).toEqual(Array.from({ length: 3 }, () => ['2024-01-02', '007']))
  expect(monthFirst.read).toBeLessThanOrEqual(2 ** 20)
  const asText = (await preview({ columns: [{ index: 0, name: 'day', sql_type: 'VARCHAR' }] }, 1)).json()
  expect(asText).toMatchObject({ columns: [{ name: 'day', sql_type: 'VARCHAR' }, {}], rows: [['01/02/2024', '007']] })

  const refused = await preview({ range: 'A1:B2' })
  expect([refused.statusCode, refused.json().errors[0].path]).toEqual([422, 'options'])
  expect((await post(`/datasets/${id}/reingest/preview`, {}, bob)).statusCode).toBe(404)
  expect(await versions(id)).toHaveLength(1)
  expect(await readdir(join(server.home.tmp, 'previews'))).toEqual([])
})
