import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, signIn, testPassword } from '../../../test/factories.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>

beforeAll(async () => {
  server = await buildTestApp()
})

afterAll(() => server.close())

const whoIs = async (headers: Record<string, string>) =>
  (await server.app.inject({ url: '/api/v1/auth/me', headers })).json()

const login = (login: string, cookie: string) =>
  server.app.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    headers: { cookie, origin: 'http://localhost:80' },
    payload: { login, password: testPassword },
  })

test('a session that somebody put into a browser beforehand does not become that of who signs in', async () => {
  const [attacker, victim] = [await buildUser(server.orm), await buildUser(server.orm)]
  const planted = await signIn(server.app, attacker)
  const answer = await login(victim.username, planted.cookieHeaders.cookie)
  expect(answer.statusCode).toBe(200)
  const given = Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]))
  for (const name of ['datalens_access', 'datalens_refresh', 'datalens_device']) {
    expect([name, given[name]]).toEqual([name, expect.any(String)])
    expect([name, given[name]]).not.toEqual([name, planted.cookies[name]])
  }
  expect((await whoIs({ authorization: `Bearer ${answer.json().access_token}` })).id).toBe(victim.id)
  expect((await whoIs(planted.headers)).id).toBe(attacker.id)
})

test.each(['datalens_access', 'datalens_refresh', 'datalens_device'])(
  'a made-up %s is not taken over',
  async (name) => {
    const victim = await buildUser(server.orm)
    const answer = await login(victim.username, `${name}=chosen-by-an-attacker`)
    expect(answer.statusCode).toBe(200)
    expect(answer.cookies.find((cookie) => cookie.name === name)?.value).not.toBe('chosen-by-an-attacker')
    expect(answer.body).not.toContain('chosen-by-an-attacker')
  },
)

test('signing out of a planted session ends it and no other', async () => {
  const user = await buildUser(server.orm)
  const [one, other] = [await signIn(server.app, user), await signIn(server.app, user)]
  await server.app.inject({ method: 'POST', url: '/api/v1/auth/logout', headers: one.cookieHeaders })
  expect((await whoIs(one.headers)).code).toBe('not_authenticated')
  expect((await whoIs(other.headers)).id).toBe(user.id)
})
