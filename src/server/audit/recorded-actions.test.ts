import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn, testPassword } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import { graceMs } from '../accounts/session-store.ts'
import type { UserRow } from '../accounts/user.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let clock = Date.now()
let user: UserRow
let signedIn: SignedIn

beforeAll(async () => {
  server = await buildTestApp({}, { now: () => clock })
})

beforeEach(async () => {
  user = await buildUser(server.orm)
  signedIn = await signIn(server.app, user)
})

afterAll(() => server.close())

interface Recorded {
  action: string
  outcome: string
  actor_id: string | null
  actor_email: string | null
  target_id: string | null
  details: Record<string, unknown>
}

/** What a request told the audit log. */
const told = async (answer: { headers: Record<string, unknown> }) => {
  const columns = 'action, outcome, actor_id, actor_email, target_type, target_id, details'
  return await server.orm.em
    .fork()
    .execute<Recorded[]>(`select ${columns} from audit_events where request_id = ? order by created_at`, [
      answer.headers['x-request-id'],
    ])
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

const send = (method: Method, url: string, payload?: object, headers: Record<string, string> = signedIn.headers) =>
  server.app.inject({ method, url: `/api/v1${url}`, headers, ...(payload ? { payload } : {}) })

const sessionIn = (accessToken: string): string => JSON.parse(atob(accessToken.split('.')[1] ?? '')).sid

const login = (name: string, password: string) => send('POST', '/auth/login', { login: name, password }, {})

describe('a sign-in', () => {
  test('names the account and the session', async () => {
    const answer = await login(user.email.toUpperCase(), testPassword)
    const sid = sessionIn(answer.json().access_token)
    expect(await told(answer)).toEqual([
      {
        action: 'auth.login',
        outcome: 'success',
        actor_id: user.id,
        actor_email: user.email,
        target_type: 'user',
        target_id: user.id,
        details: expect.objectContaining({ session_id: sid, remember: false }),
      },
    ])
  })

  test('that fails names the account that was tried and nobody as who tried', async () => {
    expect(await told(await login(user.username, 'hunter2-is-wrong'))).toMatchObject([
      {
        action: 'auth.login',
        outcome: 'failure',
        actor_id: null,
        target_id: user.id,
        details: { reason: 'wrong_password' },
      },
    ])
    const inactive = await buildUser(server.orm, { isActive: false })
    expect(await told(await login(inactive.username, testPassword))).toMatchObject([
      { outcome: 'failure', actor_id: null, target_id: inactive.id, details: { reason: 'inactive' } },
    ])
  })

  test('by a name that nobody has keeps neither name nor password: people mistake the fields', async () => {
    const answer = await login('my-secret-passphrase', 'another-secret-of-mine')
    const events = await told(answer)
    expect(events).toMatchObject([{ action: 'auth.login', target_id: null, details: { reason: 'unknown_name' } }])
    expect(JSON.stringify(events)).not.toMatch(/secret/)
  })

  test('to a locked account is told once, not each time', async () => {
    const tries = []
    for (let n = 0; n < 15; n += 1) tries.push(...(await told(await login(user.username, `wrong ${n}`))))
    const reasons = tries.map(({ details }) => details.reason)
    expect(reasons).toEqual([...Array(10).fill('wrong_password'), 'too_many_attempts'])
    expect(new Set(tries.map(({ target_id }) => target_id))).toEqual(new Set([user.id]))
  })
})

test('a registration names the new account; one that is refused says why', async () => {
  const person = {
    username: `new-${Date.now()}`,
    email: `new-${Date.now()}@example.org`,
    password: 'violet-otter-under-lamps',
  }
  const answer = await send('POST', '/auth/register', person, {})
  const id = answer.json().id
  expect(await told(answer)).toMatchObject([
    { action: 'auth.register', actor_id: id, actor_email: person.email, target_id: id },
  ])
  expect(await told(await send('POST', '/auth/register', person, {}))).toMatchObject([
    { action: 'auth.register', outcome: 'failure', actor_id: null, details: { reason: 'email_taken' } },
  ])
})

test('signing out is told once, by bearer and by cookie', async () => {
  const answer = await send('POST', '/auth/logout')
  expect(await told(answer)).toMatchObject([{ action: 'auth.logout', actor_id: user.id, actor_email: user.email }])
  expect(await told(await send('POST', '/auth/logout'))).toEqual([])
  const { cookieHeaders } = await signIn(server.app, user)
  expect(await told(await send('POST', '/auth/logout', undefined, cookieHeaders))).toMatchObject([
    { action: 'auth.logout', actor_id: user.id, target_id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  ])
})

test('a refresh token that is used twice is a failure on the account', async () => {
  const headers = { cookie: `datalens_refresh=${signedIn.cookies.datalens_refresh}`, origin: 'http://localhost:80' }
  expect(await told(await send('POST', '/auth/refresh', undefined, headers))).toEqual([])
  clock += graceMs + 1000
  expect(await told(await send('POST', '/auth/refresh', undefined, headers))).toMatchObject([
    { action: 'auth.refresh_reuse', outcome: 'failure', actor_id: null, target_id: user.id },
  ])
})

test('ending sessions tells which, or how many', async () => {
  const id = sessionIn((await signIn(server.app, user)).accessToken)
  const others = await signIn(server.app, user)
  expect(await told(await send('DELETE', `/auth/sessions/${id}`))).toMatchObject([
    { action: 'session.revoke', actor_id: user.id, target_id: id },
  ])
  const answer = await send('DELETE', '/auth/sessions?others=true', undefined, others.headers)
  expect(await told(answer)).toMatchObject([{ action: 'session.revoke', target_id: user.id, details: { sessions: 1 } }])
  expect(await told(await send('DELETE', `/auth/sessions/${id}`, undefined, others.headers))).toEqual([])
})

test('a new password is told without either of the two', async () => {
  const change = { current_password: testPassword, new_password: 'violet-otter-under-lamps' }
  const wrong = await send('PUT', '/auth/password', { ...change, current_password: 'not-the-present-one' })
  expect(await told(wrong)).toMatchObject([
    { action: 'password.change', outcome: 'failure', actor_id: user.id, details: { reason: 'wrong_password' } },
  ])
  const right = await send('PUT', '/auth/password', change)
  expect(await told(right)).toMatchObject([{ action: 'password.change', outcome: 'success', target_id: user.id }])
  expect(JSON.stringify([await told(wrong), await told(right)])).not.toMatch(/battery|otter|not-the-present/)
})

test('a changed profile tells what changed, an unchanged one nothing', async () => {
  const answer = await send('PATCH', '/users/me', { full_name: 'Ada', username: user.username })
  expect(await told(answer)).toMatchObject([
    { action: 'user.update', target_id: user.id, details: { changed: ['full_name'] } },
  ])
  expect(await told(await send('PATCH', '/users/me', { full_name: 'Ada' }))).toEqual([])
})

test('confirming who one is says when it failed, and never by what', async () => {
  expect(await told(await send('POST', '/auth/step-up', { password: 'hunter2-is-wrong' }))).toMatchObject([
    { action: 'auth.step_up', outcome: 'failure', actor_id: user.id, details: { reason: 'wrong_password' } },
  ])
  expect(await told(await send('POST', '/auth/step-up', { code: '123456' }))).toMatchObject([
    { action: 'auth.step_up', outcome: 'failure', actor_id: user.id, details: { reason: 'wrong_code' } },
  ])
  expect(await told(await send('POST', '/auth/step-up', { password: testPassword }))).toMatchObject([
    { action: 'auth.step_up', outcome: 'success', actor_id: user.id },
  ])
})

test('a dataset is followed from its upload to its end', async () => {
  const form = fileForm('a,b\n1,2\n', 'visits.csv', { title: 'Harbour visits' })
  const upload = () =>
    server.app.inject({
      method: 'POST',
      url: '/api/v1/datasets',
      payload: form.payload,
      headers: { ...signedIn.headers, ...form.headers, 'idempotency-key': user.id },
    })
  const made = await upload()
  const { id } = made.json()
  const on = (action: string, details = {}) => [
    { action, outcome: 'success', actor_id: user.id, target_type: 'dataset', target_id: id, details },
  ]
  expect(await told(made)).toMatchObject(on('dataset.create', { bytes: 8 }))
  expect(await told(await upload())).toEqual([])
  const renamed = await send('PATCH', `/datasets/${id}`, { title: 'Visits', surprise: 1 })
  expect(await told(renamed)).toMatchObject(on('dataset.update', { changed: ['title'] }))
  expect(await told(await send('POST', `/datasets/${id}/cancel`))).toMatchObject(on('dataset.cancel'))
  expect(await told(await send('DELETE', `/datasets/${id}`))).toMatchObject(on('dataset.delete'))
  expect(await told(await send('DELETE', `/datasets/${id}`))).toEqual([])
  expect(await told(await send('POST', `/trash/${id}/restore`))).toMatchObject(on('dataset.restore'))
  const purged = await send('DELETE', `/datasets/${id}?permanent=true`)
  expect(await told(purged)).toMatchObject(on('dataset.purge'))
  const called = await server.orm.em.fork().execute(`select from audit_events where details::text ilike '%visits%'`)
  expect(called).toHaveLength(0)
})

test('what somebody else owns leaves no trace of success', async () => {
  const { id } = (
    await server.app.inject({
      method: 'POST',
      url: '/api/v1/datasets',
      ...(({ payload, headers }) => ({ payload, headers: { ...headers, ...signedIn.headers } }))(fileForm('a\n1\n')),
    })
  ).json()
  const stranger = await signIn(server.app, await buildUser(server.orm))
  for (const [method, url] of [
    ['PATCH', `/datasets/${id}`],
    ['DELETE', `/datasets/${id}`],
    ['DELETE', `/datasets/${id}?permanent=true`],
    ['POST', `/datasets/${id}/cancel`],
    ['POST', `/trash/${id}/restore`],
  ] as const) {
    const answer = await send(method, url, method === 'PATCH' ? { title: 'Mine' } : undefined, stranger.headers)
    expect([url, answer.statusCode]).toEqual([url, 404])
    expect(await told(answer)).toEqual([])
  }
})
