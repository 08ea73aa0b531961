import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn, testPassword } from '../../../test/factories.ts'
import { sessionLifetimes } from './session-store.ts'
import type { UserRow } from './user.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let clock = Date.now()

beforeAll(async () => {
  server = await buildTestApp({}, { now: () => clock })
})

beforeEach(() => {
  clock = Date.now()
})

afterAll(() => server.close())

const send = (
  method: 'GET' | 'DELETE' | 'PUT' | 'POST',
  path: string,
  { headers }: Pick<SignedIn, 'headers'>,
  payload?: object,
) => server.app.inject({ method, url: `/api/v1/auth/${path}`, headers, ...(payload ? { payload } : {}) })

const works = async ({ headers }: SignedIn) =>
  (await server.app.inject({ url: '/api/v1/auth/me', headers })).statusCode === 200

const refreshes = async ({ cookieHeaders }: SignedIn) =>
  (await server.app.inject({ method: 'POST', url: '/api/v1/auth/refresh', headers: cookieHeaders })).statusCode === 200

const idOf = async (signedIn: SignedIn): Promise<string> =>
  (await send('GET', 'sessions', signedIn)).json().items.find(({ current }: { current: boolean }) => current).id

let user: UserRow
let here: SignedIn
let there: SignedIn
let stranger: SignedIn

beforeEach(async () => {
  user = await buildUser(server.orm)
  there = await signIn(server.app, user, { remember: true })
  clock += 1000
  here = await signIn(server.app, user)
  stranger = await signIn(server.app, await buildUser(server.orm))
})

describe('GET /auth/sessions', () => {
  test('lists one’s own, the one used last first, and says which is asking', async () => {
    const answer = await send('GET', 'sessions', here)
    expect(answer.statusCode).toBe(200)
    const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/)
    const common = { id: uuid, ip: '127.0.0.1', user_agent: 'lightMyRequest' }
    const time = (at: number) => new Date(at).toISOString()
    expect(answer.json()).toEqual({
      items: [
        {
          ...common,
          current: true,
          created_at: time(clock),
          last_used_at: time(clock),
          expires_at: time(clock + sessionLifetimes.passing.unused),
        },
        {
          ...common,
          current: false,
          created_at: time(clock - 1000),
          last_used_at: time(clock - 1000),
          expires_at: time(clock - 1000 + sessionLifetimes.remembered.unused),
        },
      ],
      total: 2,
      limit: 100,
      offset: 0,
    })
    expect(answer.body).not.toMatch(/hash|token/)
  })

  test('a refresh moves when it was used last', async () => {
    clock += 60_000
    await refreshes(there)
    const [first, second] = (await send('GET', 'sessions', here)).json().items
    expect(first).toMatchObject({ current: false, last_used_at: new Date(clock).toISOString() })
    expect(second).toMatchObject({ current: true })
  })

  test('pages, and leaves out what has run out', async () => {
    const page = (await send('GET', 'sessions?limit=1&offset=1', here)).json()
    expect(page).toMatchObject({ total: 2, limit: 1, offset: 1, items: [{ current: false }] })
    await server.orm.em
      .fork()
      .execute(`update sessions set expires_at = ?::timestamptz where id <> ?`, [
        new Date(clock - 1).toISOString(),
        await idOf(here),
      ])
    expect((await send('GET', 'sessions', here)).json()).toMatchObject({ total: 1, items: [{ current: true }] })
    expect((await send('GET', 'sessions?limit=1001', here)).statusCode).toBe(422)
  })
})

describe('DELETE /auth/sessions/{id}', () => {
  test('ends that session at once and for good', async () => {
    const id = await idOf(there)
    const answer = await send('DELETE', `sessions/${id}`, here)
    expect([answer.statusCode, answer.body]).toEqual([204, ''])
    expect(await refreshes(there)).toBe(false)
    await expect.poll(() => works(there)).toBe(false)
    expect(await works(here)).toBe(true)
    expect((await send('DELETE', `sessions/${id}`, here)).json().code).toBe('not_found')
  })

  test('one’s own works too', async () => {
    expect((await send('DELETE', `sessions/${await idOf(here)}`, here)).statusCode).toBe(204)
    await expect.poll(() => works(here)).toBe(false)
  })

  test('somebody else’s does not exist', async () => {
    const id = await idOf(stranger)
    const [foreign, none] = [
      await send('DELETE', `sessions/${id}`, here),
      await send('DELETE', 'sessions/00000000-0000-4000-8000-000000000000', here),
    ].map((answer) => ({ ...answer.json(), request_id: '' }))
    expect(foreign).toMatchObject({ status: 404, code: 'not_found' })
    expect(foreign).toEqual(none)
    expect(await works(stranger)).toBe(true)
  })
})

describe('DELETE /auth/sessions?others=true', () => {
  test('ends all but this one', async () => {
    expect((await send('DELETE', 'sessions?others=true', here)).statusCode).toBe(204)
    expect((await send('GET', 'sessions', here)).json()).toMatchObject({ total: 1, items: [{ current: true }] })
    await expect.poll(() => works(there)).toBe(false)
    expect([await refreshes(there), await works(stranger), await refreshes(here)]).toEqual([false, true, true])
  })

  test.each(['sessions', 'sessions?others=false', 'sessions?others='])('%s ends nothing', async (path) => {
    expect((await send('DELETE', path, here)).json()).toMatchObject({ status: 422, errors: [{ path: 'others' }] })
    expect(await refreshes(there)).toBe(true)
  })
})

describe('PUT /auth/password', () => {
  const change = (current_password: unknown, new_password: unknown) =>
    send('PUT', 'password', here, { current_password, new_password })

  test('sets the password and signs out everywhere else', async () => {
    const answer = await change(testPassword, 'a different long password')
    expect([answer.statusCode, answer.body]).toEqual([204, ''])
    expect(await refreshes(there)).toBe(false)
    await expect.poll(() => works(there)).toBe(false)
    expect([await works(here), await refreshes(here), await works(stranger)]).toEqual([true, true, true])
    await expect(signIn(server.app, user)).rejects.toThrow('wrong_credentials')
    await signIn(server.app, user, { password: 'a different long password' })
  })

  test('422 for a wrong present password, and nothing changes', async () => {
    const answer = await change('not my password', 'a different long password')
    expect(answer.json()).toMatchObject({ status: 422, code: 'invalid', errors: [{ path: 'current_password' }] })
    expect(await refreshes(there)).toBe(true)
    await signIn(server.app, user)
  })

  test('429 after ten wrong ones, without locking the sign-in', async () => {
    const codes = []
    for (let n = 0; n < 11; n += 1) codes.push((await change('not my password', 'a different one')).json().code)
    expect(codes).toEqual([...Array(10).fill('invalid'), 'too_many_requests'])
    expect((await change(testPassword, 'a different long password')).statusCode).toBe(429)
    await signIn(server.app, user)
  })

  test.each([['short'], ['ä'.repeat(37)], ['a nul \0 inside'], [null]])(
    '422 for the new password %j',
    async (password) => {
      const answer = await change(testPassword, password)
      expect(answer.json()).toMatchObject({ status: 422, code: 'invalid', errors: [{ path: 'new_password' }] })
    },
  )

  test('422 weak_password for a new one that is easy to guess, for this person more than for others', async () => {
    const answer = await change(testPassword, user.username)
    expect(answer.json()).toMatchObject({ status: 422, code: 'weak_password', errors: [{ path: 'new_password' }] })
    await signIn(server.app, user)
  })

  test('of a change and sign-ins with the old password at the same moment no session is left', async () => {
    const attempts = Array.from({ length: 8 }, () => signIn(server.app, user).catch(() => undefined))
    const [answer, ...sessions] = await Promise.all([change(testPassword, 'a different long password'), ...attempts])
    expect(answer.statusCode).toBe(204)
    await expect.poll(async () => (await send('GET', 'sessions', here)).json().total).toBe(1)
    for (const session of sessions) if (session) expect(await refreshes(session)).toBe(false)
  })

  test('of two changes at the same moment one wins', async () => {
    const answers = await Promise.all([
      change(testPassword, 'the first new one'),
      change(testPassword, 'the other new one'),
    ])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([204, 422])
  })
})
