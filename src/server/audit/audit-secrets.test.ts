import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, signIn, stepUp, testPassword } from '../../../test/factories.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>

beforeAll(async () => {
  server = await buildTestApp()
})

afterAll(() => server.close())

test('whatever people do and whatever fails, no secret reaches the audit log', async () => {
  const admin = await buildUser(server.orm, { isSuperuser: true })
  const signedIn = await signIn(server.app, admin, { remember: true })
  await stepUp(server.app, signedIn)
  const send = (method: 'POST' | 'PUT' | 'PATCH', url: string, payload: object, headers: object = signedIn.headers) =>
    server.app.inject({ method, url: `/api/v1${url}`, payload, headers: { ...headers } })
  const typed = 'seven wet harbour cranes'
  const wrong = 'a-passphrase-in-the-wrong-place'

  const token = (await send('POST', '/auth/tokens', { name: 'nightly', scopes: ['read'] })).json().token
  const created = (await send('POST', '/users', { email: 'new@example.org', username: 'new-one' })).json()
  const reset = (await send('POST', `/users/${created.id}/reset-link`, {})).json().url
  const invitation = (await send('POST', '/invitations', { expires_in_hours: 1 })).json().url
  const totp = (await send('POST', '/auth/totp', {})).json().secret
  await send('POST', '/auth/totp/confirm', { code: '123456' })
  await send('POST', '/auth/login', { login: wrong, password: typed }, {})
  await send('POST', '/auth/login', { login: admin.username, password: wrong }, {})
  await send('POST', '/auth/reset', { token: 'no-such-link', new_password: typed }, {})
  await send('POST', '/auth/register', { email: 'new@example.org', username: 'other', password: typed }, {})
  await send('PATCH', '/users/me', { full_name: 'Ada' })
  await send('PUT', '/auth/password', { current_password: wrong, new_password: typed })
  await send('PUT', '/auth/password', { current_password: testPassword, new_password: typed })

  const secrets = { typed, wrong, testPassword, token, totp, hash: admin.hashedPassword, ...signedIn.cookies }
  const links = [created.setup_url, reset, invitation].map((url: string) => url.split('#')[1])
  const [log] = await server.orm.em
    .fork()
    .execute<{ text: string; n: number }[]>(
      'select string_agg(e::text, chr(10)) as text, count(*)::int as n from audit_events e',
    )
  expect(log?.n).toBeGreaterThan(10)
  for (const [name, secret] of [...Object.entries(secrets), ...links.map((link) => ['link', link])]) {
    expect([name, typeof secret]).toEqual([name, 'string'])
    expect([name, log?.text.includes(secret ?? '')]).toEqual([name, false])
  }
})
