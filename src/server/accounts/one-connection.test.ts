import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { codeAt } from '../../../test/authenticator.ts'
import { buildUser, type SignedIn, signIn, stepUp } from '../../../test/factories.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let someone: SignedIn
let userId: string

beforeAll(async () => {
  server = await buildTestApp({
    DATABASE_POOL_SIZE: '2',
    SMTP_URL: 'smtp://127.0.0.1:9',
    PUBLIC_URL: 'https://data.example.org',
  })
  const user = await buildUser(server.orm, { isSuperuser: true })
  userId = user.id
  someone = await signIn(server.app, user)
  await stepUp(server.app, someone)
})

afterAll(() => server.close())

type Method = 'POST' | 'PATCH' | 'DELETE'

const fourAtOnce = async (method: Method, path: string, payload: (n: number) => object) => {
  const { headers } = someone
  const url = `/api/v1/${path}`
  const answers = await Promise.all(
    [1, 2, 3, 4].map((n) => server.app.inject({ method, url, headers, payload: payload(n) })),
  )
  return answers.map(({ statusCode }) => statusCode).sort()
}

test('more requests at once than the pool has connections never wait for each other: each needs one', async () => {
  const forgotten = await fourAtOnce('POST', 'auth/forgot', (n) => ({ email: `person-${n}@example.org` }))
  expect(forgotten).toEqual([202, 202, 202, 202])
  expect(await fourAtOnce('POST', 'auth/verify-email/resend', () => ({}))).toEqual([202, 202, 202, 202])
  const tokens = await fourAtOnce('POST', 'auth/tokens', (n) => ({ name: `script ${n}`, scopes: ['admin'] }))
  expect(tokens).toEqual([201, 201, 201, 201])
  const renamed = await fourAtOnce('PATCH', 'users/me', (n) => ({ email: `new-${n}@example.org` }))
  expect(renamed).toEqual([200, 429, 429, 429])

  expect(await fourAtOnce('POST', 'auth/totp', () => ({}))).toEqual([200, 200, 200, 200])
  const { headers } = someone
  const { secret } = (await server.app.inject({ method: 'POST', url: '/api/v1/auth/totp', headers })).json()
  const confirmed = await fourAtOnce('POST', 'auth/totp/confirm', () => ({ code: codeAt(secret, Date.now()) }))
  expect(confirmed).toEqual([200, 409, 409, 409])
  expect(await fourAtOnce('DELETE', `users/${userId}`, () => ({}))).toEqual([409, 409, 409, 409])
}, 15_000)
