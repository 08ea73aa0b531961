import { hashSync } from '@node-rs/bcrypt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, signIn, testPassword } from '../../../test/factories.ts'
import { SessionEntity } from './session.ts'
import { UserEntity } from './user.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>

beforeAll(async () => {
  server = await buildTestApp()
  await buildUser(server.orm, { username: 'owner', isSuperuser: true })
})

afterAll(() => server.close())

const post = (path: string, payload?: object, headers: Record<string, string> = {}) =>
  server.app.inject({ method: 'POST', url: `/api/v1/auth/${path}`, ...(payload ? { payload } : {}), headers })

const me = (headers: Record<string, string>) => server.app.inject({ url: '/api/v1/auth/me', headers })

let number = 0
const newcomer = (more: object = {}) => {
  number += 1
  return { email: `newcomer${number}@example.org`, username: `newcomer${number}`, password: testPassword, ...more }
}

const challenge = (answer: { headers: Record<string, unknown> }) => answer.headers['www-authenticate']

describe('POST /auth/register', () => {
  test('answers with the user, whose password is kept as a bcrypt hash', async () => {
    const account = newcomer({ full_name: '  Ada Lovelace ' })
    const answer = await post('register', account)
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email: account.email,
      username: account.username,
      full_name: 'Ada Lovelace',
      is_active: true,
      is_superuser: false,
      email_verified: false,
      second_factor: false,
      storage_used_bytes: 0,
      dataset_count: 0,
      quota_bytes: null,
      quota_is_default: true,
      last_login_at: null,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    })
    expect(answer.cookies).toEqual([])
    const row = await server.orm.em.fork().findOneOrFail(UserEntity, answer.json().id)
    expect(row.hashedPassword).toMatch(/^\$2b\$04\$.{53}$/)
  })

  test('fields that are nobody else’s to set are ignored', async () => {
    const id = '00000000-0000-4000-8000-000000000000'
    const hopes = { is_superuser: true, is_active: false, id, hashed_password: 'x', created_at: '2001-01-01T00:00:00Z' }
    const answer = await post('register', newcomer({ ...hopes, isSuperuser: true }))
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toMatchObject({ is_superuser: false, is_active: true })
    expect(answer.json().id).not.toBe(id)
    expect(answer.json().created_at).not.toMatch(/^2001/)
  })

  test.each([
    ['email_taken', (taken: { email: string }) => ({ email: taken.email.toUpperCase() }), 'email'],
    ['username_taken', (taken: { username: string }) => ({ username: taken.username.toUpperCase() }), 'username'],
  ])('409 %s in whatever case, naming the field', async (code, clash, path) => {
    const taken = newcomer()
    await post('register', taken)
    const answer = await post('register', newcomer(clash(taken)))
    expect(answer.statusCode).toBe(409)
    expect(answer.json()).toMatchObject({ code, errors: [{ path }] })
  })

  test('409 names both fields when both are taken', async () => {
    const taken = newcomer()
    await post('register', taken)
    expect((await post('register', taken)).json()).toMatchObject({
      code: 'email_taken',
      errors: [{ path: 'email' }, { path: 'username' }],
    })
  })

  test.each([
    ['the same e-mail address', (n: number) => ({ email: 'RACE1@example.org', username: `race1-${n}` }), 'email_taken'],
    ['the same username', (n: number) => ({ email: `race2-${n}@example.org`, username: 'race2' }), 'username_taken'],
  ])('of twelve at once with %s one wins and the others get 409', async (_, clash, code) => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => post('register', newcomer(clash(n)))))
    const codes = answers.map((answer) => answer.json().code ?? answer.statusCode)
    expect(codes.sort()).toEqual([201, ...Array(11).fill(code)])
  })

  test.each([
    ['email', 'not an address'],
    ['email', `${'a'.repeat(250)}@example.org`],
    ['username', 'ab'],
    ['username', '-ab'],
    ['username', 'a b'],
    ['username', 'a'.repeat(51)],
    ['username', 'admin@example.org'],
    ['password', 'short'],
    ['password', 'ä'.repeat(37)],
    ['password', 'with a \0 inside'],
    ['password', undefined],
    ['full_name', 'x'.repeat(101)],
    ['full_name', 'line\nbreak'],
    ['email', { $ne: null }],
    ['username', ['array']],
    ['email', 'x'.repeat(10_000)],
  ])('422 invalid names %s for %j', async (path, value) => {
    const answer = await post('register', newcomer({ [path]: value }))
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({ code: 'invalid', errors: [expect.objectContaining({ path })] })
    expect(answer.body).not.toContain('a'.repeat(100))
  })

  test('72 bytes of password are taken, whatever characters they make', async () => {
    const account = newcomer({ password: 'Übergrößenträger fährt Äpfel über Öresund nach Århus — 2×π!' })
    expect(Buffer.byteLength(account.password)).toBe(72)
    expect((await post('register', account)).statusCode).toBe(201)
    expect((await post('login', { login: account.username, password: account.password })).statusCode).toBe(200)
  })

  test.each([
    '12345678',
    'password',
    'Passw0rd!',
    'qwertyuiop',
    'a'.repeat(72),
    'datalens',
    'newcomer',
    'Lovelace1815',
  ])('422 weak_password says why %j is one', async (password) => {
    const answer = await post('register', newcomer({ password, full_name: 'Ada Lovelace' }))
    expect(answer.json()).toMatchObject({ status: 422, code: 'weak_password', errors: [{ path: 'password' }] })
    expect(answer.json().errors[0].message).toMatch(/^[A-Z].{20,}\.$/)
    expect(answer.json().detail).toBe(answer.json().errors[0].message)
  })

  test('413 for a body larger than anything that belongs there', async () => {
    const answer = await post('register', newcomer({ full_name: 'x'.repeat(20_000) }))
    expect(answer.statusCode).toBe(413)
    expect(answer.json().code).toBe('too_large')
  })

  test('415 for a form, so that no page elsewhere can send one', async () => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/auth/register',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'email=a%40b.org',
    })
    expect(answer.json()).toMatchObject({ status: 415, code: 'unsupported_format' })
  })
})

describe('POST /auth/login', () => {
  test('signs in by username or e-mail address in any case', async () => {
    const user = await buildUser(server.orm, { username: 'Mixed.Case', email: 'Mixed.Case@Example.org' })
    for (const login of ['Mixed.Case', 'MIXED.case', 'mixed.case@EXAMPLE.ORG', ' mixed.case ']) {
      const answer = await post('login', { login, password: testPassword })
      expect(answer.statusCode).toBe(200)
      expect(answer.json()).toMatchObject({ token_type: 'bearer', expires_in: 900, user: { id: user.id } })
      expect(answer.json().user.last_login_at).not.toBeNull()
    }
  })

  test('a new session each time, whatever cookies came along', async () => {
    const user = await buildUser(server.orm)
    const first = await signIn(server.app, user)
    const { cookie, ...own } = first.cookieHeaders
    const second = await post('login', { login: user.username, password: testPassword }, { ...own, cookie })
    expect(second.cookies.find(({ name }) => name === 'datalens_refresh')?.value).not.toBe(
      first.cookies.datalens_refresh,
    )
    expect(await server.orm.em.fork().count(SessionEntity, { user: user.id })).toBe(2)
  })

  test('the same 401 for a wrong password, an unknown name, and a password bcrypt would cut', async () => {
    const long = await buildUser(server.orm)
    const answers = [
      await post('login', { login: 'owner', password: 'wrong password' }),
      await post('login', { login: 'nobody', password: 'wrong password' }),
      await post('login', { login: 'nobody@example.org', password: testPassword }),
      await post('login', { login: long.username, password: testPassword.padEnd(73, 'x') }),
      await post('login', { login: long.username, password: `${testPassword}\0` }),
      await post('login', { login: `' or 1=1 --`, password: testPassword }),
      await post('login', { login: '%', password: testPassword }),
    ]
    const bodies = answers.map((answer) => ({ ...answer.json(), request_id: '' }))
    expect(bodies[0]).toMatchObject({ status: 401, code: 'wrong_credentials' })
    for (const body of bodies) expect(body).toEqual(bodies[0])
    for (const answer of answers) {
      expect(challenge(answer)).toBe('Bearer')
      expect(Object.keys(answer.headers).sort()).toEqual(Object.keys(answers[0]?.headers ?? {}).sort())
      expect(answer.cookies).toEqual([])
    }
  })

  test('a password whose first 72 bytes are right is not right', async () => {
    const { username: login } = await buildUser(server.orm, { hashedPassword: hashSync('p'.repeat(72), { cost: 4 }) })
    expect((await post('login', { login, password: 'p'.repeat(72) })).statusCode).toBe(200)
    expect((await post('login', { login, password: 'p'.repeat(73) })).statusCode).toBe(401)
    expect((await post('login', { login, password: `${'p'.repeat(72)}\0` })).statusCode).toBe(401)
  })

  test('403 inactive only for who knows the password', async () => {
    const user = await buildUser(server.orm, { isActive: false })
    const right = await post('login', { login: user.username, password: testPassword })
    expect(right.json()).toMatchObject({ status: 403, code: 'inactive' })
    expect(right.cookies).toEqual([])
    const wrong = await post('login', { login: user.username, password: 'wrong password' })
    expect(wrong.json()).toMatchObject({ status: 401, code: 'wrong_credentials' })
  })

  test.each([
    [{ login: 'owner' }, 'password'],
    [{ password: 'x' }, 'login'],
    [{ login: ['owner'], password: 'x' }, 'login'],
    [{ login: 'a\0b', password: 'x' }, 'login'],
    [{ login: 'owner', password: 'x'.repeat(10_000) }, 'password'],
    [{ login: 'owner', password: testPassword, remember: 'yes' }, 'remember'],
  ])('422 for %j', async (payload, path) => {
    const answer = await post('login', payload)
    expect(answer.json()).toMatchObject({ status: 422, code: 'invalid', errors: [expect.objectContaining({ path })] })
  })

  test('403 foreign_origin from a page elsewhere, which could sign people in as somebody else', async () => {
    const credentials = { login: 'owner', password: testPassword }
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
    ]) {
      const answer = await post('login', credentials, headers)
      expect(answer.json()).toMatchObject({ status: 403, code: 'foreign_origin' })
      expect(answer.cookies).toEqual([])
    }
  })

  test('a hash from when the cost was lower is made anew, and the old password still works', async () => {
    const pricier = await buildTestApp({}, { passwordCost: 5 })
    const user = await buildUser(pricier.orm)
    await signIn(pricier.app, user)
    const row = await pricier.orm.em.fork().findOneOrFail(UserEntity, user.id)
    expect(row.hashedPassword).toMatch(/^\$2b\$05\$/)
    await signIn(pricier.app, user)
    expect((await pricier.orm.em.fork().findOneOrFail(UserEntity, user.id)).hashedPassword).toBe(row.hashedPassword)
    await pricier.close()
  })
})

describe('the cookies of a session', () => {
  test('no script can read them and no other site sends them', async () => {
    const user = await buildUser(server.orm)
    const answer = await post('login', { login: user.username, password: testPassword })
    const cookies = answer.headers['set-cookie'] as string[]
    expect(cookies.map((cookie) => cookie.replace(/=[^;]*/, '').replace(/Expires=[^;]*/, 'Expires'))).toEqual([
      'datalens_device; Path=/api/v1/auth/login; Expires; HttpOnly; SameSite=Strict',
      'datalens_access; Path=/api; HttpOnly; SameSite=Strict',
      'datalens_refresh; Path=/api/v1/auth; HttpOnly; SameSite=Strict',
    ])
    expect(answer.body).not.toContain(answer.cookies.find(({ name }) => name === 'datalens_refresh')?.value)
  })

  test('with remember they last beyond the browser', async () => {
    const user = await buildUser(server.orm)
    const answer = await post('login', { login: user.username, password: testPassword, remember: true })
    const days = answer.cookies
      .filter(({ name }) => name !== 'datalens_device')
      .map(({ expires }) => Math.round(((expires?.getTime() ?? 0) - Date.now()) / 86_400_000))
    expect(days).toEqual([30, 30])
  })

  test.each([
    [{ PUBLIC_URL: 'https://data.example.org' }, {}],
    [{ TRUST_PROXY: 'true' }, { 'x-forwarded-proto': 'https' }],
  ])('where people come by https they never travel without (%j)', async (environment, headers) => {
    const secure = await buildTestApp(environment)
    const user = await buildUser(secure.orm)
    const payload = { login: user.username, password: testPassword }
    const answer = await secure.app.inject({ method: 'POST', url: '/api/v1/auth/login', payload, headers })
    expect(answer.cookies.map(({ secure: isSecure }) => isSecure)).toEqual([true, true, true])
    await secure.close()
  })
})

describe('GET /auth/me', () => {
  test('answers who is signed in, by bearer token and by cookie', async () => {
    const user = await buildUser(server.orm, { fullName: 'Grace Hopper' })
    const signedIn = await signIn(server.app, user)
    for (const headers of [signedIn.headers, { cookie: signedIn.cookieHeaders.cookie }]) {
      const answer = await me(headers)
      expect(answer.statusCode).toBe(200)
      expect(answer.json()).toMatchObject({ id: user.id, email: user.email, full_name: 'Grace Hopper' })
      expect(answer.headers['cache-control']).toBe('no-store')
    }
  })

  test('counts the bytes of all datasets, those in the trash too', async () => {
    const user = await buildUser(server.orm)
    await server.orm.em.fork().execute(
      `insert into datasets (user_id, filename, original_filename, title, file_type, file_size, file_path, deleted_at)
       values (?, gen_random_uuid(), 'a', 'a', 'csv', 3221225472, 'a', null), (?, gen_random_uuid(), 'b', 'b', 'csv', 5, 'b', now())`,
      [user.id, user.id],
    )
    const { headers } = await signIn(server.app, user)
    expect((await me(headers)).json().storage_used_bytes).toBe(3_221_225_477)
  })
})

describe('POST /auth/logout', () => {
  test('ends the session for good: refresh, access token and cookie', async () => {
    const user = await buildUser(server.orm)
    const signedIn = await signIn(server.app, user, { remember: true })
    const elsewhere = await signIn(server.app, user)
    const answer = await post('logout', undefined, signedIn.cookieHeaders)
    expect(answer.statusCode).toBe(204)
    expect(answer.body).toBe('')
    expect(answer.cookies.map(({ name, value, path }) => [name, value, path])).toEqual([
      ['datalens_access', '', '/api'],
      ['datalens_refresh', '', '/api/v1/auth'],
    ])
    expect((await post('refresh', undefined, signedIn.cookieHeaders)).json().code).toBe('session_ended')
    await expect.poll(async () => (await me(signedIn.headers)).json().code).toBe('not_authenticated')
    expect((await me(elsewhere.headers)).statusCode).toBe(200)
  })

  test('works with a bearer token alone, with an expired one, and without anything', async () => {
    const user = await buildUser(server.orm)
    const { headers } = await signIn(server.app, user)
    expect((await post('logout', undefined, headers)).statusCode).toBe(204)
    expect(await server.orm.em.fork().count(SessionEntity, { user: user.id })).toBe(0)
    expect((await post('logout', undefined, { authorization: 'Bearer nonsense' })).statusCode).toBe(204)
    expect((await post('logout')).statusCode).toBe(204)
  })

  test('403 foreign_origin when another page sends the cookie', async () => {
    const user = await buildUser(server.orm)
    const { cookie } = (await signIn(server.app, user)).cookieHeaders
    const answer = await post('logout', undefined, { cookie, origin: 'https://evil.example' })
    expect(answer.json().code).toBe('foreign_origin')
    expect(await server.orm.em.fork().count(SessionEntity, { user: user.id })).toBe(1)
  })
})

describe('GET /auth/options', () => {
  test('tells everybody what the sign-in page may offer', async () => {
    const answer = await server.app.inject('/api/v1/auth/options')
    expect(answer.json()).toEqual({
      registration: 'open',
      first_account: false,
      needs_setup_code: false,
      oidc: null,
      mail: false,
      require_second_factor: 'none',
    })
  })
})

test('the reference describes every route of accounts', async () => {
  const { paths } = (await server.app.inject('/api/v1/openapi.json')).json()
  for (const path of ['register', 'login', 'refresh', 'logout', 'me', 'options']) {
    for (const operation of Object.values<{ tags: string[]; summary: string }>(paths[`/api/v1/auth/${path}`])) {
      expect(operation.tags).toEqual(['Accounts'])
      expect(operation.summary).toMatch(/^[A-Z].{8,}/)
    }
  }
})
