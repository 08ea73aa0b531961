import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, signIn, testPassword } from '../../../test/factories.ts'
import {
  type IdentityProvider,
  type ProviderAccount,
  passProvider,
  startIdentityProvider,
  testClient,
} from '../../../test/identity-provider.ts'
import { ownPlace } from './oidc-attempt.ts'
import { OidcIdentityEntity } from './oidc-identity.ts'
import { beginSession } from './session-store.ts'
import { createToken } from './token-store.ts'
import { UserEntity, type UserRow } from './user.ts'

const origin = 'https://data.example.org'
let provider: IdentityProvider
let server: Awaited<ReturnType<typeof buildTestApp>>
let now = Date.now()

const settingsFor = ({ issuer }: { issuer: string }, more: Record<string, string> = {}) => ({
  PUBLIC_URL: origin,
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: testClient.id,
  OIDC_CLIENT_SECRET: testClient.secret,
  OIDC_NAME: 'Example',
  ...more,
})

beforeAll(async () => {
  provider = await startIdentityProvider(`${origin}/api/v1/auth/oidc/callback`)
  server = await buildTestApp(settingsFor(provider), { now: () => now })
  await buildUser(server.orm, { isSuperuser: true })
})
afterAll(async () => {
  await server.close()
  await provider.close()
})

let number = 0
beforeEach(() => {
  number += 1
  provider.denies = false
  provider.account = { sub: `person-${number}`, email: `person-${number}@example.org`, email_verified: true }
})

type Server = typeof server

const begin = async (returnTo?: string, at: Server = server) => {
  const answer = await at.app.inject({ url: '/api/v1/auth/oidc/login', query: returnTo ? { return_to: returnTo } : {} })
  const cookie = answer.cookies.find(({ name }) => name === 'datalens_oidc')
  return { answer, location: String(answer.headers.location), cookie }
}

const comeBack = (callback: URL, cookie: string | undefined, at: Server = server) =>
  at.app.inject({
    url: `${callback.pathname}${callback.search}`,
    headers: cookie === undefined ? {} : { cookie: `datalens_oidc=${cookie}` },
  })

/** From the button to the page that people see in the end. */
const enter = async (returnTo?: string, at: Server = server) => {
  const { location, cookie } = await begin(returnTo, at)
  const answer = await comeBack(await passProvider(location, provider), cookie?.value, at)
  expect(answer.statusCode).toBe(302)
  const cookies = Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]))
  const { datalens_access: token = '' } = cookies
  const me = await at.app.inject({ url: '/api/v1/auth/me', headers: { authorization: `Bearer ${token}` } })
  return { location: answer.headers.location, cookies, user: me.statusCode === 200 ? me.json() : undefined }
}

const owned = async (overrides: Partial<Parameters<typeof buildUser>[1] & object> = {}, isVerified = true) => {
  const user = await buildUser(server.orm, { email: provider.account.email ?? '', ...overrides })
  await server.orm.em.fork().nativeUpdate(UserEntity, { id: user.id }, { emailVerified: isVerified })
  return user
}

const passwordWorks = async (user: Pick<UserRow, 'username'>) => {
  const payload = { login: user.username, password: testPassword }
  return (await server.app.inject({ method: 'POST', url: '/api/v1/auth/login', payload })).statusCode === 200
}

test('the sign-in page is told the name of the provider', async () => {
  expect((await server.app.inject('/api/v1/auth/options')).json()).toMatchObject({ oidc: { name: 'Example' } })
})

test('the provider is asked with PKCE, state and nonce, and a sealed cookie remembers them', async () => {
  const { location, cookie } = await begin()
  const query = Object.fromEntries(new URL(location).searchParams)
  expect(query).toMatchObject({
    client_id: 'datalens',
    redirect_uri: `${origin}/api/v1/auth/oidc/callback`,
    response_type: 'code',
    code_challenge_method: 'S256',
  })
  expect(cookie).toMatchObject({
    httpOnly: true,
    sameSite: 'Lax',
    secure: true,
    path: '/api/v1/auth/oidc',
    maxAge: 600,
  })
  for (const secret of [query.state, query.nonce]) {
    expect(secret?.length).toBeGreaterThan(40)
    expect(Buffer.from(cookie?.value ?? '', 'base64url').toString('latin1')).not.toContain(secret)
  }
})

describe('who has an account with the e-mail address that the provider vouches for', () => {
  test('is signed in, and known by the subject from then on', async () => {
    const user = await owned({ email: `Person-${number}@Example.org` })
    const first = await enter('/datasets/x?tab=1')
    expect(first).toMatchObject({ location: '/datasets/x?tab=1', user: { id: user.id } })
    expect(await passwordWorks(user)).toBe(true)
    provider.account = { sub: provider.account.sub, email: 'changed@example.org', email_verified: false }
    expect(await enter()).toMatchObject({ location: '/', user: { id: user.id } })
    const events = await server.orm.em
      .fork()
      .execute('select action, details from audit_events where target_id = ? order by created_at', [user.id])
    expect(events.slice(0, 2)).toMatchObject([
      { action: 'auth.link', details: { provider: provider.issuer, password_ended: false } },
      { action: 'auth.login', details: { provider: provider.issuer } },
    ])
  })

  test('and which nobody had verified loses the password and all it opened: somebody else may have set it', async () => {
    const user = await owned({}, false)
    const squatter = await signIn(server.app, user)
    const { text } = await createToken(server.orm.em.fork(), user.id, { name: 'script', scopes: ['read'] })
    const squattersIdentity = { user: user.id, issuer: provider.issuer, subject: 'squatter' }
    await server.orm.em.fork().insert(OidcIdentityEntity, squattersIdentity)
    expect(await enter()).toMatchObject({ user: { id: user.id, email_verified: true } })
    expect(await server.orm.em.fork().count(OidcIdentityEntity, { user: user.id })).toBe(1)
    expect(await passwordWorks(user)).toBe(false)
    const me = async (token: string) =>
      (await server.app.inject({ url: '/api/v1/auth/me', headers: { authorization: `Bearer ${token}` } })).statusCode
    await expect.poll(() => me(squatter.accessToken)).toBe(401)
    await expect.poll(() => me(text)).toBe(401)
  })

  test('and so does a session that the old password begins at the same moment', async () => {
    const user = await owned({}, false)
    const squatter = server.orm.em.fork()
    await squatter.begin()
    const device = { ip: '10.9.8.7', userAgent: undefined }
    const proved = { ...user, newHash: user.hashedPassword, isWithoutSecondFactor: false }
    await beginSession(squatter.getKysely(), { user: proved, isRemembered: true, device, now: new Date(now) })
    const entered = enter()
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    await expect.poll(() => server.orm.em.fork().execute(waiting), { timeout: 10_000 }).toHaveLength(1)
    await squatter.commit()
    expect(await entered).toMatchObject({ user: { id: user.id } })
    const sessions = await server.orm.em.fork().execute('select ip from sessions where user_id = ?', [user.id])
    expect(sessions).toEqual([{ ip: '127.0.0.1' }])
  })

  test('and is deactivated stays outside, linked or not', async () => {
    const user = await owned({ isActive: false })
    expect(await enter()).toMatchObject({ location: '/login?problem=inactive', user: undefined })
    await server.orm.em.fork().nativeUpdate(UserEntity, { id: user.id }, { isActive: true })
    expect(await enter()).toMatchObject({ user: { id: user.id } })
    await server.orm.em.fork().nativeUpdate(UserEntity, { id: user.id }, { isActive: false })
    expect(await enter('/x')).toMatchObject({ location: '/login?problem=inactive&to=%2Fx', user: undefined })
  })

  test('and one that came to be at this moment lets no session begin without a code', async () => {
    const user = await owned()
    await enter()
    const { location, cookie } = await begin()
    const callback = await passProvider(location, provider)
    const isWaiting = `select from pg_locks where relation = 'sessions'::regclass and not granted
      and database = (select oid from pg_database where datname = current_database())`
    const { coming } = await server.orm.em.fork().transactional(async (tx) => {
      await tx.execute('lock table sessions in share row exclusive mode')
      const coming = comeBack(callback, cookie?.value).then((answer) => answer)
      await expect.poll(async () => (await server.orm.em.fork().execute(isWaiting)).length).toBe(1)
      const insert = `insert into second_factors (user_id, sealed_secret, confirmed_at) values (?, 'sealed', now())`
      await tx.execute(insert, [user.id])
      return { coming }
    })
    const answer = await coming
    expect(answer.statusCode).toBe(401)
    expect(answer.cookies.map(({ name }) => name)).not.toContain('datalens_access')
  })

  test('and a second factor here is asked for it, unless the provider has', async () => {
    const user = await owned()
    await server.orm.em
      .fork()
      .execute(`insert into second_factors (user_id, sealed_secret, confirmed_at) values (?, 'x', now())`, [user.id])
    const asked = await enter('/x')
    expect(asked.location).toMatch(/^\/login\?to=%2Fx#[\w-]+\.[\w-]+\.[\w-]+$/)
    expect(asked.user).toBeUndefined()
    provider.account = { ...provider.account, amr: ['pwd', 'mfa'] }
    expect(await enter()).toMatchObject({ location: '/', user: { id: user.id } })
  })
})

test.each([
  ['does not vouch for', { email_verified: false }],
  ['says nothing of', { email_verified: undefined }],
  ['does not tell', { email: undefined }],
] as const)('an address that the provider %s leads to no account', async (_, account) => {
  await owned()
  provider.account = JSON.parse(JSON.stringify({ ...provider.account, ...account })) as ProviderAccount
  expect(await enter()).toMatchObject({ location: '/login?problem=unverified', user: undefined })
})

describe('who has no account', () => {
  test('is sent back, unless the settings let them have one', async () => {
    expect(await enter()).toMatchObject({ location: '/login?problem=unknown', user: undefined })
    expect(await server.orm.em.fork().count(UserEntity, { email: provider.account.email ?? '' })).toBe(0)
  })

  test('gets one, under a username that is free, and once however many come at the same moment', async () => {
    const open = await buildTestApp(settingsFor(provider, { OIDC_AUTO_CREATE: 'true', REGISTRATION: 'closed' }))
    expect(await enter(undefined, open)).toMatchObject({ location: '/login?problem=unknown' })
    await buildUser(open.orm, { isSuperuser: true, username: 'Ada' })
    provider.account = { ...provider.account, name: 'Ada Lovelace', preferred_username: 'ada' }
    const answers = await Promise.all(Array.from({ length: 5 }, () => enter(undefined, open)))
    const [first] = answers
    expect(first?.user).toMatchObject({
      email: provider.account.email,
      email_verified: true,
      username: 'ada-2',
      full_name: 'Ada Lovelace',
      is_superuser: false,
    })
    expect(new Set(answers.map(({ user }) => user?.id)).size).toBe(1)
    expect(await open.orm.em.fork().count(UserEntity)).toBe(2)
    await open.close()
  })
})

describe('what comes back is refused', () => {
  const refusal = (problem: string) =>
    expect.objectContaining({
      statusCode: 302,
      headers: expect.objectContaining({ location: `/login?problem=${problem}` }),
    })

  test('in a browser in which it did not begin, with another state, and when it took too long', async () => {
    await owned()
    const one = await begin()
    const other = await begin()
    const callback = await passProvider(one.location, provider)
    expect(await comeBack(callback, undefined)).toEqual(refusal('expired'))
    expect(await comeBack(callback, other.cookie?.value)).toEqual(refusal('expired'))
    const forged = one.cookie?.value.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'))
    expect(await comeBack(callback, forged)).toEqual(refusal('expired'))
    now += 10 * 60_000
    expect(await comeBack(callback, one.cookie?.value)).toEqual(refusal('expired'))
    now -= 10 * 60_000
    const without = new URL(callback)
    without.searchParams.delete('state')
    expect(await comeBack(without, one.cookie?.value)).toEqual(refusal('expired'))
    expect((await comeBack(callback, one.cookie?.value)).headers.location).toBe('/')
  })

  test('a second time', async () => {
    await owned()
    const { location, cookie } = await begin()
    const callback = await passProvider(location, provider)
    const first = await comeBack(callback, cookie?.value)
    expect(first.headers.location).toBe('/')
    expect(first.cookies.find(({ name }) => name === 'datalens_oidc')?.value).toBe('')
    expect(await comeBack(callback, cookie?.value)).toEqual(refusal('refused'))
  })

  test('with a made-up code, and from another issuer than was asked', async () => {
    await owned()
    const { location, cookie } = await begin()
    const callback = await passProvider(location, provider)
    const mixed = new URL(callback)
    mixed.searchParams.set('iss', 'https://evil.example')
    expect(await comeBack(mixed, cookie?.value)).toEqual(refusal('refused'))
    const forged = new URL(callback)
    forged.searchParams.set('code', 'x'.repeat(43))
    expect(await comeBack(forged, cookie?.value)).toEqual(refusal('refused'))
  })

  test('with the code of another sign-in, because neither its verifier nor its nonce fits', async () => {
    await owned()
    const [one, other] = [await begin(), await begin()]
    const [callback, stolen] = [
      await passProvider(one.location, provider),
      await passProvider(other.location, provider),
    ]
    callback.searchParams.set('code', stolen.searchParams.get('code') ?? '')
    expect(await comeBack(callback, one.cookie?.value)).toEqual(refusal('refused'))
  })

  test('when the provider or the person says no', async () => {
    provider.denies = true
    expect(await enter()).toMatchObject({ location: '/login?problem=denied' })
  })
})

test.each([
  ['/datasets/1?a=b#c', '/datasets/1?a=b#c'],
  [undefined, '/'],
  ['', '/'],
  ['https://evil.example', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/.//evil.example', '/'],
  ['/a/..//evil.example', '/'],
  ['javascript:alert(1)', '/'],
])('%s leads to %s', (place, expected) => expect(ownPlace(place, origin)).toBe(expected))

test('a provider that is down leads back to the sign-in page, and is asked again when it is up', async () => {
  const down = await startIdentityProvider(`${origin}/api/v1/auth/oidc/callback`)
  await down.close()
  const lonely = await buildTestApp(settingsFor(down))
  const { location, answer } = await begin('/x', lonely)
  expect(location).toBe('/login?problem=unreachable&to=%2Fx')
  expect(answer.statusCode).toBe(302)
  const user = await buildUser(lonely.orm)
  await signIn(lonely.app, user)
  await lonely.close()
})

test('without a provider there is no such sign-in', async () => {
  const plain = await buildTestApp()
  for (const path of ['login', 'callback?code=x&state=y']) {
    expect((await plain.app.inject(`/api/v1/auth/oidc/${path}`)).statusCode).toBe(404)
  }
  await plain.close()
})
