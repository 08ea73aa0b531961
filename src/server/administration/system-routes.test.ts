import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildDataset } from '../../../test/dataset-factory.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import type { System } from '../../shared/system.ts'
import type { UserRow } from '../accounts/user.ts'
import { claimVersion, crashed, failVersion } from '../datasets/version-states.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let admin: SignedIn
let owner: UserRow

beforeAll(async () => {
  server = await buildTestApp({ SMTP_URL: 'smtp://me:hunter2@mail.example.org:587' })
  server.app.get('/api/v1/broken/:what', async ({ params }) => {
    throw new TypeError(`cannot read ${(params as { what: string }).what}`)
  })
  admin = await signIn(server.app, await buildUser(server.orm, { isSuperuser: true }))
  owner = await buildUser(server.orm)
})

beforeEach(async () => {
  await sql`delete from datasets`.execute(db())
  await sql`delete from graphile_worker._private_jobs`.execute(db())
})

afterAll(() => server.close())

const db = () => server.orm.em.fork().getKysely()

const read = async (): Promise<System> => {
  const answer = await server.app.inject({ url: '/api/v1/admin/system', headers: admin.headers })
  expect(answer.statusCode).toBe(200)
  return answer.json()
}

const retry = (id: string, headers: Record<string, string> = admin.headers) =>
  server.app.inject({ method: 'POST', url: `/api/v1/admin/jobs/${id}/retry`, headers })

const failedDataset = async (title = 'secret title') => {
  const dataset = await buildDataset(server.orm, owner, { title, status: 'processing', attempt: 3 })
  const claim = { versionId: dataset.versionId, datasetId: dataset.id, number: 1, attempt: 3 }
  await failVersion(db(), claim, crashed)
  return { ...dataset, claim }
}

test('is for superusers alone', async () => {
  const { headers } = await signIn(server.app, owner)
  expect((await server.app.inject({ url: '/api/v1/admin/system', headers })).statusCode).toBe(403)
  expect((await retry('1', headers)).statusCode).toBe(403)
})

test('says what runs and what it takes', async () => {
  await buildDataset(server.orm, owner)
  const system = await read()
  expect(system.versions).toEqual({
    datalens: expect.stringMatching(/^\d+\.\d+\.\d+/),
    node: process.versions.node,
    postgresql: expect.stringMatching(/^\d+/),
    duckdb: expect.stringMatching(/^1\.\d+\.\d+/),
  })
  expect(system.disk).toMatchObject({ originals_bytes: 10, tables_bytes: 0 })
  expect(system.disk.database_bytes).toBeGreaterThan(1_000_000)
  expect(system.disk.free_bytes).toBeGreaterThan(0)
  expect(system.disk.total_bytes).toBeGreaterThanOrEqual(system.disk.free_bytes ?? 0)
  expect(system).toMatchObject({ database: { embedded: true }, sign_in_provider: null, public_url: null })
  expect(system.mail).toEqual({ via: 'smtp', waiting: 0 })
  expect(JSON.stringify(system)).not.toContain('hunter2')
})

describe('jobs', () => {
  test('are counted by what they are at', async () => {
    await buildDataset(server.orm, owner, { status: 'uploaded' })
    await buildDataset(server.orm, owner, { status: 'processing' })
    await buildDataset(server.orm, owner, { status: 'ready' })
    await sql`select from graphile_worker.add_job('send-mail', '{}'::json)`.execute(db())
    expect(await read()).toMatchObject({ jobs: { waiting: 2, running: 1, failed: 0 }, mail: { waiting: 1 } })
  })

  test('that failed are listed without anything of their content', async () => {
    const { id, versionId } = await failedDataset()
    const system = await read()
    expect(system.jobs).toMatchObject({
      failed: 1,
      failures: [
        { id: versionId, kind: 'ingest', code: 'crashed', attempts: 3, dataset: { id, owner: owner.username } },
      ],
    })
    expect(JSON.stringify(system)).not.toContain('secret title')
  })

  test('begin anew with all their attempts, and a lost attempt still cannot finish them', async () => {
    const { id, versionId, claim } = await failedDataset()
    const answer = await retry(versionId)
    expect(answer.statusCode).toBe(204)
    expect(await read()).toMatchObject({ jobs: { waiting: 1, failed: 0 } })
    const { rows: jobs } = await sql`select key from graphile_worker.jobs where task_identifier = 'ingest'`.execute(
      db(),
    )
    expect(jobs).toEqual([{ key: `version:${versionId}` }])
    expect(await claimVersion(db(), versionId)).toMatchObject({ attempt: 4, tries: 1 })
    await expect(failVersion(db(), claim, crashed)).rejects.toThrow('no longer counts')
    const { rows } = await sql`select status, error_code from datasets where id = ${id}`.execute(db())
    expect(rows).toEqual([{ status: 'processing', error_code: null }])
    const { rows: events } = await sql`select target_id, details from audit_events
      where action = 'job.retry' and request_id = ${answer.headers['x-request-id']}`.execute(db())
    expect(events).toEqual([{ target_id: id, details: { job_id: versionId, kind: 'ingest' } }])
  })

  test('of the queue that were given up are listed and begin anew', async () => {
    await sql`select from graphile_worker.add_job('send-mail', '{}'::json, max_attempts => 1)`.execute(db())
    await sql`update graphile_worker._private_jobs set attempts = 1, last_error = 'to: somebody'`.execute(db())
    const { jobs } = await read()
    expect(jobs).toMatchObject({
      waiting: 0,
      failed: 1,
      failures: [{ kind: 'send-mail', code: 'failed', dataset: null }],
    })
    expect((await retry(jobs.failures[0]?.id ?? '')).statusCode).toBe(204)
    expect(await read()).toMatchObject({ jobs: { waiting: 1, failed: 0 } })
  })

  test.each(['1', 'x', '99999999999999999999', '00000000-0000-4000-8000-000000000000', '%00'])(
    'that do not exist are not found: %s',
    async (id) => {
      expect((await retry(id)).json()).toMatchObject({ status: 404, code: 'not_found' })
    },
  )

  test('that did not fail are not begun anew', async () => {
    const { versionId } = await buildDataset(server.orm, owner, { status: 'processing' })
    expect((await retry(versionId)).statusCode).toBe(404)
  })
})

test('the latest failures of ours are kept by request, without what they say', async () => {
  const answer = await server.app.inject({ url: '/api/v1/broken/somebodys-secret', headers: admin.headers })
  expect(answer.statusCode).toBe(500)
  await server.app.inject({ url: '/api/v1/nothing-there', headers: admin.headers })
  const { errors } = await read()
  expect(errors).toEqual([
    {
      at: expect.any(String),
      request_id: answer.headers['x-request-id'],
      method: 'GET',
      route: '/api/v1/broken/:what',
      code: 'internal',
      type: 'TypeError',
    },
  ])
  for (let n = 0; n < 150; n += 1) await server.app.inject({ url: '/api/v1/broken/x', headers: admin.headers })
  expect((await read()).errors).toHaveLength(100)
})
