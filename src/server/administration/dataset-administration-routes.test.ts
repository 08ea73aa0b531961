import { access } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildDataset } from '../../../test/dataset-factory.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import { runJobs } from '../../../test/run-jobs.ts'
import type { UserRow } from '../accounts/user.ts'
import { absolutePath } from '../datasets/stored-file.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ruler: SignedIn
let ada: UserRow
let bob: UserRow

beforeAll(async () => {
  server = await buildTestApp()
  ruler = await signIn(server.app, await buildUser(server.orm, { isSuperuser: true }))
  ada = await buildUser(server.orm, { username: 'ada', fullName: 'Ada Lovelace' })
  bob = await buildUser(server.orm, { username: 'bob' })
})

afterAll(() => server.close())

const db = () => server.orm.em.fork().getKysely()

const ask = async (method: 'GET' | 'DELETE' | 'POST', path: string, body?: object, who = ruler) => {
  const url = `/api/v1${path}`
  const answer = await server.app.inject({ method, url, headers: who.headers, ...(body ? { payload: body } : {}) })
  return { status: answer.statusCode, body: answer.body ? answer.json() : undefined }
}

const list = async (query = '') => (await ask('GET', `/admin/datasets${query}`)).body
const idsOf = (page: { items: { id: string }[] }) => page.items.map(({ id }) => id)

test('shows whose a dataset is, how large and how it stands, and nothing of what is in it', async () => {
  const { headers } = await signIn(server.app, ada)
  const form = fileForm('salary\n5000\n', 'layoffs.csv', { title: 'Layoffs' })
  const upload = { method: 'POST', url: '/api/v1/datasets', payload: form.payload } as const
  const { id } = (await server.app.inject({ ...upload, headers: { ...headers, ...form.headers } })).json()
  await runJobs(server)
  const send = async (path: string, payload: object) =>
    (await server.app.inject({ method: 'POST', url: `/api/v1${path}`, headers, payload })).json()
  for (const title of ['Salaries', 'Cuts']) {
    const chart = await send(`/datasets/${id}/charts`, { title, spec: { mark: 'number' } })
    await send('/dashboards', { title, layout: [{ chart_id: chart.id, x: 0, y: 0, w: 3, h: 3 }] })
  }
  const page = await list(`?q=${id}`)
  expect(page).toMatchObject({ total: 1, limit: 100, offset: 0 })
  expect(page.items[0]).toEqual({
    id,
    owner: { id: ada.id, username: 'ada', email: ada.email, is_active: true },
    file_size: 12,
    stored_bytes: expect.any(Number),
    version_count: 1,
    dashboard_count: 2,
    status: 'ready',
    created_at: expect.any(String),
    updated_at: expect.any(String),
    deleted_at: null,
  })
  expect(page.items[0].stored_bytes).toBeGreaterThan(12)
  expect(JSON.stringify(page)).not.toMatch(/layoffs|salar|5000|cuts/i)
  for (const path of ['', '/rows', '/profile', '/receipt', '/download', '/versions', '/access', '/events']) {
    expect([path, (await ask('GET', `/datasets/${id}${path}`)).status]).toEqual([path, 404])
  }
})

test('finds by owner, status and trash, sorts and pages', async () => {
  const broken = await buildDataset(server.orm, bob, { status: 'error' })
  const trashed = await buildDataset(server.orm, bob, { deletedAt: new Date() })
  expect(idsOf(await list('?q=bob&status=error'))).toEqual([broken.id])
  expect(idsOf(await list('?q=bob&trash=true'))).toEqual([trashed.id])
  expect(idsOf(await list('?q=bob&trash=false'))).toEqual([broken.id])
  expect((await list('?q=lovelace')).total).toBe(1)
  expect((await list('?q=lovelace%20bob')).total).toBe(0)
  expect((await list('?q=%25')).total).toBe(0)
  const owners = (await list('?sort=owner')).items.map((item: { owner: UserRow }) => item.owner.username)
  expect(owners).toEqual(owners.toSorted())
  expect(idsOf(await list('?sort=-deleted_at&limit=1'))).toEqual([trashed.id])
  const all = await list('?sort=created_at')
  expect(idsOf(await list('?sort=created_at&offset=1&limit=1'))).toEqual([idsOf(all)[1]])
  expect(await list('?offset=999')).toMatchObject({ items: [], total: all.total })
  expect((await ask('GET', '/admin/datasets?sort=title')).status).toBe(422)
})

test('a page of 10,000 takes the size of the page, not of all', async () => {
  await sql`insert into datasets
      (user_id, filename, original_filename, title, file_type, file_size, file_path, created_at)
    select ${bob.id}, 'bulk' || n, 'f', 'f', 'csv', n, 'f' || n, '2001-01-01'::timestamptz + n * interval '1 second'
    from generate_series(1, 10000) n`.execute(db())
  await sql`insert into dataset_versions (dataset_id, number, status, original_filename, file_path, file_size, sha256)
    select id, 1, 'ready', 'f', file_path, file_size, '' from datasets where filename like 'bulk%'`.execute(db())
  await sql`analyze datasets, dataset_versions`.execute(db())
  const page = await list('?sort=-file_size&limit=20&q=bob')
  expect(page.items.map(({ file_size }: { file_size: number }) => file_size)).toEqual(
    Array.from({ length: 20 }, (_, n) => 10_000 - n),
  )
  await sql`delete from datasets where filename like 'bulk%'`.execute(db())
})

test('deletes into the trash of the owner, who can take it out again', async () => {
  const { id } = await buildDataset(server.orm, bob)
  expect((await ask('DELETE', `/admin/datasets/${id}`)).status).toBe(204)
  expect((await ask('DELETE', `/admin/datasets/${id}`)).status).toBe(404)
  const owner = await signIn(server.app, bob)
  expect((await ask('GET', `/datasets/${id}`, undefined, owner)).status).toBe(404)
  expect((await ask('POST', `/trash/${id}/restore`, undefined, owner)).status).toBe(200)
})

test('deletes for good, files too', async () => {
  const { headers } = await signIn(server.app, bob)
  const form = fileForm('a\n1\n')
  const upload = { method: 'POST', url: '/api/v1/datasets', payload: form.payload } as const
  const { id } = (await server.app.inject({ ...upload, headers: { ...headers, ...form.headers } })).json()
  const { rows } = await sql<{ path: string }>`select file_path as path from datasets where id = ${id}`.execute(db())
  const file = absolutePath(server.home, rows[0]?.path ?? '')
  await access(file)
  expect((await ask('DELETE', `/admin/datasets/${id}?permanent=true`)).status).toBe(204)
  await expect(access(file)).rejects.toThrow('ENOENT')
  expect((await ask('DELETE', `/admin/datasets/${id}?permanent=true`)).status).toBe(404)
})

test('hands a dataset over; who had it has it no more, the others keep what they had', async () => {
  const carol = await buildUser(server.orm)
  const { id } = await buildDataset(server.orm, ada)
  await sql`insert into dataset_shares (dataset_id, user_id, role)
    values (${id}, ${carol.id}, 'editor'), (${id}, ${bob.id}, 'viewer')`.execute(db())
  expect((await ask('POST', `/admin/datasets/${id}/transfer`, { user_id: bob.id })).status).toBe(204)
  const roles = await Promise.all(
    [ada, bob, carol].map(async (user) => {
      const { body } = await ask('GET', `/datasets/${id}`, undefined, await signIn(server.app, user))
      return body.role ?? body.status
    }),
  )
  expect(roles).toEqual([404, 'owner', 'editor'])
  for (const user_id of [bob.id, '00000000-0000-4000-8000-000000000000']) {
    expect((await ask('POST', `/admin/datasets/${id}/transfer`, { user_id })).status).toBe(422)
  }
})

test('whatever an administrator does to a dataset is in the audit log', async () => {
  const { id } = await buildDataset(server.orm, ada)
  await ask('POST', `/admin/datasets/${id}/transfer`, { user_id: bob.id })
  await ask('DELETE', `/admin/datasets/${id}`)
  await ask('DELETE', `/admin/datasets/${id}?permanent=true`)
  const { rows } = await sql<{ action: string; details: object }>`
    select action, details from audit_events where target_id = ${id} order by created_at`.execute(db())
  expect(rows).toMatchObject([
    { action: 'dataset.transfer', details: { from: ada.id, to: bob.id } },
    { action: 'dataset.delete', details: { owner: bob.id } },
    { action: 'dataset.purge' },
  ])
})
