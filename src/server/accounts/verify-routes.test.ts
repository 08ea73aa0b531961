import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, signIn, stepUp, testPassword } from '../../../test/factories.ts'
import { type MailServer, startMailServer } from '../../../test/mail-server.ts'
import { runBackground } from '../../../test/run-background.ts'
import { UserEntity } from './user.ts'

let mailServer: MailServer
let server: Awaited<ReturnType<typeof buildTestApp>>
let now = Date.parse('2026-03-01T12:00:00Z')

beforeAll(async () => {
  mailServer = await startMailServer()
  const environment = {
    SMTP_URL: `smtp://127.0.0.1:${mailServer.port}`,
    PUBLIC_URL: 'https://data.example.org',
    REGISTRATION: 'open',
  }
  server = await buildTestApp(environment, { now: () => now })
  await buildUser(server.orm, { username: 'owner', isSuperuser: true })
})
afterAll(async () => {
  await server.close()
  await mailServer.close()
})

const post = (path: string, payload: object, headers: Record<string, string> = {}) =>
  server.app.inject({ method: 'POST', url: `/api/v1/auth/${path}`, payload, headers })

const change = (payload: object, headers: Record<string, string>) =>
  server.app.inject({ method: 'PATCH', url: '/api/v1/users/me', payload, headers })

const me = async (headers: Record<string, string>) =>
  (await server.app.inject({ url: '/api/v1/users/me', headers })).json()

/** The newest mail to an address, once all have been delivered. */
const mailTo = async (email: string) => {
  await runBackground(server)
  return mailServer.mails.filter(({ recipients }) => recipients.includes(email)).at(-1)
}

const someone = async () => {
  const user = await buildUser(server.orm)
  const signedIn = await signIn(server.app, user)
  await stepUp(server.app, signedIn)
  return { user, headers: signedIn.headers }
}

test('who registers gets a mail, and its link makes the address a verified one, once', async () => {
  const account = { email: 'ada@example.org', username: 'ada', password: testPassword }
  expect((await post('register', account)).json()).toMatchObject({ email_verified: false })
  const { headers } = await signIn(server.app, account)
  const mail = await mailTo(account.email)
  expect(mail?.link).toMatch(/^https:\/\/data\.example\.org\/verify-email#[\w-]{43}$/)
  expect((await post('verify-email', { token: mail?.token })).statusCode).toBe(204)
  expect(await me(headers)).toMatchObject({ email: account.email, email_verified: true })
  expect((await post('verify-email', { token: mail?.token })).json()).toMatchObject({ status: 422, code: 'invalid' })
  expect((await post('verify-email/resend', {}, headers)).json()).toMatchObject({ code: 'conflict' })
})

test('a username that mail programs make a link of is not carried to strangers', async () => {
  const account = { email: 'stranger@example.org', username: 'prizes.example.com', password: testPassword }
  expect((await post('register', account)).statusCode).toBe(201)
  const mail = await mailTo(account.email)
  expect(mail?.text).toContain('Hello there,')
  expect(`${mail?.text}${mail?.html}`).not.toContain(account.username)
})

test('a registration that fails sends nothing', async () => {
  const { user } = await someone()
  const before = mailServer.mails.length
  await post('register', { email: user.email, username: 'somebody-else', password: testPassword })
  await runBackground(server)
  expect(mailServer.mails).toHaveLength(before)
})

test('another address takes effect when its own link is used, and the present one is told before', async () => {
  const { user, headers } = await someone()
  const email = `new-${user.email}`
  const answer = await change({ email, full_name: 'Ada' }, headers)
  expect(answer.json()).toMatchObject({ email: user.email, full_name: 'Ada' })
  expect(await mailTo(user.email)).toMatchObject({ text: expect.stringContaining(email), link: '' })
  const mail = await mailTo(email)
  expect((await post('verify-email', { token: mail?.token })).statusCode).toBe(204)
  expect(await me(headers)).toMatchObject({ email, email_verified: true })
  await signIn(server.app, { username: email })
})

test('an address that somebody else has taken meanwhile stays theirs', async () => {
  const { user, headers } = await someone()
  const email = `wish-${user.email}`
  await change({ email }, headers)
  const mail = await mailTo(email)
  await buildUser(server.orm, { email: email.toUpperCase() })
  expect((await post('verify-email', { token: mail?.token })).json()).toMatchObject({
    status: 409,
    code: 'email_taken',
  })
  expect(await me(headers)).toMatchObject({ email: user.email })
})

test('a link is over after a day, with a newer one, and when an administrator has set another address', async () => {
  const { user, headers } = await someone()
  await change({ email: `one-${user.email}` }, headers)
  const first = await mailTo(`one-${user.email}`)
  await change({ email: `two-${user.email}` }, headers)
  const second = await mailTo(`two-${user.email}`)
  expect((await post('verify-email', { token: first?.token })).statusCode).toBe(422)
  const administrator = await signIn(server.app, { username: 'owner' })
  const url = `/api/v1/users/${user.id}`
  await stepUp(server.app, administrator)
  const payload = { email: `three-${user.email}` }
  const set = await server.app.inject({ method: 'PATCH', url, payload, headers: administrator.headers })
  expect(set.json()).toMatchObject({ email: payload.email, email_verified: false })
  expect((await post('verify-email', { token: second?.token })).statusCode).toBe(422)

  expect((await post('verify-email/resend', {}, headers)).statusCode).toBe(202)
  const third = await mailTo(payload.email)
  now += 24 * 60 * 60_000
  expect((await post('verify-email', { token: third?.token })).statusCode).toBe(422)
  now -= 1
  expect((await post('verify-email', { token: third?.token })).statusCode).toBe(204)
})

test('a link to another address is over when the password changes: a thief may have asked for it', async () => {
  const withPassword = await someone()
  const first = `first-${withPassword.user.email}`
  await change({ email: first }, withPassword.headers)
  const asked = await mailTo(first)
  const passwords = { current_password: testPassword, new_password: 'four green bicycles sing' }
  const { headers } = withPassword
  const changed = await server.app.inject({ method: 'PUT', url: '/api/v1/auth/password', headers, payload: passwords })
  expect(changed.statusCode).toBe(204)
  expect((await post('verify-email', { token: asked?.token })).json()).toMatchObject({ code: 'invalid' })

  const byMail = await someone()
  const second = `second-${byMail.user.email}`
  await change({ email: second }, byMail.headers)
  const askedAgain = await mailTo(second)
  await post('forgot', { email: byMail.user.email })
  const reset = { token: (await mailTo(byMail.user.email))?.token, new_password: 'four green bicycles sing' }
  expect((await post('reset', reset)).statusCode).toBe(204)
  expect((await post('verify-email', { token: askedAgain?.token })).json()).toMatchObject({ code: 'invalid' })
})

test('429 for the sixth mail in an hour', async () => {
  const { headers } = await someone()
  const codes = []
  for (let n = 0; n < 6; n += 1) codes.push((await post('verify-email/resend', {}, headers)).statusCode)
  expect(codes).toEqual([...Array(5).fill(202), 429])
})

test('a link that was used counts no longer, for an old mailbox that was theirs neither', async () => {
  const { user, headers } = await someone()
  await server.orm.em.fork().nativeUpdate(UserEntity, { id: user.id }, { emailVerified: true })
  const counted = () =>
    server.orm.em.fork().execute(`select sum(count)::int from attempt_counts where key like 'verification%'`)
  const before = await counted()
  for (let n = 0; n < 6; n += 1) {
    const email = n % 2 ? user.email.replace('@', `+${n}@`) : `${n}-${user.email}`
    expect((await change({ email }, headers)).statusCode).toBe(200)
    expect((await post('verify-email', { token: (await mailTo(email))?.token })).statusCode).toBe(204)
  }
  const [first, second] = ['+first@', '+second@'].map((mark) => user.email.replace('@', mark))
  for (const email of [first, second]) {
    expect((await change({ email }, headers)).statusCode).toBe(200)
    expect((await post('verify-email', { token: (await mailTo(email ?? ''))?.token })).statusCode).toBe(204)
  }
  expect(await counted()).toEqual(before)
})

test('making accounts with the address of somebody else fills no mailbox, whoever asks and however often', async () => {
  const victim = 'victim@example.org'
  const mailsToVictim = async () => {
    await runBackground(server)
    return mailServer.mails.filter(({ recipients }) => /^victim(\+\d)?@/.test(recipients[0] ?? '')).length
  }
  for (let n = 0; n < 7; n += 1) {
    const email = n % 2 ? victim : `victim+${n}@example.org`
    const account = { email, username: `thief-${n}`, password: testPassword }
    expect((await post('register', account)).statusCode).toBe(201)
    await server.orm.em.fork().nativeDelete(UserEntity, { username: account.username })
  }
  expect(await mailsToVictim()).toBe(5)
  const { user, headers } = await someone()
  const wish = await change({ email: victim }, headers)
  expect(wish.json()).toMatchObject({ status: 429, code: 'too_many_requests' })
  expect(Number(wish.headers['retry-after'])).toBeGreaterThan(3000)
  const account = { email: victim, username: 'the-victim', password: testPassword }
  expect((await post('register', account)).statusCode).toBe(201)
  const own = await signIn(server.app, account)
  expect((await post('verify-email/resend', {}, own.headers)).statusCode).toBe(429)
  expect(await mailsToVictim()).toBe(5)
  expect(await me(headers)).toMatchObject({ email: user.email })
  now += 60 * 60_000
  const later = await signIn(server.app, account)
  expect((await post('verify-email/resend', {}, later.headers)).statusCode).toBe(202)
})

test('nobody changes their address without having confirmed that it is them', async () => {
  const user = await buildUser(server.orm)
  const { headers } = await signIn(server.app, user)
  expect((await change({ email: `x-${user.email}` }, headers)).json().code).toBe('step_up_required')
  expect(await server.orm.em.fork().findOneOrFail(UserEntity, user.id)).toMatchObject({ email: user.email })
})

test('the sign-in page is told that mails are sent', async () => {
  expect((await server.app.inject('/api/v1/auth/options')).json()).toMatchObject({ mail: true, oidc: null })
})
