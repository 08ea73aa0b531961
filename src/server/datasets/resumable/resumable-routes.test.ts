import { createHash, randomBytes } from 'node:crypto'
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../../test/factories.ts'
import { runJobs } from '../../../../test/run-jobs.ts'
import { sweepFiles } from '../sweep-files.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: SignedIn
let bob: SignedIn

beforeAll(async () => {
  server = await buildTestApp()
  ada = await signIn(server.app, await buildUser(server.orm))
  bob = await signIn(server.app, await buildUser(server.orm))
  await server.app.listen({ port: 0, host: '127.0.0.1' })
})

afterAll(() => server.close())

type Headers = Record<string, string | number>

const db = () => server.orm.em.fork().getKysely()
const tus = { 'tus-resumable': '1.0.0' }
const metadata = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',')
const send = (method: string, url: string, headers: Headers = {}, payload?: Buffer | string, who = ada) =>
  server.app.inject({
    method: method as 'POST',
    url,
    headers: { ...who.headers, ...tus, ...headers } as Record<string, string>,
    ...(payload === undefined ? {} : { payload }),
  })
const begin = async (length: number, values: Record<string, string> = { filename: 'visits.csv' }) => {
  const answer = await send('POST', '/api/v1/uploads', { 'upload-length': length, 'upload-metadata': metadata(values) })
  expect(answer.statusCode).toBe(201)
  return answer.headers.location as string
}
const part = (url: string, offset: number, bytes: Buffer | string, headers: Headers = {}) =>
  send('PATCH', url, { 'content-type': 'application/offset+octet-stream', 'upload-offset': offset, ...headers }, bytes)
const offsetOf = async (url: string) => Number((await send('HEAD', url)).headers['upload-offset'])

const content = 'id,name\n1,Ada\n2,Bob\n'

test('parts become a dataset, and the last one says which', async () => {
  const url = await begin(content.length, { filename: 'visits.csv', title: 'Visits' })
  const first = await part(url, 0, content.slice(0, 7))
  expect([first.statusCode, first.headers['upload-offset'], first.headers['location-dataset']]).toEqual([
    204,
    '7',
    undefined,
  ])
  const head = await send('HEAD', url)
  expect(head.headers).toMatchObject({ 'upload-offset': '7', 'upload-length': '20', 'cache-control': 'no-store' })

  const last = await part(url, 7, content.slice(7))
  const dataset = (await send('GET', last.headers['location-dataset'] as string)).json()
  expect(dataset).toMatchObject({ title: 'Visits', original_filename: 'visits.csv', file_size: 20, status: 'uploaded' })
  const original = await send('GET', `${last.headers['location-dataset']}/download?format=original`)
  expect(original.body).toBe(content)
  expect(await sweepFiles(db(), server.home)).toEqual([])
})

test('whoever missed the last answer hears it again, and no second dataset is made', async () => {
  const url = await begin(content.length)
  const last = await part(url, 0, content)
  const again = await send('HEAD', url)
  expect(again.headers).toMatchObject({ 'upload-offset': '20', 'location-dataset': last.headers['location-dataset'] })
  expect((await part(url, 20, '')).statusCode).toBe(409)
})

test('an upload whose server was lost before its file was made begins all the same', async () => {
  const url = await begin(content.length)
  await rm(join(server.home.root, 'files/incoming', url.split('/').at(-1) as string))
  expect(await offsetOf(url)).toBe(0)
  const last = await part(url, 0, content)
  const original = await send('GET', `${last.headers['location-dataset']}/download?format=original`)
  expect(original.body).toBe(content)

  const empty = await begin(1)
  const id = empty.split('/').at(-1) as string
  await rm(join(server.home.root, 'files/incoming', id))
  await sql`update uploads set length = 0 where id = ${id}`.execute(db())
  expect((await send('HEAD', empty)).statusCode).toBe(200)
  expect((await send('HEAD', empty)).headers['location-dataset']).toBeDefined()
})

test('an upload that lost its server after the last byte is finished when its sender comes back', async () => {
  const url = await begin(content.length)
  await part(url, 0, content.slice(0, 10))
  const id = url.split('/').at(-1) as string
  await writeFile(join(server.home.files, 'incoming', id), content)
  await sql`update uploads set received = 20 where id = ${id}`.execute(db())
  const head = await send('HEAD', url)
  const dataset = (await send('GET', head.headers['location-dataset'] as string)).json()
  expect(dataset.file_size).toBe(20)
  const stored = await readFile(join(server.home.root, `files/originals/${dataset.filename}`), 'utf8')
  expect(stored).toBe(content)
})

test('an empty file is a dataset as soon as it is announced', async () => {
  const answer = await send('POST', '/api/v1/uploads', {
    'upload-length': 0,
    'upload-metadata': metadata({ filename: 'e.csv' }),
  })
  expect(answer.headers['location-dataset']).toMatch(/datasets/)
})

test('bytes that are not safe are not counted, and are written again', async () => {
  const url = await begin(content.length)
  await part(url, 0, content.slice(0, 10))
  const id = url.split('/').at(-1) as string
  await appendFile(join(server.home.files, 'incoming', id), 'what a crash left')
  expect(await offsetOf(url)).toBe(10)
  const last = await part(url, 10, content.slice(10))
  expect((await send('GET', `${last.headers['location-dataset']}/download?format=original`)).body).toBe(content)
})

test('a connection that breaks keeps what it brought', async () => {
  const bytes = randomBytes(3 * 2 ** 20)
  const url = await begin(bytes.length)
  const { port } = server.app.server.address() as AddressInfo
  const headers = {
    ...ada.headers,
    ...tus,
    'content-type': 'application/offset+octet-stream',
    'content-length': bytes.length,
    'upload-offset': 0,
  }
  const broken = httpRequest({ port, host: '127.0.0.1', path: url, method: 'PATCH', headers })
  broken.on('error', () => {})
  broken.write(bytes.subarray(0, 2 * 2 ** 20))
  const file = join(server.home.files, 'incoming', url.split('/').at(-1) as string)
  await expect.poll(async () => (await readFile(file)).length).toBeGreaterThan(2 ** 20)
  broken.destroy()
  await expect.poll(() => offsetOf(url)).toBeGreaterThan(2 ** 20)
  const offset = await offsetOf(url)
  const last = await part(url, offset, bytes.subarray(offset))
  expect(last.headers['location-dataset']).toBeDefined()
  const { rows } = await sql<{ sha256: string }>`select v.sha256 from dataset_versions v
    where v.dataset_id = ${(last.headers['location-dataset'] as string).split('/').at(-1)}`.execute(db())
  expect(rows[0]?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
})

test('whoever comes back does not wait for the connection that hangs', async () => {
  const bytes = randomBytes(2 ** 20 + 5)
  const url = await begin(bytes.length)
  const { port } = server.app.server.address() as AddressInfo
  const headers = {
    ...ada.headers,
    ...tus,
    'content-type': 'application/offset+octet-stream',
    'content-length': bytes.length,
    'upload-offset': 0,
  }
  const hanging = httpRequest({ port, host: '127.0.0.1', path: url, method: 'PATCH', headers })
  hanging.on('error', () => {})
  hanging.write(bytes.subarray(0, 2 ** 20))
  const file = join(server.home.files, 'incoming', url.split('/').at(-1) as string)
  await expect.poll(async () => (await readFile(file)).length).toBe(2 ** 20)
  const offset = await offsetOf(url)
  expect(offset).toBe(2 ** 20)
  const last = await part(url, offset, bytes.subarray(offset))
  expect(last.headers['location-dataset']).toBeDefined()
})

test('a checksum is held, or none of the bytes is', async () => {
  const url = await begin(content.length)
  const digest = (text: string, algorithm = 'sha256') => createHash(algorithm).update(text).digest('base64')
  const wrong = await part(url, 0, content, { 'upload-checksum': `sha256 ${digest('something else')}` })
  expect([wrong.statusCode, wrong.json().code]).toEqual([460, 'checksum_mismatch'])
  expect(await offsetOf(url)).toBe(0)
  expect((await part(url, 0, content, { 'upload-checksum': `crc7 ${digest(content)}` })).statusCode).toBe(422)
  const half = content.slice(0, 9)
  expect((await part(url, 0, half, { 'upload-checksum': `sha1 ${digest(half, 'sha1')}` })).statusCode).toBe(204)
  const rest = content.slice(9)
  const last = await part(url, 9, rest, { 'upload-checksum': `sha256 ${digest(rest)}` })
  expect(last.headers['location-dataset']).toBeDefined()
})

test('what does not fit is refused and changes nothing', async () => {
  const url = await begin(content.length)
  expect((await part(url, 3, content)).statusCode).toBe(409)
  expect((await part(url, 0, `${content}more`)).statusCode).toBe(413)
  expect((await send('PATCH', url, { 'upload-offset': 0, 'content-type': 'text/csv' }, content)).statusCode).toBe(415)
  const old = await send('PATCH', url, { 'tus-resumable': '0.2.2', 'upload-offset': 0 })
  expect([old.statusCode, old.headers['tus-version']]).toEqual([412, '1.0.0'])
  expect(await offsetOf(url)).toBe(0)
  for (const headers of [
    {},
    { 'upload-length': 'x' },
    { 'upload-length': -1 },
    { 'upload-length': 1, 'upload-metadata': 'filename §' },
  ])
    expect((await send('POST', '/api/v1/uploads', headers as Headers)).statusCode).toBe(422)
  expect((await send('POST', '/api/v1/uploads', { 'upload-length': 2 ** 50 })).statusCode).toBe(413)
})

test('nobody else sees or touches an upload', async () => {
  const url = await begin(content.length)
  for (const method of ['HEAD', 'PATCH', 'DELETE']) {
    const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': 0 }
    expect((await send(method, url, headers, method === 'PATCH' ? 'x' : undefined, bob)).statusCode).toBe(404)
  }
  expect((await send('GET', '/api/v1/uploads', {}, undefined, bob)).json()).toMatchObject({ items: [], total: 0 })
  expect(await offsetOf(url)).toBe(0)
})

test('nor breaks off what its owner is sending', async () => {
  const bytes = randomBytes(2 ** 20 + 5)
  const url = await begin(bytes.length)
  const { port } = server.app.server.address() as AddressInfo
  const type = { 'content-type': 'application/offset+octet-stream', 'upload-offset': 0 }
  const headers = { ...ada.headers, ...tus, ...type, 'content-length': bytes.length }
  const sending = httpRequest({ port, host: '127.0.0.1', path: url, method: 'PATCH', headers })
  const answered = new Promise<number | undefined>((resolve, reject) => {
    sending.on('error', reject)
    sending.on('response', ({ statusCode }) => resolve(statusCode))
  })
  sending.write(bytes.subarray(0, 2 ** 20))
  const file = join(server.home.files, 'incoming', url.split('/').at(-1) as string)
  await expect.poll(async () => (await readFile(file)).length).toBe(2 ** 20)
  for (const method of ['HEAD', 'PATCH', 'DELETE']) {
    expect((await send(method, url, type, method === 'PATCH' ? 'x' : undefined, bob)).statusCode).toBe(404)
  }
  sending.end(bytes.subarray(2 ** 20))
  expect(await answered).toBe(204)
})

test('an id in capitals is the same upload', async () => {
  const url = await begin(content.length)
  const shouted = url.replace(/[^/]+$/, (id) => id.toUpperCase())
  expect((await part(shouted, 0, content)).headers['location-dataset']).toBeDefined()
})

test('unfinished uploads are listed, and can be given up', async () => {
  const carol = await signIn(server.app, await buildUser(server.orm))
  const answer = await send(
    'POST',
    '/api/v1/uploads',
    { 'upload-length': 9, 'upload-metadata': metadata({ filename: 'big ü.csv' }) },
    undefined,
    carol,
  )
  const url = answer.headers.location as string
  await send('PATCH', url, { 'content-type': 'application/offset+octet-stream', 'upload-offset': 0 }, 'abc', carol)
  const { items } = (await send('GET', '/api/v1/uploads', {}, undefined, carol)).json()
  expect(items).toEqual([
    {
      id: url.split('/').at(-1),
      filename: 'big ü.csv',
      offset: 3,
      length: 9,
      held: false,
      dataset: null,
      expires_at: expect.any(String),
    },
  ])
  expect((await send('DELETE', url, {}, undefined, carol)).statusCode).toBe(204)
  expect((await send('HEAD', url, {}, undefined, carol)).statusCode).toBe(404)
  expect(await sweepFiles(db(), server.home)).toEqual([])
})

test('an upload that names a dataset becomes a version of it, and of no foreign one', async () => {
  const made = await part(await begin(content.length), 0, content)
  const id = (made.headers['location-dataset'] as string).split('/').at(-1) as string
  const more = { filename: 'march.csv', dataset: id }
  const announce = (who: SignedIn) =>
    send('POST', '/api/v1/uploads', { 'upload-length': 5, 'upload-metadata': metadata(more) }, undefined, who)
  expect((await announce(ada)).statusCode).toBe(409)
  await runJobs(server)
  expect((await announce(bob)).statusCode).toBe(404)
  const begun = await announce(ada)
  const last = await part(begun.headers.location as string, 0, 'id\n1\n')
  expect(last.headers['location-dataset']).toBe(`/api/v1/datasets/${id}`)
  expect(await offsetOf(begun.headers.location as string)).toBe(5)
  await runJobs(server)
  const dataset = (await send('GET', `/api/v1/datasets/${id}`)).json()
  expect(dataset).toMatchObject({ version: 2, row_count: 1, original_filename: 'march.csv' })
})

test('a version that arrived while another was being read is taken when that is done, however often it asks', async () => {
  const made = await part(await begin(content.length), 0, content)
  const id = (made.headers['location-dataset'] as string).split('/').at(-1) as string
  await runJobs(server)
  const url = await begin(5, { filename: 'april.csv', dataset: id })
  await part(url, 0, 'id\n')
  expect(
    (await send('POST', `/api/v1/datasets/${id}/reingest`, { 'content-type': 'application/json' }, '{"options":{}}'))
      .statusCode,
  ).toBe(202)
  expect((await part(url, 3, '1\n')).statusCode).toBe(409)
  expect((await send('HEAD', url)).statusCode).toBe(409)
  await runJobs(server)
  expect((await send('HEAD', url)).headers).toMatchObject({ 'location-dataset': `/api/v1/datasets/${id}` })
  await runJobs(server)
  expect((await send('GET', `/api/v1/datasets/${id}`)).json()).toMatchObject({ version: 3, row_count: 1 })
})
