import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, signIn } from '../../../test/factories.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>

beforeAll(async () => {
  server = await buildTestApp()
})

afterAll(() => server.close())

test('a user signs in and is told who they are, by bearer token and by cookie', async () => {
  const user = await buildUser(server.orm)
  const signedIn = await signIn(server.app, user)
  for (const headers of [signedIn.headers, signedIn.cookieHeaders]) {
    const answer = await server.app.inject({ url: '/api/v1/auth/me', headers })
    expect(answer.json()).toMatchObject({ id: user.id, username: user.username, is_superuser: false })
  }
  const none = await server.app.inject('/api/v1/auth/me')
  expect(none.statusCode).toBe(401)
  const refreshed = await server.app.inject({
    method: 'POST',
    url: '/api/v1/auth/refresh',
    headers: signedIn.cookieHeaders,
  })
  expect(refreshed.statusCode).toBe(200)
  const out = await server.app.inject({ method: 'POST', url: '/api/v1/auth/logout', headers: signedIn.cookieHeaders })
  expect(out.statusCode).toBe(204)
})
