import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildColumn, buildDataset } from '../../../test/dataset-factory.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import type { DatasetListItem } from '../../shared/dataset.ts'
import type { UserRow } from '../accounts/user.ts'
import { claimVersion, failVersion } from './version-states.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: UserRow
let adaSignedIn: SignedIn
let eveSignedIn: SignedIn

beforeAll(async () => {
  server = await buildTestApp()
  ada = await buildUser(server.orm)
  adaSignedIn = await signIn(server.app, ada)
  eveSignedIn = await signIn(server.app, await buildUser(server.orm))
})

afterAll(() => server.close())

const as = (person: SignedIn) => (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
  server.app.inject({ method, url: `/api/v1${url}`, headers: person.headers, ...(payload ? { payload } : {}) })
const asAda = (...request: Parameters<ReturnType<typeof as>>) => as(adaSignedIn)(...request)
const asEve = (...request: Parameters<ReturnType<typeof as>>) => as(eveSignedIn)(...request)
const build = (wish: Parameters<typeof buildDataset>[2] = {}) => buildDataset(server.orm, ada, wish)
const db = () => server.orm.em.fork().getKysely()

describe('what is not yours answers as what does not exist', () => {
  const routes = [
    ['GET', '/datasets/:id'],
    ['GET', '/datasets/:id?wait=1'],
    ['PATCH', '/datasets/:id', { title: 'mine now' }],
    ['PATCH', '/datasets/:id', {}],
    ['DELETE', '/datasets/:id'],
    ['DELETE', '/datasets/:id?permanent=true'],
    ['POST', '/datasets/:id/cancel'],
    ['GET', '/datasets/:id/versions'],
    ['GET', '/datasets/:id/rows'],
    ['GET', '/datasets/:id/rows?version=1'],
    ['GET', '/datasets/:id/download'],
    ['GET', '/datasets/:id/profile'],
    ['GET', '/datasets/:id/receipt'],
    ['GET', '/datasets/:id/events'],
    ['POST', '/trash/:id/restore'],
  ] as const

  test.each(routes)('%s %s', async (method, url, payload?: object) => {
    const { id } = await build({ status: 'processing' })
    const { id: trashed } = await build({ deletedAt: new Date() })
    const foreign = await asEve(method, url.replace(':id', id), payload)
    const missing = await asEve(method, url.replace(':id', crypto.randomUUID()), payload)
    const noId = await asEve(method, url.replace(':id', 'x'), payload)
    for (const answer of [foreign, missing, noId]) {
      expect(answer.statusCode).toBe(404)
      expect(answer.json()).toEqual({ ...missing.json(), request_id: answer.json().request_id })
    }
    expect((await asEve(method, url.replace(':id', trashed), payload)).statusCode).toBe(404)
    expect((await asAda('GET', `/datasets/${id}`)).json()).toMatchObject({ status: 'processing', deleted_at: null })
    const nobody = await server.app.inject({
      method,
      url: `/api/v1${url.replace(':id', id)}`,
      ...(payload ? { payload } : {}),
    })
    expect(nobody.statusCode).toBe(401)
  })

  test('lists hold what is yours alone', async () => {
    await build()
    await build({ deletedAt: new Date() })
    expect((await asEve('GET', '/datasets')).json()).toEqual({ items: [], total: 0, limit: 100, offset: 0 })
    expect((await asEve('GET', '/trash')).json()).toMatchObject({ items: [], total: 0 })
    expect((await asEve('GET', '/datasets?offset=5')).json()).toMatchObject({ items: [], total: 0, offset: 5 })
  })
})

describe('the list', () => {
  let grace: UserRow
  let asGrace: ReturnType<typeof as>
  const titles = async (query: string): Promise<string[]> =>
    (await asGrace('GET', `/datasets${query}`)).json().items.map(({ title }: DatasetListItem) => title)

  beforeAll(async () => {
    grace = await buildUser(server.orm)
    asGrace = as(await signIn(server.app, grace))
    const columns = [buildColumn('customer_id', 'numeric'), buildColumn('name, "quoted"', 'text')]
    const minutes = (ago: number) => new Date(Date.now() - ago * 60_000)
    const wishes = [
      { title: 'harbour visits 2024', columns, rowCount: 500, createdAt: minutes(1) },
      { title: 'Alpha 100%', columns: [buildColumn('customer_id', 'text')], rowCount: 3, createdAt: minutes(2) },
      { title: 'beta_under', status: 'error' as const, createdAt: minutes(3) },
      { title: 'gamma', status: 'processing' as const, createdAt: minutes(4) },
    ]
    for (const wish of wishes) await buildDataset(server.orm, grace, wish)
    await buildDataset(server.orm, grace, { title: 'thrown away', columns, deletedAt: new Date() })
  })

  test('is newest first, without columns_info, and knows its total on every page', async () => {
    const { items, ...page } = (await asGrace('GET', '/datasets?limit=2')).json()
    expect(page).toEqual({ total: 4, limit: 2, offset: 0 })
    expect(items.map(({ title }: DatasetListItem) => title)).toEqual(['harbour visits 2024', 'Alpha 100%'])
    expect(items[0]).not.toHaveProperty('columns_info')
    expect(items[0]).toMatchObject({ kinds: { numeric: 0, nested: 0 }, kind_strip: [] })
    expect((await asGrace('GET', '/datasets?limit=2&offset=40')).json()).toMatchObject({ items: [], total: 4 })
  })

  test.each([
    ['?q=VISITS', ['harbour visits 2024']],
    ['?q=visits+harbour', ['harbour visits 2024']],
    ['?q=100%25', ['Alpha 100%']],
    ['?q=a_u', ['beta_under']],
    ['?q=nothing', []],
    ['?status=error', ['beta_under']],
    ['?has_column=customer_id', ['harbour visits 2024', 'Alpha 100%']],
    ['?has_column=customer_id&column_kind=numeric', ['harbour visits 2024']],
    ['?column_kind=text', ['harbour visits 2024', 'Alpha 100%']],
    [`?has_column=${encodeURIComponent('name, "quoted"')}`, ['harbour visits 2024']],
    ['?sort=title', ['Alpha 100%', 'beta_under', 'gamma', 'harbour visits 2024']],
    ['?sort=-title&limit=1', ['harbour visits 2024']],
    ['?sort=created_at&limit=1', ['gamma']],
    ['?sort=-row_count&limit=2', ['harbour visits 2024', 'Alpha 100%']],
    ['?sort=row_count&limit=2', ['Alpha 100%', 'harbour visits 2024']],
  ])('%s', async (query, expected) => {
    expect(await titles(query)).toEqual(expected)
  })

  test.each(['?sort=password', '?limit=0', '?limit=1001', '?offset=-1', '?status=lost', '?column_kind=x', '?q=%00'])(
    '%s is refused',
    async (query) => {
      const answer = await asGrace('GET', `/datasets${query}`)
      expect(answer.statusCode).toBe(422)
      expect(answer.json().errors[0].path).toBe(query.slice(1).split('=')[0])
    },
  )
})

describe('changing', () => {
  test('title, description and tags; what is left out stays, and what nobody may change is ignored', async () => {
    const { id } = await build({ title: 'before' })
    const before = (await asAda('GET', `/datasets/${id}`)).json()
    const first = await asAda('PATCH', `/datasets/${id}`, { title: ' after ', tags: ['a', 'b', 'a'] })
    expect(first.json()).toMatchObject({ title: 'after', tags: ['a', 'b'], description: null })
    const second = await asAda('PATCH', `/datasets/${id}`, {
      description: 'words',
      id: 'x',
      user_id: 'x',
      status: 'error',
    })
    expect(second.json()).toMatchObject({ id, title: 'after', description: 'words', status: 'ready', user_id: ada.id })
    expect(second.json().updated_at > before.updated_at).toBe(true)
    expect((await asAda('PATCH', `/datasets/${id}`, { description: null })).json().description).toBeNull()
  })

  test.each([
    { title: '' },
    { title: '  ' },
    { title: 'x'.repeat(301) },
    { title: 5 },
    { title: 'a\0' },
    { tags: [''] },
  ])('%j is refused', async (body) => {
    const { id } = await build()
    expect((await asAda('PATCH', `/datasets/${id}`, body)).statusCode).toBe(422)
  })
})

describe('deleting', () => {
  test('into the trash: gone everywhere else, restorable once', async () => {
    const { id } = await build({ title: 'oops' })
    expect((await asAda('DELETE', `/datasets/${id}`)).statusCode).toBe(204)
    for (const path of ['', '/rows', '/profile', '/versions', '/download', '/events']) {
      expect((await asAda('GET', `/datasets/${id}${path}`)).statusCode).toBe(404)
    }
    expect((await asAda('DELETE', `/datasets/${id}`)).statusCode).toBe(404)
    const trash = (await asAda('GET', '/trash')).json()
    expect(trash.trash_days).toBe(30)
    expect(trash.items[0]).toMatchObject({ id, title: 'oops', deleted_at: expect.any(String) })
    expect((await asAda('POST', `/trash/${id}/restore`)).json()).toMatchObject({ id, deleted_at: null })
    expect((await asAda('POST', `/trash/${id}/restore`)).statusCode).toBe(404)
    expect((await asAda('GET', `/datasets/${id}`)).statusCode).toBe(200)
  })

  test.each([false, true])('for good, with its files (from the trash: %s)', async (fromTrash) => {
    const { payload, headers } = fileForm('a\n1\n')
    const uploaded = await server.app.inject({
      method: 'POST',
      url: '/api/v1/datasets',
      payload,
      headers: { ...headers, ...adaSignedIn.headers },
    })
    const { id, filename } = uploaded.json()
    const table = join(server.home.files, 'tables', `${id}-1.parquet`)
    await writeFile(table, '')
    await sql`update dataset_versions set table_path = ${`files/tables/${id}-1.parquet`} where dataset_id = ${id}`.execute(
      db(),
    )
    if (fromTrash) await asAda('DELETE', `/datasets/${id}`)
    expect((await asAda('DELETE', `/datasets/${id}?permanent=true`)).statusCode).toBe(204)
    expect(existsSync(join(server.home.files, 'originals', filename))).toBe(false)
    expect(existsSync(table)).toBe(false)
    expect((await asAda('DELETE', `/datasets/${id}?permanent=true`)).statusCode).toBe(404)
  })
})

describe('waiting', () => {
  test('answers as soon as the dataset is finished, and holds no connection meanwhile', async () => {
    const { id, versionId } = await build({ status: 'uploaded' })
    const began = performance.now()
    const waiting = Promise.all(Array.from({ length: 30 }, () => asAda('GET', `/datasets/${id}?wait=20`)))
    await sleep(300)
    const claim = await claimVersion(db(), versionId)
    if (claim) await failVersion(db(), claim, { code: 'corrupt_file', detail: 'Broken.' })
    for (const answer of await waiting) {
      expect(answer.json()).toMatchObject({
        status: 'error',
        error: { code: 'corrupt_file', detail: 'Broken.' },
        job: null,
      })
    }
    expect(performance.now() - began).toBeLessThan(15_000)
  })

  test('answers as it is when the time is over', async () => {
    const { id } = await build({ status: 'processing' })
    const began = performance.now()
    expect((await asAda('GET', `/datasets/${id}?wait=0.3`)).json()).toMatchObject({ status: 'processing' })
    expect(performance.now() - began).toBeGreaterThan(250)
  })

  test('does not wait for what is ready', async () => {
    const { id } = await build()
    const began = performance.now()
    await asAda('GET', `/datasets/${id}?wait=10`)
    expect(performance.now() - began).toBeLessThan(8_000)
  })

  test('ends with 404 when the dataset is deleted meanwhile', async () => {
    const { id } = await build({ status: 'processing' })
    const waiting = asAda('GET', `/datasets/${id}?wait=20`)
    await sleep(200)
    await sql`delete from datasets where id = ${id}`.execute(db())
    expect((await waiting).statusCode).toBe(404)
  })

  test('goes on when the connection that hears of changes was cut', async () => {
    const { id, versionId } = await build({ status: 'uploaded' })
    const waiting = asAda('GET', `/datasets/${id}?wait=20`)
    await sleep(200)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'datalens events'`.execute(db())
    const claim = await claimVersion(db(), versionId)
    if (claim) await failVersion(db(), claim, { code: 'x', detail: 'y' })
    expect((await waiting).json()).toMatchObject({ status: 'error' })
  })
})

describe('what is not ready', () => {
  test.each(['rows', 'profile', 'receipt'])('%s', async (what) => {
    const working = await build({ status: 'processing' })
    const answer = await asAda('GET', `/datasets/${working.id}/${what}`)
    expect(answer.statusCode).toBe(409)
    expect(answer.json()).toMatchObject({ code: 'dataset_not_ready' })
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)

    const failed = await build({ status: 'uploaded' })
    const claim = await claimVersion(db(), failed.versionId)
    if (claim) await failVersion(db(), claim, { code: 'corrupt_file', detail: 'The file ends too early.' })
    const refusal = await asAda('GET', `/datasets/${failed.id}/${what}`)
    expect(refusal.statusCode).toBe(409)
    expect(refusal.json()).toMatchObject({
      code: 'dataset_failed',
      detail: 'The file ends too early.',
      error: { code: 'corrupt_file' },
    })
    expect((await asAda('GET', `/datasets/${failed.id}/${what}?version=7`)).statusCode).toBe(404)
  })
})

describe('cancelling', () => {
  test('answers 202 with the dataset as an error, and once only', async () => {
    const { id } = await build({ status: 'processing' })
    const answer = await asAda('POST', `/datasets/${id}/cancel`)
    expect(answer.statusCode).toBe(202)
    expect(answer.json()).toMatchObject({ status: 'error', error: { code: 'cancelled' }, job: null })
    const again = await asAda('POST', `/datasets/${id}/cancel`)
    expect(again.statusCode).toBe(409)
    expect(again.json()).toMatchObject({ code: 'conflict' })
  })
})

test('versions are listed, the latest first', async () => {
  const { id } = await build()
  await sql`insert into dataset_versions (dataset_id, number, reason, original_filename, file_path, file_size, sha256)
    values (${id}, 2, 'reingest', 'f', 'f', 7, '')`.execute(db())
  expect((await asAda('GET', `/datasets/${id}/versions`)).json()).toEqual({
    items: [
      expect.objectContaining({ number: 2, reason: 'reingest', by: null, current: false, bytes: 7, row_count: null }),
      expect.objectContaining({
        number: 1,
        reason: 'upload',
        by: { id: ada.id, username: ada.username },
        current: true,
      }),
    ],
    total: 2,
    limit: 100,
    offset: 0,
  })
  expect((await asAda('GET', `/datasets/${id}/versions?offset=9`)).json()).toMatchObject({ items: [], total: 2 })
})
