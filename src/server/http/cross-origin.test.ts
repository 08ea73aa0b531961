import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'

const lab = 'https://lab.example.org'
let open: Awaited<ReturnType<typeof buildTestApp>>
let closed: Awaited<ReturnType<typeof buildTestApp>>
let person: SignedIn

beforeAll(async () => {
  open = await buildTestApp({ CORS_ORIGINS: `${lab},http://localhost:3000` })
  closed = await buildTestApp()
  person = await signIn(open.app, await buildUser(open.orm))
})

afterAll(async () => {
  await open.close()
  await closed.close()
})

const preflight = ({ app }: typeof open, origin: string, method = 'PATCH') =>
  app.inject({
    method: 'OPTIONS',
    url: '/api/v1/users/me',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization,content-type',
    },
  })

const allowed = (answer: { headers: Record<string, unknown> }) => answer.headers['access-control-allow-origin']

test('a preflight of an allowed origin may send a token and JSON, and no cookies', async () => {
  const { statusCode, headers } = await preflight(open, lab)
  expect(statusCode).toBe(204)
  expect(headers).toMatchObject({ 'access-control-allow-origin': lab, 'access-control-max-age': '3600' })
  expect(headers['access-control-allow-methods']).toContain('PATCH')
  expect(headers['access-control-allow-headers']).toMatch(/authorization.*content-type/)
  expect(headers.vary).toMatch(/origin/i)
  expect(headers).not.toHaveProperty('access-control-allow-credentials')
})

test.each([
  'https://evil.example',
  'http://lab.example.org',
  'https://lab.example.org:8443',
  'https://lab.example.org.evil.example',
  'https://sub.lab.example.org',
  'null',
])('%s is allowed nothing', async (origin) => {
  expect(allowed(await preflight(open, origin))).toBeUndefined()
  const answer = await open.app.inject({ url: '/api/v1/users/me', headers: { ...person.headers, origin } })
  expect(allowed(answer)).toBeUndefined()
})

test('an answer can be read by the allowed page, failures too', async () => {
  const headers = { ...person.headers, origin: lab }
  const answer = await open.app.inject({ url: '/api/v1/users/me', headers })
  expect([answer.statusCode, allowed(answer)]).toEqual([200, lab])
  expect(answer.headers['access-control-expose-headers']).toContain('x-request-id')
  const refused = await open.app.inject({ url: '/api/v1/users/me', headers: { origin: lab } })
  expect([refused.statusCode, allowed(refused)]).toEqual([401, lab])
  const changed = await open.app.inject({
    method: 'PATCH',
    url: '/api/v1/users/me',
    headers,
    payload: { full_name: 'Ada' },
  })
  expect([changed.statusCode, allowed(changed)]).toEqual([200, lab])
})

test('a cookie of an allowed page changes nothing, and no answer lets credentials through', async () => {
  const headers = { cookie: person.cookieHeaders.cookie, origin: lab }
  const change = await open.app.inject({
    method: 'PATCH',
    url: '/api/v1/users/me',
    headers,
    payload: { full_name: 'X' },
  })
  expect(change.json().code).toBe('foreign_origin')
  const read = await open.app.inject({ url: '/api/v1/users/me', headers })
  expect(read.headers).not.toHaveProperty('access-control-allow-credentials')
})

test('without the setting there is nothing to allow', async () => {
  const answer = await preflight(closed, lab)
  expect(answer.statusCode).toBe(404)
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
})
