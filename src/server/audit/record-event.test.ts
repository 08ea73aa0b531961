import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildDataset } from '../../../test/dataset-factory.ts'
import { buildUser, signIn } from '../../../test/factories.ts'
import type { UserRow } from '../accounts/user.ts'
import { Problem } from '../http/problem-error.ts'
import { recordEvent, recordEventOf } from './record-event.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let user: UserRow
let headers: Record<string, string>

const targetId = '11111111-2222-4333-8444-555555555555'
const target = { type: 'dataset', id: targetId } as const

beforeAll(async () => {
  server = await buildTestApp()
  const { app } = server
  app.post('/api/v1/try/:what', async (request) => {
    const { what } = request.params as { what: string }
    if (what === 'forbid') await recordEvent(request, { action: 'dataset.delete', outcome: 'failure', target })
    await recordEvent(request, { action: 'dataset.update', target, details: { fields: ['title'] } })
    await request.em.execute(`update users set full_name = ? where id = ?`, [what, request.actorId])
    if (what === 'forbid') throw new Problem('forbidden', 'No.')
    return {}
  })
  app.post('/api/v1/anybody', { config: { access: 'public' } }, async (request) => {
    await recordEvent(request, { action: 'auth.forgot' })
    return {}
  })
  user = await buildUser(server.orm)
  headers = { ...(await signIn(app, user)).headers, 'user-agent': `browser ${'x'.repeat(600)}` }
})

afterAll(() => server.close())

const run = (sql: string, values: unknown[] = []) => server.orm.em.fork().execute<Record<string, never>[]>(sql, values)

const events = (requestId: unknown) =>
  run('select * from audit_events where request_id = ? order by created_at', [requestId])

const send = (url: string, more: Record<string, string> = headers) =>
  server.app.inject({ method: 'POST', url: `/api/v1/${url}`, headers: more })

test('an id in capitals is found like any other', async () => {
  const db = server.orm.em.fork()
  const shouted = { type: 'dataset', id: targetId.toUpperCase() } as const
  await recordEventOf(db, { action: 'dataset.purge', target: shouted }, { actorName: 'datalens try' })
  expect(await run(`select target_id from audit_events where command = 'datalens try'`)).toEqual([
    { target_id: targetId },
  ])
})

test('a success says who did what to what, from where and in which request', async () => {
  const answer = await send('try/allow')
  expect(answer.statusCode).toBe(200)
  expect(await events(answer.headers['x-request-id'])).toEqual([
    expect.objectContaining({
      actor_id: user.id,
      actor_email: user.email,
      command: null,
      action: 'dataset.update',
      outcome: 'success',
      target_type: 'dataset',
      target_id: targetId,
      ip: '127.0.0.1',
      user_agent: `browser ${'x'.repeat(492)}`,
      details: { fields: ['title'] },
    }),
  ])
})

test('what is rolled back leaves no success, and the failure stays', async () => {
  const answer = await send('try/forbid')
  expect(answer.statusCode).toBe(403)
  expect(await events(answer.headers['x-request-id'])).toEqual([
    expect.objectContaining({ action: 'dataset.delete', outcome: 'failure', actor_id: user.id }),
  ])
  expect(await run('select full_name from users where id = ?', [user.id])).not.toEqual([{ full_name: 'forbid' }])
})

test('failures of more requests at once than there are connections are all written', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => send('try/forbid')))
  for (const answer of answers) expect(await events(answer.headers['x-request-id'])).toHaveLength(1)
})

test('nobody is nobody', async () => {
  const answer = await send('anybody', {})
  expect(await events(answer.headers['x-request-id'])).toMatchObject([
    { action: 'auth.forgot', actor_id: null, actor_email: null },
  ])
})

test('a command is named instead of a person', async () => {
  const event = {
    action: 'user.update',
    target: { type: 'user', id: user.id },
    details: { is_superuser: true },
  } as const
  await recordEventOf(server.orm.em.fork(), event, { actorName: 'datalens user promote' })
  expect(await run(`select * from audit_events where command = 'datalens user promote'`)).toMatchObject([
    { action: 'user.update', actor_id: null, ip: null, request_id: null, target_id: user.id },
  ])
})

test('long and unstorable text is made storable', async () => {
  const details = { title: `\0\ud800${'y'.repeat(5000)}` }
  await recordEventOf(server.orm.em.fork(), { action: 'dataset.create', details }, { actorName: 'long' })
  const [event] = await run(`select details from audit_events where command = 'long'`)
  expect(event?.details).toEqual({ title: `\u2400\ufffd${'y'.repeat(298)}\u2026` })
})

test('deleting a user keeps what they did, with the address they had', async () => {
  const leaving = await buildUser(server.orm)
  const signedIn = await signIn(server.app, leaving)
  const answer = await send('try/allow', signedIn.headers)
  await run(`update users set email = 'new@example.org' where id = ?`, [leaving.id])
  await run('delete from users where id = ?', [leaving.id])
  expect(await events(answer.headers['x-request-id'])).toMatchObject([
    { actor_id: leaving.id, actor_email: leaving.email, actor_username: leaving.username },
  ])
})

test('what was done to somebody, or to a dataset or token of theirs, has their names also when they are gone', async () => {
  const owner = await buildUser(server.orm)
  const dataset = await buildDataset(server.orm, owner)
  const named = { target_username: owner.username, target_email: owner.email }
  const db = server.orm.em.fork()
  const by = { actorName: `datalens names ${owner.username}` }
  await recordEventOf(db, { action: 'user.update', target: { type: 'user', id: owner.id } }, by)
  await recordEventOf(db, { action: 'dataset.delete', target: { type: 'dataset', id: dataset.id } }, by)
  const token = { type: 'token', id: targetId } as const
  await recordEventOf(db, { action: 'token.create', actor: { id: owner.id }, target: token }, by)
  await run('delete from users where id = ?', [owner.id])
  const gone = { type: 'dataset', id: dataset.id } as const
  await recordEventOf(db, { action: 'dataset.purge', target: gone }, by)
  const { email, username } = owner
  const deleted = { type: 'user', id: owner.id } as const
  await recordEventOf(db, { action: 'user.delete', target: deleted, details: { email, username } }, by)
  expect(await run('select * from audit_events where command = ? order by created_at', [by.actorName])).toMatchObject([
    { action: 'user.update', ...named },
    { action: 'dataset.delete', ...named },
    { action: 'token.create', ...named },
    { action: 'dataset.purge', target_username: null, target_email: null },
    { action: 'user.delete', ...named },
  ])
})

describe('what was written', () => {
  test.each([
    `update audit_events set action = 'dataset.create'`,
    'delete from audit_events',
    'truncate audit_events',
    `do $$ begin delete from audit_events where 'prune_audit_events(integer)' <> ''; end $$`,
  ])('stays: %s', async (sql) => {
    await recordEventOf(server.orm.em.fork(), { action: 'dataset.create' }, { actorName: 'kept' })
    const [before] = await run('select count(*) as n from audit_events')
    await expect(run(sql)).rejects.toThrow('neither changed nor deleted')
    expect(await run('select count(*) as n from audit_events')).toEqual([before])
  })

  test('is removed when it is old, by one function, which tells of it', async () => {
    await run(`insert into audit_events (action, outcome, created_at)
      select 'dataset.create', 'success', now() - make_interval(days => n) from generate_series(1, 60) n`)
    expect(await run('select prune_audit_events(30) as removed')).toEqual([{ removed: '31' }])
    expect(
      await run(`select count(*)::int as n from audit_events where created_at < now() - interval '30 days'`),
    ).toEqual([{ n: 0 }])
    expect(await run(`select details from audit_events where action = 'audit.prune'`)).toEqual([
      { details: { before: expect.stringMatching(/^\d{4}-/), events: 31 } },
    ])
    expect(await run('select prune_audit_events(30) as removed')).toEqual([{ removed: '0' }])
    await expect(run('delete from audit_events')).rejects.toThrow('neither changed nor deleted')
    await expect(run('select prune_audit_events(0)')).rejects.toThrow('at least one day')
  })
})
