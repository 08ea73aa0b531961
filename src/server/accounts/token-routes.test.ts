import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn, stepUp as stepUpIn } from '../../../test/factories.ts'
import type { NewPersonalToken } from '../../shared/tokens.ts'
import { createApp } from '../app.ts'
import { type Orm, openOrm } from '../database/orm.ts'
import { hashToken } from './token-text.ts'
import type { UserRow } from './user.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let second: { app: FastifyInstance; orm: Orm }
let clock = Date.now()

/** Answers with the current user and asks the database nothing. */
const addEcho = (app: FastifyInstance) => {
  app.get('/api/v1/echo', async ({ user }) => user)
  app.post('/api/v1/echo', { config: { unitOfWork: 'plain' } }, async ({ user }) => user)
  app.post('/api/v1/question', { config: { unitOfWork: 'plain', scope: 'read' } }, async ({ user }) => user)
  app.get('/api/v1/rulers', { config: { access: 'superuser' } }, async ({ user }) => user)
  app.delete('/api/v1/grave', { config: { unitOfWork: 'plain', stepUp: true } }, async ({ user }) => user)
}

beforeAll(async () => {
  server = await buildTestApp({}, { now: () => clock })
  addEcho(server.app)
  const orm = openOrm({ url: server.databaseUrl })
  second = { orm, app: await createApp({ ...server.outside, orm }) }
  addEcho(second.app)
})

beforeEach(() => {
  clock = Date.now()
})

afterAll(async () => {
  await second.app.close()
  await second.orm.close()
  await server.close()
})

const send = (method: 'GET' | 'POST' | 'DELETE', path: string, headers: object, payload?: object, app = server.app) =>
  app.inject({ method, url: `/api/v1/${path}`, headers: { ...headers }, ...(payload ? { payload } : {}) })

const someone = async (overrides: Parameters<typeof buildUser>[1] = {}) => {
  const user = await buildUser(server.orm, overrides)
  return { user, signedIn: await signIn(server.app, user) }
}

const make = async ({ headers }: SignedIn, more: object = {}): Promise<NewPersonalToken> => {
  const answer = await send('POST', 'auth/tokens', headers, { name: 'nightly load', scopes: ['read'], ...more })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return answer.json()
}

const bearer = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` })

const stepUp = (signedIn: SignedIn) => stepUpIn(server.app, signedIn)

const code = async (answer: ReturnType<typeof send>) => {
  const { statusCode, body } = await answer
  return body ? (JSON.parse(body).code ?? statusCode) : statusCode
}

const run = (sql: string, values: unknown[] = []) => server.orm.em.fork().execute(sql, values)

describe('POST /auth/tokens', () => {
  test('shows the token once, and keeps nothing it could be made of', async () => {
    const { signedIn } = await someone()
    const made = await make(signedIn, { scopes: ['write', 'read', 'read'], expires_at: '2999-01-01T00:00:00+01:00' })
    expect(made).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'nightly load',
      scopes: ['read', 'write'],
      created_at: expect.any(String),
      expires_at: '2998-12-31T23:00:00.000Z',
      last_used_at: null,
      token: expect.stringMatching(/^dl_[0-9A-Za-z]{49}$/),
    })
    const { token, ...shown } = made
    expect((await send('GET', 'auth/tokens', signedIn.headers)).json()).toEqual({
      items: [shown],
      total: 1,
      limit: 100,
      offset: 0,
    })
    const [row] = await run('select * from personal_access_tokens where id = ?', [made.id])
    expect(JSON.stringify(row)).not.toContain(token.slice(3, 20))
    expect(row).toMatchObject({ token_hash: hashToken(token) })
  })

  test.each([
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ name: 'a\nb' }, 'name'],
    [{ scopes: [] }, 'scopes'],
    [{ scopes: ['root'] }, 'scopes.0'],
    [{ scopes: 'read' }, 'scopes'],
    [{ expires_at: 'tomorrow' }, 'expires_at'],
    [{ expires_at: '2001-01-01T00:00:00Z' }, 'expires_at'],
  ])('422 for %j', async (more, path) => {
    const { signedIn } = await someone()
    const answer = await send('POST', 'auth/tokens', signedIn.headers, { name: 'x', scopes: ['read'], ...more })
    expect(answer.json()).toMatchObject({ status: 422, code: 'invalid', errors: [{ path }] })
  })

  test('belongs to who asks, whatever the body says', async () => {
    const { user, signedIn } = await someone()
    const { user: other } = await someone()
    const { id } = await make(signedIn, { user_id: other.id, user: other.id, token_hash: 'x', id: other.id })
    expect(await run('select user_id from personal_access_tokens where id = ?', [id])).toEqual([{ user_id: user.id }])
  })

  test('admin is for superusers who have just confirmed that it is them', async () => {
    const { signedIn } = await someone()
    const admin = { name: 'x', scopes: ['admin'] }
    await stepUp(signedIn)
    expect(await code(send('POST', 'auth/tokens', signedIn.headers, admin))).toBe('forbidden')
    const ruler = await someone({ isSuperuser: true })
    expect(await code(send('POST', 'auth/tokens', ruler.signedIn.headers, admin))).toBe('step_up_required')
    await stepUp(ruler.signedIn)
    expect((await send('POST', 'auth/tokens', ruler.signedIn.headers, admin)).statusCode).toBe(201)
  })

  test('is in the audit log without its text, and so is its end', async () => {
    const { user, signedIn } = await someone()
    const made = await make(signedIn)
    await send('DELETE', `auth/tokens/${made.id}`, signedIn.headers)
    const events = await run(
      'select action, actor_id, details from audit_events where target_id = ? order by created_at',
      [made.id],
    )
    expect(events).toEqual([
      expect.objectContaining({ action: 'token.create', actor_id: user.id }),
      expect.objectContaining({ action: 'token.revoke', actor_id: user.id }),
    ])
    expect(JSON.stringify(events)).not.toContain(made.token.slice(3, 20))
  })
})

describe('a token', () => {
  test('tells the route who is calling, and that it is no session', async () => {
    const { user, signedIn } = await someone()
    const made = await make(signedIn)
    expect((await send('GET', 'echo', bearer(made))).json()).toEqual({
      id: user.id,
      username: user.username,
      isSuperuser: false,
      sessionId: null,
      token: { id: made.id, hash: hashToken(made.token), scopes: ['read'] },
    })
    expect((await send('GET', 'auth/me', bearer(made))).json()).toMatchObject({ id: user.id })
  })

  const doors = ['GET echo', 'POST question', 'POST echo', 'GET rulers', 'DELETE grave', 'GET auth/tokens']
  test.each([
    [false, ['read'], [200, 200, 'scope_missing', 'forbidden', 'session_required', 'session_required']],
    [false, ['write'], [200, 200, 200, 'forbidden', 'session_required', 'session_required']],
    [true, ['read'], [200, 200, 'scope_missing', 'scope_missing', 'session_required', 'session_required']],
    [true, ['read', 'write'], [200, 200, 200, 'scope_missing', 'session_required', 'session_required']],
    [true, ['admin'], [200, 200, 200, 200, 'session_required', 'session_required']],
  ])('superuser %j with %j', async (isSuperuser, scopes, expected) => {
    const { signedIn } = await someone({ isSuperuser })
    await stepUp(signedIn)
    const headers = bearer(await make(signedIn, { scopes }))
    const codes = []
    for (const door of doors) {
      const [method, path] = door.split(' ') as ['GET', string]
      codes.push(await code(send(method, path, headers)))
    }
    expect(codes).toEqual(expected)
  })

  test('reaches nothing under /auth but who one is', async () => {
    const { signedIn } = await someone({ isSuperuser: true })
    await stepUp(signedIn)
    const headers = bearer(await make(signedIn, { scopes: ['admin'] }))
    const closed = server.app.apiRoutes.filter(
      ({ url, access, method }) =>
        url.startsWith('/api/v1/auth/') && access !== 'public' && `${method} ${url}` !== 'GET /api/v1/auth/me',
    )
    expect(closed.length).toBeGreaterThan(6)
    for (const { method, url } of closed) {
      if (method === 'HEAD') continue
      const path = url.replace(/:\w+/g, '00000000-0000-4000-8000-000000000000')
      const answer = await server.app.inject({ method: method as 'GET', url: path, headers })
      expect([method, url, answer.json().code]).toEqual([method, url, 'session_required'])
    }
  })

  test('lends the power of a superuser only with the scope admin', async () => {
    const { signedIn } = await someone({ isSuperuser: true })
    await stepUp(signedIn)
    for (const [scope, isSuperuser] of [
      ['write', false],
      ['admin', true],
    ] as const) {
      const made = await make(signedIn, { scopes: [scope] })
      expect((await send('GET', 'echo', bearer(made))).json()).toMatchObject({ isSuperuser })
    }
  })

  test('is refused with a reason when it was mistyped, and cannot come by cookie', async () => {
    const { signedIn } = await someone()
    const { token } = await make(signedIn)
    const last = token.endsWith('A') ? 'B' : 'A'
    for (const wrong of [
      `${token.slice(0, -1)}${last}`,
      token.slice(0, -1),
      `${token}A`,
      'dl_',
      `dl_${'A'.repeat(49)}`,
    ]) {
      const answer = await send('GET', 'echo', bearer({ token: wrong }))
      expect(answer.json()).toMatchObject({
        status: 401,
        code: 'not_authenticated',
        detail: expect.stringContaining('wrong or missing'),
      })
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    }
    expect(await code(send('GET', 'echo', { cookie: `datalens_access=${token}` }))).toBe('not_authenticated')
    expect(await code(send('GET', `echo?access_token=${token}`, {}))).toBe('not_authenticated')
  })

  test('expires', async () => {
    const { signedIn } = await someone()
    const made = await make(signedIn, { expires_at: new Date(clock + 60_000).toISOString() })
    expect(await code(send('GET', 'echo', bearer(made)))).toEqual(expect.anything())
    clock += 61_000
    const answer = await send('GET', 'echo', bearer(made))
    expect(answer.json()).toMatchObject({ status: 401, code: 'token_expired' })
    expect((await send('GET', 'auth/tokens', signedIn.headers)).json().total).toBe(1)
  })

  test('of somebody else does not exist', async () => {
    const [one, other] = [await someone(), await someone()]
    const made = await make(other.signedIn)
    expect((await send('GET', 'auth/tokens', one.signedIn.headers)).json().total).toBe(0)
    const foreign = (await send('DELETE', `auth/tokens/${made.id}`, one.signedIn.headers)).json()
    const none = (await send('DELETE', `auth/tokens/${one.user.id}`, one.signedIn.headers)).json()
    expect(foreign).toMatchObject({ status: 404, code: 'not_found' })
    expect({ ...foreign, request_id: '' }).toEqual({ ...none, request_id: '' })
    expect((await send('GET', 'echo', bearer(made))).statusCode).toBe(200)
  })

  test('outlives the session that made it', async () => {
    const { signedIn } = await someone()
    const made = await make(signedIn)
    await send('POST', 'auth/logout', signedIn.headers)
    expect((await send('GET', 'echo', bearer(made))).statusCode).toBe(200)
  })
})

describe('on every process, within one second', () => {
  type Case = [string, (made: NewPersonalToken, person: { user: UserRow; signedIn: SignedIn }) => unknown, unknown]
  const cases: Case[] = [
    [
      'is revoked',
      ({ id }, { signedIn }) => send('DELETE', `auth/tokens/${id}`, signedIn.headers),
      'not_authenticated',
    ],
    [
      'is deleted by plain SQL',
      ({ id }) => run('delete from personal_access_tokens where id = ?', [id]),
      'not_authenticated',
    ],
    [
      'loses its scopes by plain SQL',
      ({ id }) => run(`update personal_access_tokens set scopes = '{read}' where id = ?`, [id]),
      'scope_missing',
    ],
    [
      'has a deactivated owner',
      (_, { user }) => run('update users set is_active = false where id = ?', [user.id]),
      'inactive',
    ],
    [
      'has an owner who is superuser no longer',
      (_, { user }) => run('update users set is_superuser = false where id = ?', [user.id]),
      'forbidden',
    ],
    ['has no owner any more', (_, { user }) => run('delete from users where id = ?', [user.id]), 'not_authenticated'],
  ]

  test.each(cases)('a token that %s is refused', async (_, change, refusal) => {
    await buildUser(server.orm, { isSuperuser: true })
    const person = await someone({ isSuperuser: true })
    await stepUp(person.signedIn)
    const made = await make(person.signedIn, { scopes: ['admin'] })
    const ask = () =>
      Promise.all([server.app, second.app].map((app) => code(send('GET', 'rulers', bearer(made), undefined, app))))
    expect(await ask()).toEqual([200, 200])
    await change(made, person)
    await setTimeout(950)
    expect(await ask()).toEqual([refusal, refusal])
  })
})

describe('the last use', () => {
  const lastUsed = async ({ id }: NewPersonalToken) => {
    const [row] = await run('select last_used_at from personal_access_tokens where id = ?', [id])
    return row?.last_used_at ? new Date(row.last_used_at).getTime() : null
  }

  test('is written down, once a minute', async () => {
    const { signedIn } = await someone()
    const made = await make(signedIn)
    const first = clock
    await send('GET', 'echo', bearer(made))
    await expect.poll(() => lastUsed(made)).toBe(first)
    clock += 59_000
    for (const app of [server.app, second.app]) await send('GET', 'echo', bearer(made), undefined, app)
    await setTimeout(100)
    expect(await lastUsed(made)).toBe(first)
    clock += 2000
    await send('GET', 'echo', bearer(made))
    await expect.poll(() => lastUsed(made)).toBe(clock)
  })

  test('keeps no request waiting and fails none', async () => {
    const { signedIn } = await someone()
    const made = await make(signedIn)
    await server.orm.em.fork().transactional(async (em) => {
      await em.execute('select * from personal_access_tokens where id = ? for update', [made.id])
      expect((await send('GET', 'echo', bearer(made))).statusCode).toBe(200)
      expect(await lastUsed(made)).toBe(null)
    })
    await expect.poll(() => lastUsed(made)).toBe(clock)
  })
})

test('a thousand requests of ten tokens ask the database about twice a second, not once each', async () => {
  const tokens = await Promise.all(Array.from({ length: 10 }, async () => make((await someone()).signedIn)))
  const askAll = () => Promise.all(tokens.map((made) => send('GET', 'echo', bearer(made))))
  await askAll()
  await setTimeout(200)
  const pool = await server.orm.em.getConnection().getNativeClient()
  let queries = 0
  const count = () => {
    queries += 1
  }
  pool.on('acquire', count)
  const startedAt = performance.now()
  for (let n = 0; n < 100; n += 1) {
    for (const answer of await askAll()) expect(answer.statusCode).toBe(200)
  }
  pool.off('acquire', count)
  const seconds = (performance.now() - startedAt) / 1000
  expect(queries).toBeLessThanOrEqual(Math.ceil(seconds * 2.3) + 1)
})
