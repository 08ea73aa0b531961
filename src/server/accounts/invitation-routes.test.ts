import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, signIn, testPassword } from '../../../test/factories.ts'
import { type MailServer, startMailServer } from '../../../test/mail-server.ts'
import { runBackground } from '../../../test/run-background.ts'
import { createInvitation } from './invitation-store.ts'
import { UserEntity, type UserRow } from './user.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let owner: UserRow
let headers: Record<string, string>
let now = Date.parse('2026-03-01T12:00:00Z')

beforeAll(async () => {
  const environment = { REGISTRATION: 'invite', PUBLIC_URL: 'https://data.example.org' }
  server = await buildTestApp(environment, { now: () => now })
  owner = await buildUser(server.orm, { isSuperuser: true })
  headers = (await signIn(server.app, owner)).headers
})
afterAll(() => server.close())

const hour = 60 * 60_000

const call = (method: 'GET' | 'POST' | 'DELETE', path = '', payload?: object, as = headers) =>
  server.app.inject({ method, url: `/api/v1/invitations${path}`, headers: as, ...(payload ? { payload } : {}) })

const invite = async (wish: object = {}, as = headers) => {
  const answer = await call('POST', '', wish, as)
  expect(answer.statusCode).toBe(201)
  const { id, url, expires_at } = answer.json()
  return { id, url, expires_at, token: url.split('#')[1] as string }
}

let number = 0
const register = (invitation: string | undefined, more: object = {}) => {
  number += 1
  const payload = { email: `guest${number}@example.org`, username: `guest${number}`, password: testPassword }
  return server.app.inject({
    method: 'POST',
    url: '/api/v1/auth/register',
    payload: { ...payload, invitation, ...more },
  })
}

test('lets one person register where nobody else can', async () => {
  expect((await register(undefined)).json()).toMatchObject({ status: 403, code: 'registration_closed' })
  const { url, token, expires_at } = await invite()
  expect(url).toMatch(/^https:\/\/data\.example\.org\/register#[\w-]{43}$/)
  expect(Date.parse(expires_at)).toBe(now + 168 * hour)
  const answer = await register(token)
  expect(answer.statusCode).toBe(201)
  expect(answer.json()).toMatchObject({ is_superuser: false })
  expect((await register(token)).json()).toMatchObject({ status: 403, code: 'registration_closed' })
})

test('one for an administrator makes one, and one for an address is for that address alone', async () => {
  const { token } = await invite({ is_superuser: true, email: 'Boss@example.org' })
  const other = await register(token)
  expect(other.json()).toMatchObject({ status: 422, errors: [{ path: 'email' }] })
  expect(other.body).not.toMatch(/boss/i)
  const answer = await register(token, { email: 'boss@EXAMPLE.org' })
  expect(answer.json()).toMatchObject({ is_superuser: true })
})

test('is superuser only by the invitation, whatever the registration says', async () => {
  const { token } = await invite()
  expect((await register(token, { is_superuser: true })).json()).toMatchObject({ is_superuser: false })
})

test('of twelve who use it at the same moment one gets in', async () => {
  const { token } = await invite()
  const answers = await Promise.all(Array.from({ length: 12 }, () => register(token)))
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, ...Array(11).fill(403)])
})

test('a registration that fails leaves it as it was', async () => {
  const { token } = await invite()
  expect((await register(token, { email: owner.email })).json().code).toBe('email_taken')
  expect((await register(token, { password: 'password' })).json().code).toBe('weak_password')
  expect((await register(token)).statusCode).toBe(201)
})

test('used, expired, taken back, made by who is no administrator now, and never made are told alike', async () => {
  const [used, old, back] = [await invite(), await invite({ expires_in_hours: 1 }), await invite()]
  const former = await buildUser(server.orm, { isSuperuser: true })
  const late = await invite({}, (await signIn(server.app, former)).headers)
  await server.orm.em.fork().nativeUpdate(UserEntity, { id: former.id }, { isSuperuser: false })
  await register(used.token)
  await call('DELETE', `/${back.id}`)
  now += hour
  headers = (await signIn(server.app, owner)).headers
  const bodies = []
  for (const token of [used.token, old.token, back.token, late.token, 'x', 'x'.repeat(43)]) {
    const answer = await register(token)
    bodies.push({ ...answer.json(), request_id: '' })
  }
  expect(bodies[0]).toMatchObject({ status: 403, code: 'registration_closed' })
  for (const body of bodies) expect(body).toEqual(bodies[0])
  const listed = (await call('GET')).json().items.map(({ id }: { id: string }) => id)
  for (const { id } of [used, old, back, late]) expect(listed).not.toContain(id)
})

test('the list says what each is for, and never its token', async () => {
  const [first, second] = [await invite(), await invite({ email: 'ada@example.org', is_superuser: true })]
  const answer = await call('GET', '?limit=2')
  expect(answer.json()).toMatchObject({ limit: 2, offset: 0 })
  const items: { id: string }[] = answer.json().items
  expect(items.find(({ id }) => id === second.id)).toEqual({
    id: second.id,
    email: 'ada@example.org',
    is_superuser: true,
    created_by: { id: owner.id, username: owner.username },
    created_at: expect.any(String),
    expires_at: second.expires_at,
  })
  for (const { token } of [first, second]) expect(answer.body).not.toContain(token)
  const rows = await server.orm.em.fork().execute('select invitations::text as row from invitations')
  expect(JSON.stringify(rows)).not.toContain(first.token)
})

test('is for administrators only', async () => {
  const { headers: others } = await signIn(server.app, await buildUser(server.orm))
  for (const [method, path] of [['GET'], ['POST'], ['DELETE', `/${owner.id}`]] as const) {
    expect((await call(method, path, {}, others)).json()).toMatchObject({ status: 403, code: 'forbidden' })
  }
})

test('409 for an address that has an account, 404 for one that was never made, 422 for what cannot be', async () => {
  expect((await call('POST', '', { email: owner.email.toUpperCase() })).json()).toMatchObject({ code: 'email_taken' })
  expect((await call('DELETE', `/${owner.id}`)).statusCode).toBe(404)
  for (const wish of [
    { email: 'x' },
    { expires_in_hours: 0 },
    { expires_in_hours: 10_000 },
    { expires_in_hours: 1.5 },
  ]) {
    expect((await call('POST', '', wish)).statusCode).toBe(422)
  }
})

test('what was done is in the log of events', async () => {
  const { id, token } = await invite()
  const other = await invite()
  const guest = (await register(token)).json()
  await call('DELETE', `/${other.id}`)
  const events = await server.orm.em
    .fork()
    .execute<{ action: string }[]>(`select * from audit_events where created_at > now() - interval '1 minute'`)
  const find = (action: string, targetId: string) =>
    events.find((event) => event.action === action && (event as { target_id?: string }).target_id === targetId)
  expect(find('invitation.create', id)).toMatchObject({ actor_id: owner.id, details: { is_superuser: false } })
  expect(find('invitation.revoke', other.id)).toMatchObject({ actor_id: owner.id })
  expect(find('auth.register', guest.id)).toMatchObject({ details: { invitation_id: id } })
  expect(JSON.stringify(events)).not.toContain(token)
})

test('wrong ones count towards the limit of registrations', async () => {
  const strict = await buildTestApp({ REGISTRATION: 'invite', LIMIT_REGISTRATION_PER_ADDRESS: '3' })
  await buildUser(strict.orm, { isSuperuser: true })
  const codes = []
  for (let n = 0; n < 4; n += 1) {
    const payload = { email: 'a@example.org', username: 'aaa', password: testPassword, invitation: `guess${n}` }
    codes.push((await strict.app.inject({ method: 'POST', url: '/api/v1/auth/register', payload })).json().code)
  }
  expect(codes).toEqual([...Array(3).fill('registration_closed'), 'too_many_requests'])
  await strict.close()
})

describe('in other installations', () => {
  let mailServer: MailServer
  beforeAll(async () => {
    mailServer = await startMailServer()
  })
  afterAll(() => mailServer.close())

  test('with a mail server it is mailed to the address it is for', async () => {
    const mailing = await buildTestApp({ SMTP_URL: `smtp://127.0.0.1:${mailServer.port}` })
    const boss = await buildUser(mailing.orm, { isSuperuser: true, username: 'boss' })
    const asBoss = (await signIn(mailing.app, boss)).headers
    const ask = (payload: object) =>
      mailing.app.inject({ method: 'POST', url: '/api/v1/invitations', payload, headers: asBoss })
    expect((await ask({})).json()).toMatchObject({ mailed: false })
    const made = (await ask({ email: 'ada@example.org' })).json()
    expect(made).toMatchObject({ mailed: true })
    await runBackground(mailing)
    expect(mailServer.mails).toMatchObject([{ recipients: ['ada@example.org'], link: made.url }])
    expect(mailServer.mails[0]?.text).toContain('boss invites you')
    await mailing.close()
  })

  test('where registration is closed nobody is invited, and older invitations rest', async () => {
    const closed = await buildTestApp({ REGISTRATION: 'closed' })
    const boss = await buildUser(closed.orm, { isSuperuser: true })
    const request = { method: 'POST', url: '/api/v1/invitations', payload: {} } as const
    const asBoss = (await signIn(closed.app, boss)).headers
    expect((await closed.app.inject({ ...request, headers: asBoss })).json().code).toBe('registration_closed')
    const wish = { is_superuser: false, expires_in_hours: 1 }
    const { token } = await createInvitation(closed.orm.em.fork(), wish, { userId: boss.id, now: Date.now() })
    const payload = { email: 'a@example.org', username: 'aaa', password: testPassword, invitation: token }
    const answer = await closed.app.inject({ method: 'POST', url: '/api/v1/auth/register', payload })
    expect(answer.json().code).toBe('registration_closed')
    await closed.close()
  })
})
