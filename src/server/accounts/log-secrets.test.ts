import { Writable } from 'node:stream'
import type { InjectOptions } from 'fastify'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, signIn, testPassword } from '../../../test/factories.ts'
import { logOptions } from '../http/log-options.ts'
import { hashRecoveryCode } from './recovery-codes.ts'
import { hashToken } from './token-text.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let log = ''

const stream = new Writable({
  write(chunk, _encoding, done) {
    log += chunk
    done()
  },
})

beforeAll(async () => {
  server = await buildTestApp({}, { logger: { ...logOptions('trace'), stream } })
  await buildUser(server.orm)
})

afterAll(() => server.close())

const send = (method: 'GET' | 'POST' | 'PATCH', path: string, more: Pick<InjectOptions, 'payload' | 'headers'> = {}) =>
  server.app.inject({ method, url: `/api/v1${path}`, ...more })

const typed = 'my-very-secret-password'

test('tokens, secrets and codes do not reach the log', async () => {
  log = ''
  const user = await buildUser(server.orm)
  const { headers } = await signIn(server.app, user)
  const body = { name: 'nightly', scopes: ['read'] }
  const { token, id } = (await send('POST', '/auth/tokens', { headers, payload: body })).json()
  const bearer = { authorization: `Bearer ${token}` }
  await send('GET', '/auth/me', { headers: bearer })
  await send('PATCH', '/users/me', { headers: bearer, payload: { full_name: 'Script' } })
  await send('GET', '/auth/me', { headers: { authorization: `Bearer ${token}x` } })
  await send('GET', `/auth/me?token=${token}`)

  const { secret } = (await send('POST', '/auth/totp', { headers, payload: {} })).json()
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
  const confirmed = await send('POST', '/auth/totp/confirm', { headers, payload: { code } })
  const recoveryCodes: string[] = confirmed.json().recovery_codes
  const login = { payload: { login: user.username, password: testPassword } }
  const mfaToken = (await send('POST', '/auth/login', login)).json().mfa_token
  await send('POST', '/auth/login/second-factor', { payload: { mfa_token: mfaToken, code: recoveryCodes[0] } })
  await send('POST', '/auth/login/second-factor', { payload: { mfa_token: mfaToken, code: recoveryCodes[0] } })
  await send('POST', '/auth/step-up', { headers, payload: { password: typed } })
  await server.orm.em.fork().execute('alter table second_factors rename to second_factors_gone')
  await send('POST', '/auth/step-up', { headers, payload: { code: recoveryCodes[1] } })
  await server.orm.em.fork().execute('alter table second_factors_gone rename to second_factors')

  expect(id).toBeDefined()
  expect(log).toContain('/api/v1/auth/login/second-factor')
  const hashes = [hashToken(token), ...recoveryCodes.map(hashRecoveryCode)]
  for (const kept of [token, secret, mfaToken, typed, testPassword, ...recoveryCodes, ...hashes]) {
    expect(kept?.length).toBeGreaterThan(10)
    expect(log).not.toContain(kept)
  }
})

test('whatever people send and whatever fails, no secret reaches the log', async () => {
  const user = await buildUser(server.orm)
  const { accessToken, cookies, headers, cookieHeaders } = await signIn(server.app, user, { remember: true })
  const secrets = [typed, testPassword, accessToken, user.hashedPassword, ...Object.values(cookies)]

  const account = { email: 'log@example.org', username: 'log-reader', password: typed }
  await send('POST', '/auth/register', { payload: account })
  await send('POST', '/auth/register', { payload: account })
  await send('POST', '/auth/register', { payload: { ...account, password: typed.repeat(10) } })
  await send('POST', '/auth/register', { payload: { ...account, username: typed.repeat(10) } })
  await send('POST', '/auth/login', { payload: { login: typed, password: typed } })
  await send('POST', '/auth/login', { payload: { login: user.username, password: [typed] } })
  await send('POST', `/auth/login?password=${typed}`, { payload: { [typed]: typed } })
  await send('GET', `/auth/me?access_token=${accessToken}`, { headers })
  await send('GET', '/auth/me', { headers: { authorization: `Bearer ${accessToken}x` } })
  await send('GET', '/auth/me', { headers: { authorization: `Basic ${typed}` } })
  await send('GET', '/auth/me', { headers: cookieHeaders })
  await send('POST', '/auth/refresh', { headers: cookieHeaders })
  await send('POST', '/auth/refresh', { headers: { ...cookieHeaders, origin: 'https://evil.example' } })
  await server.orm.em.fork().execute(`update sessions set spent_tokens = '[]'`)
  await send('POST', '/auth/refresh', { headers: cookieHeaders })

  const breakDatabase = [
    `alter table users add constraint broken check (username not like 'broken%') not valid`,
    'alter table sessions add constraint broken check (false) not valid',
    'alter table attempt_counts rename to attempt_counts_gone',
  ]
  for (const sql of breakDatabase) {
    await server.orm.em.fork().execute(sql)
    await send('POST', '/auth/login', { payload: { login: user.username, password: testPassword } })
    await send('POST', '/auth/register', { payload: { ...account, username: 'broken-one', email: 'b@example.org' } })
    await send('PATCH', '/users/me', { payload: { username: 'broken-two', full_name: typed }, headers })
  }

  expect(log).toContain('a refresh token was used again')
  expect(log).toContain('violates check constraint')
  expect(log).toContain('/api/v1/auth/login')
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(10)
    expect(log).not.toContain(secret)
  }
  expect(log).not.toMatch(/\$2[aby]\$\d\d\$/)
  expect(log).not.toMatch(/Failing row/)
  expect(log).not.toMatch(/"(authorization|cookie|password|hashed_password|hashedPassword|token_hash)"/i)
})

test('a line of the log cannot be forged', async () => {
  log = ''
  const forged = 'x\n{"level":60,"msg":"forged"}'
  await send('POST', '/auth/login', { payload: { login: forged, password: forged }, headers: { 'user-agent': 'a"b' } })
  await send('GET', `/auth/${encodeURIComponent(forged)}`)
  const lines = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.length).toBeGreaterThan(3)
  expect(lines.filter(({ msg }) => msg === 'forged')).toEqual([])
})
