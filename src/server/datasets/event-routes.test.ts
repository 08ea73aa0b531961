import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildDataset } from '../../../test/dataset-factory.ts'
import { openEvents } from '../../../test/event-reader.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import type { UserRow } from '../accounts/user.ts'
import { claimVersion, failVersion, notePreview, noteProgress, promoteVersion } from './version-states.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let base: string
let ada: UserRow
let signedIn: SignedIn

beforeAll(async () => {
  server = await buildTestApp()
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  base = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}/api/v1`
  ada = await buildUser(server.orm)
  signedIn = await signIn(server.app, ada)
})

afterAll(() => server.close())

const db = () => server.orm.em.fork().getKysely()
const follow = (path = '/events', headers: Record<string, string> = {}, person = signedIn) =>
  openEvents(`${base}${path}`, { ...person.headers, ...headers })

const claim = async (versionId: string) => {
  const claimed = await claimVersion(db(), versionId)
  if (!claimed) throw new Error('nothing to claim')
  return claimed
}

const job = {
  kind: 'ingest',
  version: 1,
  stage: 'reading',
  bytes_done: 5,
  bytes_total: 10,
  rows: 1,
  rows_per_second: 2,
  eta_ms: 3,
} as const
const preview = { columns: [{ name: 'a', sql_type: 'BIGINT', kind: 'numeric', json: 'number' }], rows: [[1]] } as const

test('a stream tells of every change: progress, first rows once, the end', async () => {
  const { id, versionId } = await buildDataset(server.orm, ada, { status: 'uploaded' })
  await using events = await follow()
  expect(events.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(events.headers.get('cache-control')).toContain('no-store')
  expect(await events.until((event) => event.data.id === id)).toMatchObject({
    event: 'dataset',
    data: { status: 'uploaded' },
  })

  const attempt = await claim(versionId)
  await events.until(({ data }) => data.id === id && data.status === 'processing')
  await noteProgress(db(), attempt, job)
  expect(await events.until(({ data }) => data.job?.bytes_done === 5)).toMatchObject({ data: { job } })
  await notePreview(db(), attempt, preview as never)
  expect(await events.until(({ event }) => event === 'preview')).toMatchObject({
    data: { dataset_id: id, version: 1, ...preview },
  })
  await noteProgress(db(), attempt, { ...job, bytes_done: 9 })
  await events.until(({ data }) => data.job?.bytes_done === 9)
  await failVersion(db(), attempt, { code: 'corrupt_file', detail: 'Broken.' })
  await events.until(({ data }) => data.status === 'error' && data.id === id)
  expect(events.all.filter(({ event }) => event === 'preview')).toHaveLength(1)
})

test('titles, the trash and deletes are told too, by plain SQL as well', async () => {
  const { id } = await buildDataset(server.orm, ada)
  await using events = await follow()
  await sql`update datasets set title = 'by hand' where id = ${id}`.execute(db())
  await events.until(({ data }) => data.title === 'by hand')
  await sql`update datasets set deleted_at = now() where id = ${id}`.execute(db())
  await events.until(({ data }) => data.id === id && data.deleted_at !== null)
  await sql`delete from datasets where id = ${id}`.execute(db())
  expect(await events.until(({ event }) => event === 'deleted')).toMatchObject({ data: { id } })
})

test('nobody hears of what is not theirs', async () => {
  const eve = await signIn(server.app, await buildUser(server.orm))
  await using events = await follow('/events', {}, eve)
  const { id } = await buildDataset(server.orm, ada, { status: 'processing' })
  await sql`update datasets set title = 'secret' where id = ${id}`.execute(db())
  await sleep(500)
  expect(events.all).toEqual([])
})

test('Last-Event-ID resumes: what changed meanwhile is told at once', async () => {
  const { id } = await buildDataset(server.orm, ada)
  const before = await follow()
  await sql`update datasets set title = 'one' where id = ${id}`.execute(db())
  const { id: lastEventId } = await before.until(({ data }) => data.title === 'one')
  await before[Symbol.asyncDispose]()
  await sql`update datasets set title = 'two' where id = ${id}`.execute(db())
  await using after = await follow('/events', { 'last-event-id': lastEventId })
  await after.until(({ data }) => data.title === 'two')
})

test.each(['', 'x', '99999999999999999999', "1'; drop table users"])(
  'a strange Last-Event-ID (%s) starts anew',
  async (id) => {
    await using events = await follow('/events', { 'last-event-id': id })
    expect(events.status).toBe(200)
  },
)

describe('the stream of one dataset', () => {
  test('begins with it and ends when it is finished', async () => {
    const { id, versionId } = await buildDataset(server.orm, ada, { status: 'uploaded' })
    await using events = await follow(`/datasets/${id}/events`)
    await events.until(({ data }) => data.status === 'uploaded')
    await promoteVersion(db(), await claim(versionId), minimalResult)
    await events.until(({ data }) => data.status === 'ready')
    await events.ended
  })

  test('of a finished one tells it and ends', async () => {
    const { id } = await buildDataset(server.orm, ada)
    await using events = await follow(`/datasets/${id}/events`)
    await events.ended
    expect(events.all.map(({ event, data }) => [event, data.status])).toEqual([['dataset', 'ready']])
  })

  test('ends when it goes into the trash, and tells no title of what lies there', async () => {
    const { id } = await buildDataset(server.orm, ada, { status: 'processing' })
    await using events = await follow(`/datasets/${id}/events`)
    await events.until(({ data }) => data.status === 'processing')
    await sql`update datasets set deleted_at = now(), title = 'in the trash' where id = ${id}`.execute(db())
    await events.ended
    expect(events.all.at(-1)).toMatchObject({ event: 'deleted', data: { id } })
    expect(JSON.stringify(events.all)).not.toContain('in the trash')
  })

  test('ends when it is deleted', async () => {
    const { id } = await buildDataset(server.orm, ada, { status: 'processing' })
    await using events = await follow(`/datasets/${id}/events`)
    await events.until(({ data }) => data.status === 'processing')
    await sql`delete from datasets where id = ${id}`.execute(db())
    await events.until(({ event }) => event === 'deleted')
    await events.ended
  })
})

test('a stream ends within two seconds of its session, and no other does', async () => {
  const leaving = await signIn(server.app, ada)
  await using events = await follow('/events', {}, leaving)
  await using staying = await follow()
  await server.app.inject({ method: 'POST', url: '/api/v1/auth/logout', headers: leaving.cookieHeaders })
  const began = performance.now()
  await events.ended
  expect(performance.now() - began).toBeLessThan(3_000)
  const { id } = await buildDataset(server.orm, ada)
  await staying.until(({ data }) => data.id === id)
})

test('a lost connection to the database costs nothing', async () => {
  const { id } = await buildDataset(server.orm, ada)
  await using events = await follow()
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db())
  const { id: working } = await buildDataset(server.orm, ada, { status: 'processing' })
  await events.until(({ data }) => data.id === working)
  await sql`update datasets set title = 'still heard' where id = ${id}`.execute(db())
  await events.until(({ data }) => data.title === 'still heard')
})

test('ten tabs and ten uploads: every tab hears of every dataset', async () => {
  const many = await signIn(server.app, await buildUser(server.orm))
  const tabs = await Promise.all(Array.from({ length: 10 }, () => follow('/events', {}, many)))
  const uploads = await Promise.all(
    Array.from({ length: 10 }, async (_, n) => {
      const { payload, headers } = fileForm(`a\n${n}\n`)
      const answer = await fetch(`${base}/datasets`, {
        method: 'POST',
        body: payload,
        headers: { ...headers, ...many.headers },
      })
      return ((await answer.json()) as { id: string }).id
    }),
  )
  expect(new Set(uploads).size).toBe(10)
  const { rows } = await sql<{ id: string }>`
    select id from dataset_versions where dataset_id = any(${uploads}::uuid[])`.execute(db())
  await Promise.all(rows.map(async ({ id }) => promoteVersion(db(), await claim(id), minimalResult)))
  for (const tab of tabs) {
    for (const id of uploads) await tab.until(({ data }) => data.id === id && data.status === 'ready')
    await tab[Symbol.asyncDispose]()
  }
})

test('a reader who does not read is held back, not buffered for', async () => {
  const slow = await buildUser(server.orm)
  const { id } = await buildDataset(server.orm, slow)
  const abort = new AbortController()
  const answer = await fetch(`${base}/events`, {
    headers: (await signIn(server.app, slow)).headers,
    signal: abort.signal,
  })
  const before = process.memoryUsage().arrayBuffers
  const description = 'x'.repeat(10_000)
  for (let n = 0; n < 300; n += 1) {
    await sql`update datasets set description = ${`${n}${description}`} where id = ${id}`.execute(db())
    if (n % 10 === 0) await sleep(20)
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 2 ** 20)
  abort.abort()
  await answer.body?.cancel().catch(() => {})
})

const minimalResult = {
  tablePath: 'files/tables/none.parquet',
  tableSize: 1,
  rowCount: 1,
  columns: [],
  receipt: { format: { type: 'csv', sheet: null }, questions: [], rows_rejected: 0 },
  profile: { alerts: [] },
} as unknown as Parameters<typeof promoteVersion>[2]
