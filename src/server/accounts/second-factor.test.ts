import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Secret } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { codeAt, setUpSecondFactor, wrongCodeAt } from '../../../test/authenticator.ts'
import { buildUser, type SignedIn, signIn, stepUp, testPassword } from '../../../test/factories.ts'
import { createSecondFactorTokens } from './second-factor-token.ts'
import { openSigningKeys } from './signing-keys.ts'
import type { UserRow } from './user.ts'

type TestApp = Awaited<ReturnType<typeof buildTestApp>>

let server: TestApp
let clock = Date.now()

beforeAll(async () => {
  server = await buildTestApp({}, { now: () => clock })
})

beforeEach(() => {
  clock = Date.now()
})

afterAll(() => server.close())

const pass = (milliseconds: number) => {
  clock += milliseconds
}

const send = (
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  more: { headers?: object; body?: object; ip?: string },
) =>
  server.app.inject({
    method,
    url: `/api/v1/auth/${path}`,
    headers: { ...more.headers },
    ...(more.body ? { payload: more.body } : {}),
    ...(more.ip ? { remoteAddress: more.ip } : {}),
  })

const codeOf = (secret: string, steps = 0) => codeAt(secret, clock, steps)

interface Equipped {
  user: UserRow
  signedIn: SignedIn
  secret: string
  recoveryCodes: string[]
}

/** Somebody with a second factor, whose next code is a fresh one. */
const equip = async (): Promise<Equipped> => {
  const user = await buildUser(server.orm)
  const signedIn = await signIn(server.app, user)
  const equipment = await setUpSecondFactor(server.app, signedIn, clock)
  pass(30_000)
  return { user, signedIn, ...equipment }
}

const login = ({ username }: UserRow, more: object = {}) =>
  send('POST', 'login', { body: { login: username, password: testPassword }, ...more })

const mfaTokenOf = async (user: UserRow): Promise<string> => (await login(user)).json().mfa_token

const answerWith = (mfa_token: string, code: string, more: { headers?: object; ip?: string } = {}) =>
  send('POST', 'login/second-factor', { body: { mfa_token, code }, ...more })

const outcome = async (answer: Promise<{ statusCode: number; json: () => { code?: string } }>) => {
  const { statusCode, json } = await answer
  return statusCode === 200 ? 200 : json().code
}

const run = (sql: string, values: unknown[] = []) => server.orm.em.fork().execute(sql, values)

describe('setting up', () => {
  test('shows a secret, asks for a code of it, and shows ten recovery codes', async () => {
    const user = await buildUser(server.orm)
    const { headers } = await signIn(server.app, user)
    const begun = (await send('POST', 'totp', { headers })).json()
    expect(begun).toEqual({
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      otpauth_uri: expect.stringContaining(`secret=${begun.secret}`),
      qr_svg: expect.stringMatching(/^<svg /),
    })
    expect((await login(user)).statusCode).toBe(200)
    const wrong = await send('POST', 'totp/confirm', { headers, body: { code: wrongCodeAt(begun.secret, clock) } })
    expect(wrong.json()).toMatchObject({ status: 422, code: 'invalid', errors: [{ path: 'code' }] })
    const confirmed = await send('POST', 'totp/confirm', { headers, body: { code: codeOf(begun.secret) } })
    expect(confirmed.json().recovery_codes).toHaveLength(10)
    expect((await send('GET', 'me', { headers })).json()).toMatchObject({ second_factor: true })
    expect(await outcome(login(user))).toBe('second_factor_required')
  })

  test('begins anew as often as one likes, and the last secret counts', async () => {
    const { headers } = await signIn(server.app, await buildUser(server.orm))
    const first = (await send('POST', 'totp', { headers })).json()
    const second = (await send('POST', 'totp', { headers })).json()
    const confirm = (secret: string) =>
      outcome(send('POST', 'totp/confirm', { headers, body: { code: codeOf(secret) } }))
    expect(first.secret).not.toBe(second.secret)
    expect(await confirm(first.secret)).toBe('invalid')
    expect(await confirm(second.secret)).toBe(200)
    expect(await confirm(second.secret)).toBe('conflict')
    expect(await outcome(send('POST', 'totp', { headers }))).toBe('conflict')
  })

  test('asks in an older session for the password first: a stolen one must not lock its owner out', async () => {
    const { headers } = await signIn(server.app, await buildUser(server.orm))
    pass(5 * 60_000)
    expect(await outcome(send('POST', 'totp', { headers }))).toBe('step_up_required')
    await stepUp(server.app, { headers })
    expect(await outcome(send('POST', 'totp', { headers }))).toBe(200)
  })

  test('cannot be finished by guessing: who finds a set-up that was begun would get its recovery codes', async () => {
    const { headers } = await signIn(server.app, await buildUser(server.orm))
    const { secret } = (await send('POST', 'totp', { headers })).json()
    const confirm = (code: string) => outcome(send('POST', 'totp/confirm', { headers, body: { code } }))
    for (let n = 0; n < 10; n += 1) expect(await confirm(wrongCodeAt(secret, clock))).toBe('invalid')
    expect(await confirm(codeOf(secret))).toBe('too_many_requests')
  })

  test('of five confirmations at the same moment one gets the recovery codes', async () => {
    const { headers } = await signIn(server.app, await buildUser(server.orm))
    const { secret } = (await send('POST', 'totp', { headers })).json()
    const body = { code: codeOf(secret) }
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => outcome(send('POST', 'totp/confirm', { headers, body }))),
    )
    expect(outcomes.sort()).toEqual([200, 'conflict', 'conflict', 'conflict', 'conflict'])
  })

  test('the database has neither the secret nor a recovery code', async () => {
    const { user, secret, recoveryCodes } = await equip()
    const stored = JSON.stringify(await run('select * from second_factors where user_id = ?', [user.id]))
    const bytes = Buffer.from(Secret.fromBase32(secret).bytes)
    for (const form of [secret, bytes.toString('hex'), bytes.toString('base64url'), ...recoveryCodes]) {
      expect(stored).not.toContain(form)
      expect(stored).not.toContain(form.replaceAll('-', ''))
    }
    const key = readFileSync(join(server.home.secrets, 'second-factor-key'), 'utf8')
    expect(Buffer.from(key.trim(), 'base64url')).toHaveLength(32)
  })

  test('a secret that was moved to another account opens nothing', async () => {
    const [one, other] = [await equip(), await equip()]
    await run(
      `update second_factors set sealed_secret = (select sealed_secret from second_factors where user_id = ?)
       where user_id = ?`,
      [one.user.id, other.user.id],
    )
    const answer = await answerWith(await mfaTokenOf(other.user), codeOf(one.secret))
    expect(answer.statusCode).toBe(500)
  })
})

describe('signing in', () => {
  test('takes the password, then a code, and keeps what was said about staying', async () => {
    const { user, secret } = await equip()
    const first = await login(user, { body: { login: user.username, password: testPassword, remember: true } })
    expect(first.json()).toMatchObject({
      status: 401,
      code: 'second_factor_required',
      mfa_token: expect.any(String),
      methods: ['totp', 'recovery_code'],
    })
    expect([first.cookies, first.headers['www-authenticate']]).toEqual([[], 'Bearer'])
    const answer = await answerWith(first.json().mfa_token, codeOf(secret))
    expect(answer.json()).toMatchObject({ token_type: 'bearer', user: { id: user.id, second_factor: true } })
    expect(answer.cookies.map(({ name }) => name).sort()).toEqual([
      'datalens_access',
      'datalens_device',
      'datalens_refresh',
    ])
    expect(answer.cookies.find(({ name }) => name === 'datalens_refresh')?.expires).toBeDefined()
  })

  test('a wrong password says so, whether there is a second factor or not', async () => {
    const { user } = await equip()
    const answer = await send('POST', 'login', { body: { login: user.username, password: 'not the password' } })
    expect(answer.json()).toMatchObject({ status: 401, code: 'wrong_credentials' })
    expect(answer.json()).not.toHaveProperty('mfa_token')
  })

  test('a code works once, however many come with it at the same moment', async () => {
    const { user, secret } = await equip()
    const code = codeOf(secret)
    const tokens = await Promise.all(Array.from({ length: 8 }, () => mfaTokenOf(user)))
    const outcomes = await Promise.all(tokens.map((token) => outcome(answerWith(token, code))))
    expect(outcomes.filter((one) => one === 200)).toHaveLength(1)
    expect(outcomes.filter((one) => one === 'wrong_credentials')).toHaveLength(7)
  })

  test('neither the code that turned it on nor one before a used one counts again', async () => {
    const { user, secret } = await equip()
    expect(await outcome(answerWith(await mfaTokenOf(user), codeOf(secret, -1)))).toBe('wrong_credentials')
    expect(await outcome(answerWith(await mfaTokenOf(user), codeOf(secret, 1)))).toBe(200)
    expect(await outcome(answerWith(await mfaTokenOf(user), codeOf(secret)))).toBe('wrong_credentials')
    pass(60_000)
    expect(await outcome(answerWith(await mfaTokenOf(user), codeOf(secret)))).toBe(200)
  })

  test('a recovery code works once, however many come with it at the same moment', async () => {
    const { user, recoveryCodes } = await equip()
    const [first = '', second = ''] = recoveryCodes
    const tokens = await Promise.all(Array.from({ length: 8 }, () => mfaTokenOf(user)))
    const outcomes = await Promise.all(tokens.map((token) => outcome(answerWith(token, first.toUpperCase()))))
    expect(outcomes.filter((one) => one === 200)).toHaveLength(1)
    expect(await outcome(answerWith(await mfaTokenOf(user), second.replaceAll('-', ' ')))).toBe(200)
  })

  test('takes nobody else’s code', async () => {
    const [one, other] = [await equip(), await equip()]
    const token = await mfaTokenOf(one.user)
    expect(await outcome(answerWith(token, codeOf(other.secret)))).toBe('wrong_credentials')
    expect(await outcome(answerWith(token, other.recoveryCodes[0] ?? ''))).toBe('wrong_credentials')
  })

  test('the token between the steps is good for five minutes, for this password, and for nothing else', async () => {
    const { user, signedIn, secret } = await equip()
    const token = await mfaTokenOf(user)
    const headers = { authorization: `Bearer ${token}` }
    expect(await outcome(send('GET', 'me', { headers }))).toBe('not_authenticated')
    expect(await outcome(answerWith(signedIn.accessToken, codeOf(secret)))).toBe('session_ended')
    expect(await outcome(answerWith(`${token}x`, codeOf(secret)))).toBe('session_ended')
    pass(5 * 60_000 + 1000)
    expect(await outcome(answerWith(token, codeOf(secret)))).toBe('session_ended')
    const fresh = await mfaTokenOf(user)
    await run(`update users set hashed_password = 'x' where id = ?`, [user.id])
    expect(await outcome(answerWith(fresh, codeOf(secret)))).toBe('session_ended')
  })

  test('a token of a stranger’s key is none', async () => {
    const { user, secret } = await equip()
    const other = await buildTestApp()
    const keys = await openSigningKeys(other.home, {})
    const half = { userId: user.id, hashedPassword: user.hashedPassword, isRemembered: false }
    const forged = await createSecondFactorTokens(keys, () => clock).sign(half)
    keys.close()
    await other.close()
    expect(await outcome(answerWith(forged, codeOf(secret)))).toBe('session_ended')
  })

  test('who is deactivated between the steps gets no session', async () => {
    const { user, secret } = await equip()
    const token = await mfaTokenOf(user)
    await run('update users set is_active = false where id = ?', [user.id])
    expect(await outcome(answerWith(token, codeOf(secret)))).toBe('inactive')
  })

  test('a page elsewhere cannot send the code', async () => {
    const { user, secret } = await equip()
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect(await outcome(answerWith(await mfaTokenOf(user), codeOf(secret), { headers }))).toBe('foreign_origin')
  })

  test('is in the audit log with what the second factor was', async () => {
    const { user, secret } = await equip()
    const token = await mfaTokenOf(user)
    await answerWith(token, wrongCodeAt(secret, clock))
    await answerWith(token, codeOf(secret))
    const events = await run(
      `select outcome, details from audit_events where target_id = ? and action = 'auth.login' order by created_at`,
      [user.id],
    )
    expect(events.slice(-2)).toEqual([
      { outcome: 'failure', details: { reason: 'wrong_code' } },
      { outcome: 'success', details: expect.objectContaining({ second_factor: 'totp' }) },
    ])
  })
})

describe('limits', () => {
  test('after ten wrong codes the right one is refused too, from everywhere, until the time is over', async () => {
    const { user, secret, recoveryCodes } = await equip()
    const token = await mfaTokenOf(user)
    const outcomes = []
    for (let n = 0; n < 11; n += 1)
      outcomes.push(await outcome(answerWith(token, wrongCodeAt(secret, clock), { ip: `10.0.${n}.1` })))
    expect(outcomes).toEqual([...Array(10).fill('wrong_credentials'), 'too_many_requests'])
    const right = await answerWith(token, codeOf(secret), { ip: '10.1.0.1' })
    expect(right.json()).toMatchObject({ status: 429, code: 'too_many_requests' })
    expect(Number(right.headers['retry-after'])).toBeGreaterThan(800)
    expect(await outcome(answerWith(token, recoveryCodes[0] ?? ''))).toBe('too_many_requests')
    pass(15 * 60_000 + 1000)
    expect(await outcome(answerWith(await mfaTokenOf(user), codeOf(secret)))).toBe(200)
  })

  test('forty wrong codes at the same moment are ten', async () => {
    const { user, secret } = await equip()
    const token = await mfaTokenOf(user)
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        outcome(answerWith(token, wrongCodeAt(secret, clock), { ip: `10.2.${n}.1` })),
      ),
    )
    expect(outcomes.filter((one) => one === 'wrong_credentials')).toHaveLength(10)
  })

  test('the owner’s known browser has a count of its own', async () => {
    const { user, secret } = await equip()
    const known = await answerWith(await mfaTokenOf(user), codeOf(secret))
    const mark = known.cookies.find(({ name }) => name === 'datalens_device')?.value
    pass(30_000)
    const token = await mfaTokenOf(user)
    for (let n = 0; n < 10; n += 1) await answerWith(token, wrongCodeAt(secret, clock))
    expect(await outcome(answerWith(token, codeOf(secret)))).toBe('too_many_requests')
    expect(await outcome(answerWith(token, codeOf(secret), { headers: { cookie: `datalens_device=${mark}` } }))).toBe(
      200,
    )
  })

  test('an address that tries many accounts is stopped', async () => {
    const ip = '10.3.0.1'
    const people = [await equip(), await equip(), await equip()]
    await run(
      `insert into attempt_counts (key, count, expires_at) values ('sign-in address ${ip}', 98, now() + interval '1 hour')`,
    )
    const outcomes = []
    for (const { user, secret } of people) {
      outcomes.push(await outcome(answerWith(await mfaTokenOf(user), wrongCodeAt(secret, clock), { ip })))
    }
    expect(outcomes).toEqual(['wrong_credentials', 'wrong_credentials', 'too_many_requests'])
  })
})

describe('turning it off', () => {
  test('leaves the password alone, and takes the recovery codes along', async () => {
    const { user, signedIn, recoveryCodes } = await equip()
    const token = await mfaTokenOf(user)
    await stepUp(server.app, signedIn)
    expect((await send('DELETE', 'totp', signedIn)).statusCode).toBe(204)
    expect((await login(user)).statusCode).toBe(200)
    expect(await outcome(answerWith(token, recoveryCodes[0] ?? ''))).toBe('wrong_credentials')
    expect(await outcome(send('DELETE', 'totp', signedIn))).toBe('not_found')
  })
})

describe('recovery codes', () => {
  const stateOf = async ({ headers }: SignedIn) => (await send('GET', 'totp', { headers })).json()

  test('are counted down, and new ones take the place of the old', async () => {
    const plain = await signIn(server.app, await buildUser(server.orm))
    expect(await stateOf(plain)).toEqual({ enabled: false, enabled_at: null, recovery_codes_left: null })
    await stepUp(server.app, plain)
    expect(await outcome(send('POST', 'totp/recovery-codes', { headers: plain.headers }))).toBe('not_found')

    const { user, signedIn, recoveryCodes } = await equip()
    const { headers } = signedIn
    expect(await stateOf(signedIn)).toMatchObject({ enabled: true, recovery_codes_left: 10 })
    await answerWith(await mfaTokenOf(user), recoveryCodes[0] ?? '')
    expect(await stateOf(signedIn)).toMatchObject({ recovery_codes_left: 9 })

    expect(await outcome(send('POST', 'totp/recovery-codes', { headers }))).toBe('step_up_required')
    await stepUp(server.app, signedIn)
    const made = await send('POST', 'totp/recovery-codes', { headers })
    const fresh: string[] = made.json().recovery_codes
    expect(new Set([...fresh, ...recoveryCodes]).size).toBe(20)
    expect(await stateOf(signedIn)).toMatchObject({ recovery_codes_left: 10 })
    expect(await outcome(answerWith(await mfaTokenOf(user), recoveryCodes[1] ?? ''))).toBe('wrong_credentials')
    expect(await outcome(answerWith(await mfaTokenOf(user), fresh[0] ?? ''))).toBe(200)
    const told = await run(`select details from audit_events where action = 'totp.recovery_codes' and actor_id = ?`, [
      user.id,
    ])
    expect(told).toEqual([{ details: {} }])
  })

  test('one that ten send at the same moment lets one in', async () => {
    const { user, signedIn, recoveryCodes } = await equip()
    const token = await mfaTokenOf(user)
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => outcome(answerWith(token, recoveryCodes[0] ?? ''))),
    )
    expect(outcomes.filter((one) => one === 200)).toHaveLength(1)
    expect(await stateOf(signedIn)).toMatchObject({ recovery_codes_left: 9 })
  })
})
