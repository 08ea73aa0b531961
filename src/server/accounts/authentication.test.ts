import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { createApp } from '../app.ts'
import { type Orm, openOrm } from '../database/orm.ts'
import type { UserRow } from './user.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let second: { app: FastifyInstance; orm: Orm }

/** Answers with the current user and asks the database nothing. */
const addEcho = (app: FastifyInstance) => {
  app.get('/api/v1/echo', async ({ user }) => user)
  app.post('/api/v1/echo', { config: { unitOfWork: 'plain' } }, async ({ user }) => user)
  app.get('/api/v1/rulers', { config: { access: 'superuser' } }, async ({ user }) => user)
  app.get('/api/v1/anybody', { config: { access: 'public' } }, async ({ user }) => user)
}

beforeAll(async () => {
  server = await buildTestApp({ PUBLIC_URL: 'https://data.example.org' })
  addEcho(server.app)
  const orm = openOrm({ url: server.databaseUrl })
  second = { orm, app: await createApp({ ...server.outside, orm }) }
  addEcho(second.app)
})

afterAll(async () => {
  await second.app.close()
  await second.orm.close()
  await server.close()
})

const someone = async (overrides: Parameters<typeof buildUser>[1] = {}) => {
  const user = await buildUser(server.orm, overrides)
  return { user, signedIn: await signIn(server.app, user) }
}

test('tells the route who is calling', async () => {
  const { user, signedIn } = await someone({ isSuperuser: true })
  const answer = await server.app.inject({ url: '/api/v1/echo', headers: signedIn.headers })
  const sessionId = expect.stringMatching(/^[0-9a-f-]{36}$/)
  expect(answer.json()).toEqual({ id: user.id, username: user.username, isSuperuser: true, sessionId, token: null })
})

test('lets nobody but superusers to what is theirs', async () => {
  for (const [isSuperuser, status] of [
    [true, 200],
    [false, 403],
  ] as const) {
    const { signedIn } = await someone({ isSuperuser })
    const answer = await server.app.inject({ url: '/api/v1/rulers', headers: signedIn.headers })
    expect(answer.statusCode).toBe(status)
  }
})

describe('every route of the API', () => {
  const publicRoutes = [
    'GET /api/v1/openapi.json',
    'GET /api/v1/auth/options',
    'POST /api/v1/auth/register',
    'POST /api/v1/auth/login',
    'POST /api/v1/auth/login/second-factor',
    'POST /api/v1/auth/refresh',
    'POST /api/v1/auth/logout',
    'POST /api/v1/auth/forgot',
    'POST /api/v1/auth/reset',
    'POST /api/v1/auth/verify-email',
    'GET /api/v1/auth/oidc/login',
    'GET /api/v1/auth/oidc/callback',
    'GET /api/v1/anybody',
  ]

  test('is public only if it is one of these', () => {
    const found = server.app.apiRoutes.filter(({ access, method }) => access === 'public' && method !== 'HEAD')
    expect(found.map(({ method, url }) => `${method} ${url}`).sort()).toEqual(publicRoutes.sort())
  })

  test('answers 401 to nobody, whatever is sent, if it is not public', async () => {
    const closed = server.app.apiRoutes.filter(({ access }) => access !== 'public')
    expect(closed.length).toBeGreaterThan(5)
    for (const { method, url } of closed) {
      const path = url.replace(/:\w+|\*/g, '00000000-0000-4000-8000-000000000000')
      const answer = await server.app.inject({ method: method as 'GET', url: path, headers: { accept: '*/*' } })
      expect([method, url, answer.statusCode]).toEqual([method, url, 401])
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    }
  })

  test('a path that does not exist is 404 for nobody as for everybody', async () => {
    const { signedIn } = await someone()
    const [nobody, somebody] = [{}, signedIn.headers].map((headers) =>
      server.app.inject({ url: '/api/v1/nothing-here', headers }),
    )
    expect((await nobody)?.statusCode).toBe(404)
    expect((await somebody)?.statusCode).toBe(404)
  })

  test('a public one that asks who is calling fails instead of going on without', async () => {
    const { signedIn } = await someone()
    const answer = await server.app.inject({ url: '/api/v1/anybody', headers: signedIn.headers })
    expect(answer.json()).toMatchObject({ status: 500, code: 'internal' })
  })
})

describe('a change by cookie', () => {
  const send = async (headers: Record<string, string>, method: 'GET' | 'POST' = 'POST') => {
    const { signedIn } = await someone()
    const answer = await server.app.inject({
      method,
      url: '/api/v1/echo',
      headers: { cookie: signedIn.cookieHeaders.cookie, ...headers },
    })
    return answer.json().code ?? answer.statusCode
  }

  test.each([
    [{ origin: 'https://data.example.org' }],
    [{ origin: 'https://data.example.org', 'sec-fetch-site': 'same-origin' }],
    [{ origin: 'http://127.0.0.1:8000', host: '127.0.0.1:8000' }],
    [{ origin: 'https://lens.local', host: 'lens.local' }],
    [{ origin: 'https://lens.local', host: 'lens.local:443' }],
    [{ origin: 'http://[::1]:8000', host: '[::1]:8000' }],
  ])('passes from our own page: %j', async (headers) => {
    expect(await send(headers)).toBe(200)
  })

  test.each([
    [{}],
    [{ origin: '' }],
    [{ origin: 'null' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'https://data.example.org.evil.example' }],
    [{ origin: 'https://evil.example', referer: 'https://data.example.org/' }],
    [{ origin: 'http://127.0.0.1:9000', host: '127.0.0.1:8000' }],
    [{ origin: 'http://data.example.org:8080' }],
    [{ origin: 'file://data.example.org', host: 'data.example.org' }],
    [{ origin: 'https://data.example.org', 'sec-fetch-site': 'cross-site' }],
    [{ origin: 'https://data.example.org', 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'none' }],
    [{ origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }],
  ])('is refused with foreign_origin: %j', async (headers) => {
    expect(await send(headers)).toBe('foreign_origin')
  })

  test('reading needs no Origin: browsers send none with a download', async () => {
    expect(await send({}, 'GET')).toBe(200)
  })

  test('a bearer token needs none, also when a cookie comes along', async () => {
    const { signedIn } = await someone()
    const headers = { ...signedIn.headers, cookie: signedIn.cookieHeaders.cookie }
    const answer = await server.app.inject({ method: 'POST', url: '/api/v1/echo', headers })
    expect(answer.statusCode).toBe(200)
  })

  test('a bad bearer token is not made good by a cookie', async () => {
    const { signedIn } = await someone()
    const headers = { ...signedIn.cookieHeaders, authorization: 'Bearer nonsense' }
    expect((await server.app.inject({ url: '/api/v1/echo', headers })).statusCode).toBe(401)
  })

  test('the password of a proxy in front does not hide the cookie', async () => {
    expect(await send({ authorization: 'Basic dXNlcjpwYXNz' }, 'GET')).toBe(200)
  })
})

describe('on every process, within one second', () => {
  const run = (sql: string, id: string | undefined) => server.orm.em.fork().execute(sql, [id])

  const askBoth = async ({ headers }: SignedIn) => {
    const answers = await Promise.all(
      [server.app, second.app].map((app) => app.inject({ url: '/api/v1/echo', headers })),
    )
    return answers.map((answer) => answer.json().code ?? answer.json())
  }

  type Case = [string, (person: { user: UserRow; sessionId: string }) => Promise<unknown>, unknown]
  const cases: Case[] = [
    ['deactivated', ({ user }) => run('update users set is_active = false where id = ?', user.id), 'inactive'],
    ['deleted', ({ user }) => run('delete from users where id = ?', user.id), 'not_authenticated'],
    ['signed out', ({ sessionId }) => run('delete from sessions where id = ?', sessionId), 'not_authenticated'],
  ]

  let traffic: AbortController | undefined
  afterEach(() => traffic?.abort())

  /** Keeps both processes busy with this person and others, so that nothing is asked of the database for being idle. */
  const keepAsking = (people: SignedIn[]) => {
    traffic = new AbortController()
    const { signal } = traffic
    for (const person of people) {
      void (async () => {
        while (!signal.aborted) {
          await askBoth(person)
          await setTimeout(20)
        }
      })()
    }
  }

  describe.each(cases)('who is %s', (_, change, code) => {
    test.each(['in the middle of requests', 'after a pause'])('is cut off %s', async (when) => {
      const { user, signedIn } = await someone()
      const other = await someone()
      const [{ sessionId }] = (await askBoth(signedIn)) as [{ sessionId: string }]
      if (when === 'in the middle of requests') {
        keepAsking([signedIn, other.signedIn])
        await setTimeout(300)
      }
      await change({ user, sessionId })
      await setTimeout(950)
      expect(await askBoth(signedIn)).toEqual([code, code])
      expect(await askBoth(other.signedIn)).toEqual([
        expect.objectContaining({ id: other.user.id }),
        expect.objectContaining({ id: other.user.id }),
      ])
    })
  })

  test('a superuser who is one no longer, and a new name, are known', async () => {
    const { user, signedIn } = await someone({ isSuperuser: true })
    await askBoth(signedIn)
    await run(`update users set is_superuser = false, username = 'renamed-now' where id = ?`, user.id)
    await setTimeout(950)
    const expected = expect.objectContaining({ isSuperuser: false, username: 'renamed-now' })
    expect(await askBoth(signedIn)).toEqual([expected, expected])
  })

  test('who is activated again goes on', async () => {
    const { user, signedIn } = await someone()
    await run('update users set is_active = false where id = ?', user.id)
    await setTimeout(950)
    expect(await askBoth(signedIn)).toEqual(['inactive', 'inactive'])
    await run('update users set is_active = true where id = ?', user.id)
    await setTimeout(950)
    const expected = expect.objectContaining({ id: user.id })
    expect(await askBoth(signedIn)).toEqual([expected, expected])
  })

  test('a change that is committed late, after younger ones, is not missed', async () => {
    const late = await someone()
    const early = await someone()
    await askBoth(late.signedIn)
    await askBoth(early.signedIn)
    await server.orm.em.fork().transactional(async (em) => {
      await em.execute('update users set is_active = false where id = ?', [late.user.id])
      await run('update users set is_active = false where id = ?', early.user.id)
      await setTimeout(950)
      expect(await askBoth(early.signedIn)).toEqual(['inactive', 'inactive'])
      expect(await askBoth(late.signedIn)).toEqual([expect.any(Object), expect.any(Object)])
    })
    await setTimeout(950)
    expect(await askBoth(late.signedIn)).toEqual(['inactive', 'inactive'])
  })
})

test('a thousand requests of ten people ask the database about twice a second, not once each', async () => {
  const people = await Promise.all(Array.from({ length: 10 }, () => someone()))
  const askAll = () =>
    Promise.all(people.map(({ signedIn }) => server.app.inject({ url: '/api/v1/echo', headers: signedIn.headers })))
  await askAll()
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
