import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, signIn, testPassword } from '../../../test/factories.ts'
import { runBackground } from '../../../test/run-background.ts'
import { addJob } from '../jobs/queue.ts'
import { forgottenPasswordTask } from './forgotten-password.ts'
import { createOneTimeLink } from './one-time-links.ts'
import { createToken } from './token-store.ts'
import { UserEntity } from './user.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let now = Date.parse('2026-03-01T12:00:00Z')

beforeAll(async () => {
  server = await buildTestApp(
    { PUBLIC_URL: 'https://data.example.org', LIMIT_FORGOTTEN_PASSWORD: '3' },
    { now: () => now },
  )
})
afterAll(() => server.close())

const hour = 60 * 60_000
const newPassword = 'staple battery horse correct'

// Each test has an hour of its own, so that none meets the limits of another.
beforeEach(() => {
  now += 2 * hour
})

const post = (path: string, payload: object, headers: Record<string, string> = {}) =>
  server.app.inject({ method: 'POST', url: `/api/v1/auth/${path}`, payload, headers })

const forget = async (email: string, headers: Record<string, string> = {}) => {
  const answer = await post('forgot', { email }, headers)
  expect(answer.statusCode).toBe(202)
  return (await runBackground(server)).filter((mail) => mail.headers.to === email).at(-1)
}

const linkFor = async (user: { id: string }, purpose: 'reset_password' | 'set_up' = 'reset_password') =>
  (await createOneTimeLink(server.orm.em.fork(), { purpose, userId: user.id, lastsMs: hour, now: new Date(now) })).token

const events = (action: string) =>
  server.orm.em.fork().execute('select * from audit_events where action = ? order by created_at desc', [action])

describe('POST /auth/forgot', () => {
  test('mails a link by which a new password is chosen once', async () => {
    const user = await buildUser(server.orm, { fullName: 'Ada <b>Lovelace</b>' })
    await server.orm.em.fork().nativeUpdate(UserEntity, { id: user.id }, { emailVerified: true })
    const mail = await forget(user.email, { host: 'evil.example' })
    expect(mail?.link).toMatch(/^https:\/\/data\.example\.org\/reset-password#[\w-]{43}$/)
    expect(mail?.headers.subject).toBe('Choose a new password')
    expect(mail?.html).toContain('Ada &lt;b&gt;Lovelace&lt;/b&gt;')

    const reset = { token: mail?.token, new_password: newPassword }
    expect((await post('reset', reset)).statusCode).toBe(204)
    expect((await post('login', { login: user.email, password: testPassword })).statusCode).toBe(401)
    await signIn(server.app, user, { password: newPassword })
    expect((await post('reset', reset)).json()).toMatchObject({ status: 422, errors: [{ path: 'token' }] })
  })

  test('carries no words of who registered with the address of somebody else', async () => {
    const user = await buildUser(server.orm, { fullName: 'your account is locked, see evil.example' })
    const mail = await forget(user.email)
    expect(mail?.html).toContain(`Hello ${user.username},`)
    expect(mail?.html).not.toContain('evil.example')
  })

  test('finds the account whatever the case, and shows that the address is its owner’s', async () => {
    const user = await buildUser(server.orm)
    await post('forgot', { email: user.email.toUpperCase() })
    const mail = (await runBackground(server)).at(-1)
    expect(mail?.headers.to).toBe(user.email)
    await post('reset', { token: mail?.token, new_password: newPassword })
    expect(await server.orm.em.fork().findOneOrFail(UserEntity, user.id)).toMatchObject({ emailVerified: true })
  })

  test('answers alike, asks the database alike and mails nobody when there is no such account', async () => {
    const user = await buildUser(server.orm)
    const gone = await buildUser(server.orm, { isActive: false })
    const before = (await runBackground(server)).length
    const pool = await server.orm.em.getConnection().getNativeClient()
    const ask = async (email: string) => {
      let queries = 0
      const count = () => {
        queries += 1
      }
      pool.on('acquire', count)
      const answer = await post('forgot', { email })
      pool.off('acquire', count)
      return { queries, status: answer.statusCode, body: answer.body, headers: Object.keys(answer.headers).sort() }
    }
    const answers = [await ask('nobody@example.org'), await ask(gone.email), await ask(user.email)]
    expect(answers[0]).toMatchObject({ status: 202, body: '{}' })
    expect(answers).toEqual([answers[0], answers[0], answers[0]])
    const mails = await runBackground(server)
    expect(mails.slice(before).map(({ headers }) => headers.to)).toEqual([user.email])
  })

  test('the newest link alone is good, for an hour', async () => {
    const user = await buildUser(server.orm)
    const [first, second] = [await forget(user.email), await forget(user.email)]
    expect((await post('reset', { token: first?.token, new_password: newPassword })).statusCode).toBe(422)
    now += hour
    expect((await post('reset', { token: second?.token, new_password: newPassword })).statusCode).toBe(422)
    now -= 1
    expect((await post('reset', { token: second?.token, new_password: newPassword })).statusCode).toBe(204)
  })

  test('429 for the fourth in an hour, from one address or for one account, known or not', async () => {
    const user = await buildUser(server.orm)
    for (const email of ['x@example.org', user.email, 'y@example.org']) await post('forgot', { email })
    const refused = await post('forgot', { email: 'z@example.org' })
    expect(refused.json()).toMatchObject({ status: 429, code: 'too_many_requests' })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(3000)
    for (const email of ['unknown@example.org', user.email]) {
      now += 2 * hour
      const codes = []
      for (const ip of [1, 2, 3, 4]) {
        const answer = await server.app.inject({
          method: 'POST',
          url: '/api/v1/auth/forgot',
          payload: { email: ip % 2 ? email : email.toUpperCase() },
          remoteAddress: `10.0.0.${ip}`,
        })
        codes.push(answer.statusCode)
      }
      expect(codes).toEqual([202, 202, 202, 429])
    }
  })

  test('a link that was used counts no longer, so who needs many gets many', async () => {
    const user = await buildUser(server.orm)
    for (let n = 0; n < 5; n += 1) {
      const mail = await forget(user.email)
      const reset = { token: mail?.token, new_password: `${newPassword} ${n}` }
      expect((await post('reset', reset)).statusCode).toBe(204)
    }
    const codes = []
    for (let n = 0; n < 4; n += 1) codes.push((await post('forgot', { email: user.email })).statusCode)
    expect(codes).toEqual([202, 202, 202, 429])
    await post('reset', { token: await linkFor(user), new_password: newPassword })
    expect((await post('forgot', { email: user.email })).json()).toMatchObject({
      code: 'too_many_requests',
      detail: expect.stringMatching(
        /^So many mails were asked for that none is sent now\. Try again in \d+ minutes\.$/,
      ),
    })
  })

  test('what is refused for a mailbox takes nothing from the address that asks', async () => {
    const from = async (email: string, remoteAddress: string) => {
      const url = '/api/v1/auth/forgot'
      return (await server.app.inject({ method: 'POST', url, payload: { email }, remoteAddress })).statusCode
    }
    for (const n of [1, 2, 3]) await from('full@example.org', `10.1.0.${n}`)
    const codes = []
    for (const _ of [1, 2, 3, 4]) codes.push(await from('full@example.org', '10.1.1.1'))
    for (const name of ['a', 'b', 'c', 'd']) codes.push(await from(`${name}@example.org`, '10.1.1.1'))
    expect(codes).toEqual([429, 429, 429, 429, 202, 202, 202, 429])
  })

  test('what waits in the queue and what is in the log of events names no token', async () => {
    const user = await buildUser(server.orm)
    await post('forgot', { email: user.email })
    const queued = await server.orm.em.fork().execute('select payload::text from graphile_worker._private_jobs')
    expect(JSON.stringify(queued)).not.toContain(user.email)
    const mail = (await runBackground(server)).at(-1)
    await post('reset', { token: mail?.token, new_password: newPassword })
    expect((await events('auth.forgot'))[0]).toMatchObject({ actor_id: null, details: { email: user.email } })
    const [reset] = await events('auth.reset')
    expect(reset).toMatchObject({ actor_id: user.id, target_id: user.id, details: { purpose: 'reset_password' } })
    expect(JSON.stringify(reset)).not.toContain(mail?.token)
  })

  test('a job that another home has sealed is dropped', async () => {
    const em = server.orm.em.fork()
    await addJob(em.getKysely(), forgottenPasswordTask, { sealed: 'of another home' }, null)
    await runBackground(server)
    expect(await em.execute('select id from graphile_worker._private_jobs')).toEqual([])
  })

  test('422 for what is no address', async () => {
    for (const email of ['nobody', 'a@b\r\nBcc: c@example.org', undefined]) {
      expect((await post('forgot', { email })).statusCode).toBe(422)
    }
  })
})

describe('POST /auth/reset', () => {
  test('ends every session and personal access token of the account and of no other', async () => {
    const [user, other] = [await buildUser(server.orm), await buildUser(server.orm)]
    const [mine, theirs] = [await signIn(server.app, user), await signIn(server.app, other)]
    const em = server.orm.em.fork()
    const { text } = await createToken(em, user.id, { name: 'script', scopes: ['read'] })
    const me = async (headers: Record<string, string>) =>
      (await server.app.inject({ url: '/api/v1/auth/me', headers })).statusCode
    expect(await me({ authorization: `Bearer ${text}` })).toBe(200)

    expect((await post('reset', { token: await linkFor(user), new_password: newPassword })).statusCode).toBe(204)
    await expect.poll(() => me(mine.headers)).toBe(401)
    await expect.poll(() => me({ authorization: `Bearer ${text}` })).toBe(401)
    expect((await post('refresh', {}, mine.cookieHeaders)).json().code).toBe('session_ended')
    expect(await me(theirs.headers)).toBe(200)
  })

  test('a password that is set is told as one, whatever becomes of the count of the mails', async () => {
    const user = await buildUser(server.orm)
    const mail = await forget(user.email)
    const em = server.orm.em.fork()
    await em.execute('alter table attempt_counts rename to attempt_counts_away')
    const answer = await post('reset', { token: mail?.token, new_password: newPassword })
    await em.execute('alter table attempt_counts_away rename to attempt_counts')
    expect(answer.statusCode).toBe(204)
    await signIn(server.app, user, { password: newPassword })
  })

  test('takes a link to set an account up, and ends the other kind with it', async () => {
    const user = await buildUser(server.orm)
    const [setUp, reset] = [await linkFor(user, 'set_up'), await linkFor(user)]
    expect((await post('reset', { token: setUp, new_password: newPassword })).statusCode).toBe(204)
    expect((await post('reset', { token: reset, new_password: testPassword })).statusCode).toBe(422)
    await signIn(server.app, user, { password: newPassword })
    expect(await server.orm.em.fork().findOneOrFail(UserEntity, user.id)).toMatchObject({ emailVerified: false })
  })

  test('of eight at once with different passwords one wins', async () => {
    const user = await buildUser(server.orm)
    const token = await linkFor(user)
    const passwords = Array.from({ length: 8 }, (_, n) => `${newPassword} ${n}`)
    const answers = await Promise.all(passwords.map((new_password) => post('reset', { token, new_password })))
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([204, ...Array(7).fill(422)])
    const winner = passwords[answers.findIndex(({ statusCode }) => statusCode === 204)]
    await signIn(server.app, user, { password: winner ?? '' })
  })

  test('a weak password leaves the link as it was', async () => {
    const user = await buildUser(server.orm)
    const token = await linkFor(user)
    for (const [new_password, code] of [
      ['password', 'weak_password'],
      [user.username, 'weak_password'],
      ['short', 'invalid'],
    ] as const) {
      const answer = await post('reset', { token, new_password })
      expect(answer.json()).toMatchObject({ status: 422, code, errors: [{ path: 'new_password' }] })
    }
    expect((await post('reset', { token, new_password: newPassword })).statusCode).toBe(204)
  })

  test('who was deactivated stays outside', async () => {
    const user = await buildUser(server.orm)
    const token = await linkFor(user)
    await server.orm.em.fork().nativeUpdate(UserEntity, { id: user.id }, { isActive: false })
    expect((await post('reset', { token, new_password: newPassword })).json().code).toBe('inactive')
  })

  test('a token that never was is told as one that is over', async () => {
    const user = await buildUser(server.orm)
    const token = await linkFor(user)
    await post('reset', { token, new_password: newPassword })
    const bodies = []
    for (const guess of [token, 'x', 'x'.repeat(43), `${token}x`]) {
      const answer = await post('reset', { token: guess, new_password: newPassword })
      bodies.push({ ...answer.json(), request_id: '' })
    }
    for (const body of bodies) expect(body).toEqual(bodies[0])
    expect((await post('reset', { token: 'x'.repeat(10_000), new_password: newPassword })).statusCode).toBe(422)
  })

  test('a link is over when the password or the e-mail address has changed otherwise', async () => {
    const user = await buildUser(server.orm)
    const { headers } = await signIn(server.app, user)
    const token = await linkFor(user)
    const change = { current_password: testPassword, new_password: newPassword }
    await server.app.inject({ method: 'PUT', url: '/api/v1/auth/password', payload: change, headers })
    expect((await post('reset', { token, new_password: testPassword })).statusCode).toBe(422)

    const mail = await forget(user.email)
    const administrator = await signIn(server.app, await buildUser(server.orm, { isSuperuser: true }))
    const url = `/api/v1/users/${user.id}`
    const payload = { email: `new-${user.email}` }
    await post('step-up', { password: testPassword }, administrator.cookieHeaders)
    const answer = await server.app.inject({ method: 'PATCH', url, payload, headers: administrator.headers })
    expect(answer.statusCode).toBe(200)
    expect((await post('reset', { token: mail?.token, new_password: testPassword })).statusCode).toBe(422)
  })
})
