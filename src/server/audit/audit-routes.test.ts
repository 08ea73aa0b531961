import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import type { AuditEvent } from '../../shared/audit.ts'
import type { UserRow } from '../accounts/user.ts'
import { pruneEvents } from './keep-audit.ts'
import { conditionsOf, pageStatement } from './list-events.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let admin: UserRow
let signedIn: SignedIn

const target = '99999999-2222-4333-8444-555555555555'
const actor = '88888888-2222-4333-8444-555555555555'
const sampleCount = 100_000

beforeAll(async () => {
  server = await buildTestApp()
  admin = await buildUser(server.orm, { isSuperuser: true })
  signedIn = await signIn(server.app, admin)
  await sql`insert into audit_events (created_at, actor_id, actor_email, action, outcome, target_type, target_id, ip,
      user_agent, details)
    select timestamptz '2024-01-01' + n * interval '1 minute', gen_random_uuid(), 'person' || n % 5000 || '@example.org',
      (array['auth.login', 'dataset.create', 'dataset.update', 'auth.logout'])[1 + n % 4],
      (case when n % 100 = 0 then 'failure' else 'success' end)::audit_outcome, 'dataset', gen_random_uuid()::text,
      '10.0.0.1', 'Firefox', '{}'
    from generate_series(1, ${sampleCount}) n`.execute(db())
  await sql`insert into audit_events (created_at, actor_id, actor_email, actor_username, command, action, outcome, target_type,
      target_id, target_email, target_username, user_agent, details)
    values ('2023-06-01T12:00:00.123456Z', ${actor}, 'Ada_Lovelace@example.org', 'ada', null, 'dataset.purge', 'success',
        'dataset', ${target}, 'grace@example.org', 'grace', '=HYPERLINK("http://evil.example")', '{"title": "@sum"}'),
      ('2023-06-01T11:00:00Z', null, null, null, 'datalens user promote', 'user.update', 'success', 'user', ${actor}, 'ada@example.org',
        'ada', null, '{}'),
      ('2023-06-01T10:00:00Z', null, null, null, null, 'auth.login', 'failure', 'user', ${actor}, 'Ada_Lovelace@example.org',
        'ada', null, '{"reason": "wrong_password"}')`.execute(db())
  // One actor among the hundred bounds of a usual histogram would be taken for a hundredth of all events.
  await sql`alter index audit_events_actor_email_index alter column 1 set statistics 1000`.execute(db())
  await sql`vacuum analyze audit_events`.execute(db())
})

afterAll(() => server.close())

const db = () => server.orm.em.fork().getKysely()

const ask = (query: Record<string, string>, headers: Record<string, string> = signedIn.headers) =>
  server.app.inject({ url: `/api/v1/audit?${new URLSearchParams(query)}`, headers })

const list = async (query: Record<string, string>) => {
  const answer = await ask(query)
  expect([query, answer.statusCode, answer.json().detail]).toEqual([query, 200, undefined])
  return answer.json() as { items: AuditEvent[]; total: number; limit: number; offset: number }
}

test('is for superusers alone', async () => {
  expect((await ask({}, {})).statusCode).toBe(401)
  const { headers } = await signIn(server.app, await buildUser(server.orm))
  expect((await ask({}, headers)).json()).toMatchObject({ status: 403, code: 'forbidden' })
  expect((await ask({ format: 'csv' }, headers)).statusCode).toBe(403)
})

test('answers page by page, the newest first', async () => {
  const all = await list({ limit: '3' })
  expect(all).toMatchObject({ limit: 3, offset: 0 })
  expect(all.total).toBeGreaterThan(sampleCount)
  const sample = { to: '2024-12-31T00:00:00Z' }
  const [first, second] = [await list({ ...sample, limit: '2' }), await list({ ...sample, limit: '2', offset: '2' })]
  const times = [...first.items, ...second.items].map(({ at }) => at)
  expect(times).toEqual(times.toSorted().toReversed())
  expect(new Set(times).size).toBe(4)
})

test('knows of the present', async () => {
  const { items } = await list({ actor: admin.id })
  expect(items).toMatchObject([{ action: 'auth.login', actor: { id: admin.id, email: admin.email }, ip: '127.0.0.1' }])
})

test('an event has all that was written of it', async () => {
  const { items, total } = await list({ target_id: target })
  expect(total).toBe(1)
  expect(items).toEqual([
    {
      id: expect.any(String),
      at: '2023-06-01T12:00:00.123456Z',
      actor: { id: actor, email: 'Ada_Lovelace@example.org', username: 'ada' },
      command: null,
      action: 'dataset.purge',
      outcome: 'success',
      target: { type: 'dataset', id: target, email: 'grace@example.org', username: 'grace' },
      ip: null,
      user_agent: '=HYPERLINK("http://evil.example")',
      request_id: null,
      details: { title: '@sum' },
    },
  ])
})

describe('narrows by', () => {
  test.each<[Record<string, string>, number]>([
    [{ actor }, 2],
    [{ actor: actor.toUpperCase() }, 2],
    [{ actor: 'ADA_' }, 2],
    [{ actor: 'ada%' }, 0],
    [{ actor: 'Ada', outcome: 'failure' }, 1],
    [{ actor: 'grace' }, 0],
    [{ actor: 'datalens user' }, 1],
    [{ actor: 'ada_lovelace@example.org' }, 2],
    [{ actor: 'lovelace' }, 0],
    [{ actor: 'person77@' }, 20],
    [{ actor: "'; drop table audit_events; --" }, 0],
    [{ action: 'dataset.purge' }, 1],
    [{ action: 'dataset.purge, user.update' }, 2],
    [{ action: 'dataset.*', to: '2024-01-01T00:05:00Z' }, 3],
    [{ action: 'nothing.*' }, 0],
    [{ outcome: 'failure', to: '2024-01-01T10:00:00Z' }, 6],
    [{ from: '2023-06-01T12:00:00.123456Z', to: '2023-06-02T00:00:00+02:00' }, 1],
    [{ to: '2023-06-01T12:00:00.123456Z' }, 2],
    [{ target_id: actor, action: 'user.update' }, 1],
  ])('%j', async (query, count) => {
    expect((await list(query)).total).toBe(count)
  })

  test.each([
    { from: 'yesterday' },
    { from: '2024-13-01T00:00:00Z' },
    { outcome: 'maybe' },
    { format: 'xml' },
    { limit: '0' },
  ])('not by what nobody can mean: %j', async (query) => {
    expect((await ask(query as Record<string, string>)).json()).toMatchObject({ status: 422, code: 'invalid' })
  })

  test('and takes NUL and half characters for what they are', async () => {
    for (const odd of ['%00', '%ED%A0%80']) {
      for (const name of ['actor', 'action', 'target_id']) {
        const answer = await server.app.inject({ url: `/api/v1/audit?${name}=${odd}`, headers: signedIn.headers })
        expect([odd, name, answer.statusCode < 500]).toEqual([odd, name, true])
      }
    }
  })
})

describe('with 100,000 events', () => {
  test.each<[Record<string, string>, string]>([
    [{}, 'audit_events_created_at_index'],
    [{ from: '2024-02-01T00:00:00Z', to: '2024-02-02T00:00:00Z' }, 'audit_events_created_at_index'],
    [{ actor }, 'audit_events_actor_id_index'],
    [{ actor: 'person77@' }, 'audit_events_actor_email_index'],
    [{ actor: 'person77@' }, 'audit_events_actor_username_index'],
    [{ actor: 'person77@' }, 'audit_events_nobody_email_index'],
    [{ actor: 'person77@' }, 'audit_events_nobody_username_index'],
    [{ action: 'dataset.purge' }, 'audit_events_action_index'],
    [{ target_id: target }, 'audit_events_target_id_index'],
    [{ outcome: 'failure' }, 'audit_events_failure_index'],
  ])('%j uses the index %s', async (filter, index) => {
    const statement = pageStatement(conditionsOf(filter as never), { limit: 100 })
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${statement}`.execute(db())
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toContain(index)
    expect(plan).not.toContain('Seq Scan')
  })
})

describe('as a file', () => {
  test('CSV has a header, every event that passes and no formula', async () => {
    const answer = await ask({ format: 'csv', to: '2024-01-01T00:00:00Z', limit: '1' })
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="audit-\d{4}-\d\d-\d\d\.csv"$/)
    const lines = answer.body.split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[0]).toBe(
      'id,at,actor_id,actor_email,actor_username,command,action,outcome,target_type,target_id,target_email,target_username,ip,user_agent,request_id,details',
    )
    expect(lines[1]).toContain(`,"'=HYPERLINK(""http://evil.example"")",,"{""title"":""@sum""}"`)
  })

  test('NDJSON streams everything, once each, whatever the limit of a page', async () => {
    const answer = await ask({ format: 'ndjson', to: '2024-03-01T00:00:00Z' })
    const events = answer.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditEvent)
    const { total } = await list({ to: '2024-03-01T00:00:00Z', limit: '1' })
    expect(events).toHaveLength(total)
    expect(new Set(events.map(({ id }) => id)).size).toBe(total)
    expect(events.at(-1)).toMatchObject({ action: 'auth.login', actor: null })
  })

  test('is itself an event, with what was asked for', async () => {
    await ask({ format: 'csv', action: 'user.*' })
    const { items } = await list({ action: 'audit.export', limit: '1' })
    expect(items).toMatchObject([{ actor: { id: admin.id }, details: { action: 'user.*', format: 'csv' } }])
  })
})

test('what is older than AUDIT_DAYS goes, and that is an event', async () => {
  expect(server.settings.auditDays).toBe(365)
  expect(await pruneEvents(server.orm, 365)).toBe(sampleCount + 3)
  expect(await list({ action: 'audit.prune' })).toMatchObject({
    total: 1,
    items: [{ actor: null, details: { events: sampleCount + 3 } }],
  })
  expect(await pruneEvents(server.orm, 365)).toBe(0)
})
