import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn, testPassword } from '../../../test/factories.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let admin: SignedIn

beforeAll(async () => {
  server = await buildTestApp({ PUBLIC_URL: 'https://data.example.org', CORS_ORIGINS: 'https://lab.example.org' })
  admin = await signIn(server.app, await buildUser(server.orm, { isSuperuser: true }))
})

afterAll(() => server.close())

const nobodysId = '00000000-0000-4000-8000-000000000000'
const isWriting = ({ method }: { method: string }) => !['GET', 'HEAD', 'OPTIONS'].includes(method)

const foreign = [
  {},
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: 'https://lab.example.org' },
  { origin: 'https://data.example.org', 'sec-fetch-site': 'cross-site' },
]

test('every route that writes refuses a cookie that comes from another page', async () => {
  const routes = server.app.apiRoutes.filter((route) => isWriting(route) && route.access !== 'public')
  expect(routes.length).toBeGreaterThan(20)
  for (const { method, url } of routes) {
    const path = url.replace(/:\w+|\*/g, nobodysId)
    for (const headers of foreign) {
      const answer = await server.app.inject({
        method: method as 'POST',
        url: path,
        headers: { cookie: admin.cookieHeaders.cookie, ...headers },
      })
      expect([method, url, headers, answer.json().code]).toEqual([method, url, headers, 'foreign_origin'])
    }
  }
})

/** What writes and is public: whether a page elsewhere can make a browser do something in the name of its person. */
describe('what writes and is public', () => {
  const refusing = ['POST /api/v1/auth/login', 'POST /api/v1/auth/refresh', 'POST /api/v1/auth/logout']
  const withoutCookie = [
    'POST /api/v1/auth/register',
    'POST /api/v1/auth/forgot',
    'POST /api/v1/auth/reset',
    'POST /api/v1/auth/verify-email',
    'POST /api/v1/auth/login/second-factor',
  ]

  test('is one of these', () => {
    const found = server.app.apiRoutes.filter((route) => isWriting(route) && route.access === 'public')
    expect(found.map(({ method, url }) => `${method} ${url}`).toSorted()).toEqual(
      [...refusing, ...withoutCookie].toSorted(),
    )
  })

  test.each(refusing)('%s refuses a page elsewhere', async (name) => {
    const [method, url = ''] = name.split(' ')
    const { username } = await buildUser(server.orm)
    for (const headers of foreign.slice(1)) {
      const answer = await server.app.inject({
        method: method as 'POST',
        url,
        headers: { cookie: admin.cookieHeaders.cookie, ...headers },
        ...(name.endsWith('login') ? { payload: { login: username, password: testPassword } } : {}),
      })
      expect([headers, answer.json().code]).toEqual([headers, 'foreign_origin'])
      expect(answer.cookies).toEqual([])
    }
  })

  test.each(withoutCookie)('%s gives a page elsewhere no session', async (name) => {
    const [method, url = ''] = name.split(' ')
    const answer = await server.app.inject({
      method: method as 'POST',
      url,
      headers: { cookie: admin.cookieHeaders.cookie, origin: 'https://evil.example' },
      payload: { email: 'a@example.org', token: 'x', mfa_token: 'x', code: '123456', new_password: 'x' },
    })
    expect(answer.cookies.filter(({ value }) => value !== '')).toEqual([])
  })
})

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'a form of another page cannot speak JSON: %s',
  async (type) => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      headers: { 'content-type': type },
      payload: JSON.stringify({ login: 'x', password: 'y' }),
    })
    expect([415, 422]).toContain(answer.statusCode)
    expect(answer.cookies).toEqual([])
  },
)
