import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, signIn } from '../../../test/factories.ts'
import { SessionEntity } from './session.ts'
import { graceMs, sessionLifetimes } from './session-store.ts'
import { sweepAccounts } from './upkeep.ts'
import { UserEntity } from './user.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let clock = Date.now()

beforeAll(async () => {
  server = await buildTestApp({}, { now: () => clock })
})

beforeEach(() => {
  clock = Date.now()
})

afterAll(() => server.close())

const pass = (milliseconds: number) => {
  clock += milliseconds
}

const refresh = (token: string | undefined, headers: Record<string, string> = { origin: 'http://localhost:80' }) =>
  server.app.inject({
    method: 'POST',
    url: '/api/v1/auth/refresh',
    headers: { ...headers, ...(token === undefined ? {} : { cookie: `datalens_refresh=${token}` }) },
  })

type Answer = Awaited<ReturnType<typeof refresh>>

const tokenOf = (answer: Answer) => answer.cookies.find(({ name }) => name === 'datalens_refresh')?.value

const begin = async ({ remember = false } = {}) => {
  const user = await buildUser(server.orm)
  const { cookies } = await signIn(server.app, user, { remember })
  return { user, token: cookies.datalens_refresh ?? '' }
}

const sessionsOf = (user: { id: string }) => server.orm.em.fork().find(SessionEntity, { user: user.id })

const accessWorks = async (answer: Answer) => {
  const headers = { authorization: `Bearer ${answer.json().access_token}` }
  return (await server.app.inject({ url: '/api/v1/auth/me', headers })).statusCode === 200
}

test('answers with a new access token and a rotated cookie, in the same session', async () => {
  const { user, token } = await begin()
  const first = await refresh(token)
  expect(first.statusCode).toBe(200)
  expect(first.json()).toMatchObject({ token_type: 'bearer', expires_in: 900, user: { id: user.id } })
  expect(await accessWorks(first)).toBe(true)
  const second = await refresh(tokenOf(first))
  expect(new Set([token, tokenOf(first), tokenOf(second)]).size).toBe(3)
  expect(await sessionsOf(user)).toHaveLength(1)
})

test('the database holds nothing that a token could be made of', async () => {
  const { user, token } = await begin()
  const successor = tokenOf(await refresh(token)) ?? ''
  const [row] = await server.orm.em.fork().execute('select * from sessions where user_id = ?', [user.id])
  for (const part of [...token.split('.'), ...successor.split('.')]) {
    expect(part.length).toBeGreaterThan(20)
    expect(JSON.stringify(row)).not.toContain(part)
    expect(JSON.stringify(row)).not.toContain(Buffer.from(part, 'base64url').toString('hex'))
  }
})

describe('the same token again', () => {
  test('within the grace period gets the very same successor, without one more live token', async () => {
    const { token } = await begin()
    const first = tokenOf(await refresh(token))
    pass(graceMs - 1000)
    const replay = await refresh(token)
    expect(tokenOf(replay)).toBe(first)
    expect(await accessWorks(replay)).toBe(true)
  })

  test('leads to the live token also when that has been exchanged meanwhile', async () => {
    const { token } = await begin()
    const third = tokenOf(await refresh(tokenOf(await refresh(token))))
    expect(tokenOf(await refresh(token))).toBe(third)
    expect((await refresh(third)).statusCode).toBe(200)
  })

  test('sixty exchanges in a row end nobody, and the first token still leads to the live one', async () => {
    const { token } = await begin()
    let live: string | undefined = token
    for (let n = 0; n < 60; n += 1) live = tokenOf(await refresh(live))
    expect(tokenOf(await refresh(token))).toBe(live)
    expect((await refresh(live)).statusCode).toBe(200)
  })

  test('after the grace period is theft: the whole family ends', async () => {
    const { user, token } = await begin()
    const first = await refresh(token)
    pass(graceMs + 1000)
    const stolen = await refresh(token)
    expect(stolen.json()).toMatchObject({ status: 401, code: 'session_ended' })
    expect(stolen.headers['www-authenticate']).toBe('Bearer')
    expect(stolen.cookies).toEqual([])
    expect((await refresh(tokenOf(first))).json().code).toBe('session_ended')
    expect(await sessionsOf(user)).toEqual([])
    await expect.poll(() => accessWorks(first)).toBe(false)
  })

  test('is known as reuse however long ago it was spent', async () => {
    const { user, token } = await begin()
    let live = token
    for (let n = 0; n < 5; n += 1) {
      live = tokenOf(await refresh(live)) ?? ''
      pass(graceMs + 1000)
    }
    expect((await refresh(token)).json().code).toBe('session_ended')
    expect(await sessionsOf(user)).toEqual([])
  })

  test('ends no session of the person but that one', async () => {
    const { user, token } = await begin()
    const other = await signIn(server.app, user)
    await refresh(token)
    pass(graceMs + 1000)
    await refresh(token)
    expect((await refresh(other.cookies.datalens_refresh)).statusCode).toBe(200)
  })

  test('a token that never was of this family ends nothing', async () => {
    const { user, token } = await begin()
    const [family = '', secret = ''] = token.split('.')
    for (const forged of [`${'A'.repeat(22)}.${secret}`, family, '', 'x', `${token}x`, `${token}.${token}`]) {
      expect((await refresh(forged)).json()).toMatchObject({ status: 401, code: 'session_ended' })
    }
    expect(await sessionsOf(user)).toHaveLength(1)
    expect((await refresh(token)).statusCode).toBe(200)
  })
})

describe.each([10, 50])('%i tabs that refresh at the same instant', (tabs) => {
  test('all stay signed in, with one live token', async () => {
    const { user, token } = await begin()
    const answers = await Promise.all(Array.from({ length: tabs }, () => refresh(token)))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(tabs).fill(200))
    expect(new Set(answers.map(tokenOf)).size).toBe(1)
    expect(await Promise.all(answers.map(accessWorks))).toEqual(Array(tabs).fill(true))
    expect(await sessionsOf(user)).toHaveLength(1)
    pass(graceMs + 1000)
    expect((await refresh(tokenOf(answers[0] as Answer))).statusCode).toBe(200)
  })

  test('also when each goes on at once with what it got', async () => {
    const { user, token } = await begin()
    const chains = Array.from({ length: tabs }, async () => {
      let live: string | undefined = token
      for (let n = 0; n < 3; n += 1) live = tokenOf(await refresh(live))
      return live
    })
    const last = await Promise.all(chains)
    expect(last).not.toContain(undefined)
    const settled = await Promise.all(last.map((live) => refresh(live)))
    expect(settled.map(({ statusCode }) => statusCode)).toEqual(Array(tabs).fill(200))
    expect(await sessionsOf(user)).toHaveLength(1)
  })
})

describe('how long a session lasts', () => {
  test.each([
    [true, sessionLifetimes.remembered],
    [false, sessionLifetimes.passing],
  ])('remember %s: to the end of its unused time, moved on by use, up to the whole', async (remember, lifetimes) => {
    const { token } = await begin({ remember })
    pass(lifetimes.unused - 60_000)
    let live = await refresh(token)
    expect(live.statusCode).toBe(200)
    let whole = lifetimes.unused - 60_000
    while (whole + lifetimes.unused - 60_000 < lifetimes.whole) {
      pass(lifetimes.unused - 60_000)
      whole += lifetimes.unused - 60_000
      live = await refresh(tokenOf(live))
      expect(live.statusCode).toBe(200)
    }
    pass(lifetimes.whole - whole)
    expect((await refresh(tokenOf(live))).json().code).toBe('session_ended')
  })

  test('unused it ends, and is swept', async () => {
    const { user, token } = await begin()
    pass(sessionLifetimes.passing.unused + 1000)
    expect((await refresh(token)).json().code).toBe('session_ended')
    await sweepAccounts(server.orm, new Date(clock))
    expect(await sessionsOf(user)).toEqual([])
  })

  test('no access token outlives its session', async () => {
    const { token } = await begin()
    let live = token
    const { unused, whole } = sessionLifetimes.passing
    for (let passed = 0; passed + unused - 60_000 < whole; passed += unused - 60_000) {
      pass(unused - 60_000)
      live = tokenOf(await refresh(live)) ?? ''
    }
    const [row] = await server.orm.em.fork().execute('select expires_at from sessions order by created_at desc limit 1')
    clock = new Date(row?.expires_at as Date).getTime() - 120_000
    const answer = await refresh(live)
    expect(answer.json().expires_in).toBeGreaterThan(100)
    expect(answer.json().expires_in).toBeLessThanOrEqual(120)
  })

  test('only a remembered session has cookies that outlive the browser, after a refresh too', async () => {
    for (const remember of [true, false]) {
      const { token } = await begin({ remember })
      const cookies = (await refresh(token)).cookies.map(({ expires }) => expires !== undefined)
      expect(cookies).toEqual([remember, remember])
    }
  })
})

test('the session remembers from where it was used last', async () => {
  const { user, token } = await begin()
  pass(5000)
  await refresh(token, { origin: 'http://localhost:80', 'user-agent': `Browser ${'x'.repeat(2000)}` })
  const [session] = await sessionsOf(user)
  expect(session?.userAgent).toBe(`Browser ${'x'.repeat(492)}`)
  expect(session?.ip).toBe('127.0.0.1')
  expect(session?.lastUsedAt.getTime()).toBe(clock)
})

describe('is refused', () => {
  test('without a cookie', async () => {
    expect((await refresh(undefined)).json()).toMatchObject({ status: 401, code: 'session_ended' })
  })

  test.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'http://localhost:81' }],
    [{ origin: 'null' }],
    [{}],
    [{ origin: 'http://localhost:80', 'sec-fetch-site': 'cross-site' }],
    [{ origin: 'http://localhost:80', 'sec-fetch-site': 'same-site' }],
  ])('with foreign_origin for %j, and nothing is spent', async (headers) => {
    const { token } = await begin()
    expect((await refresh(token, headers)).json()).toMatchObject({ status: 403, code: 'foreign_origin' })
    const first = await refresh(token)
    pass(graceMs + 1000)
    expect((await refresh(tokenOf(first))).statusCode).toBe(200)
  })

  test('with inactive for a deactivated person, and goes on when they are activated again', async () => {
    const { user, token } = await begin()
    const set = (isActive: boolean) => server.orm.em.fork().nativeUpdate(UserEntity, { id: user.id }, { isActive })
    await set(false)
    expect((await refresh(token)).json()).toMatchObject({ status: 403, code: 'inactive' })
    await set(true)
    expect((await refresh(token)).statusCode).toBe(200)
  })

  test('for a deleted person', async () => {
    const { user, token } = await begin()
    await server.orm.em.fork().execute('delete from users where id = ?', [user.id])
    expect((await refresh(token)).json().code).toBe('session_ended')
  })
})
