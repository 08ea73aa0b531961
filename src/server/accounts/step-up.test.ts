import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { codeAt, setUpSecondFactor, wrongCodeAt } from '../../../test/authenticator.ts'
import { buildUser, signIn, stepUp, testPassword } from '../../../test/factories.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
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

const send = (method: 'POST' | 'DELETE', path: string, more: { headers?: object; body?: object }) =>
  server.app.inject({
    method,
    url: `/api/v1/auth/${path}`,
    headers: { ...more.headers },
    ...(more.body ? { payload: more.body } : {}),
  })

const outcome = async (answer: ReturnType<typeof send>) => {
  const { statusCode, body } = await answer
  return statusCode < 300 ? statusCode : JSON.parse(body).code
}

const codeOf = (secret: string, steps = 0) => codeAt(secret, clock, steps)

const equip = async () => {
  const user = await buildUser(server.orm)
  const { secret, recoveryCodes } = await setUpSecondFactor(server.app, await signIn(server.app, user), clock)
  pass(30_000)
  const half = await send('POST', 'login', { body: { login: user.username, password: testPassword } })
  const rest = { mfa_token: half.json().mfa_token, code: recoveryCodes[0] }
  const { access_token: token } = (await send('POST', 'login/second-factor', { body: rest })).json()
  return { user, signedIn: { headers: { authorization: `Bearer ${token}` } }, secret }
}

describe('confirming who one is', () => {
  test('takes the password or a code, once, and holds for five minutes of this session', async () => {
    const { user, signedIn, secret } = await equip()
    const { headers } = signedIn
    const off = () => outcome(send('DELETE', 'totp', { headers }))
    expect(await off()).toBe('step_up_required')
    const code = codeOf(secret)
    expect((await send('POST', 'step-up', { headers, body: { code } })).statusCode).toBe(204)
    expect(await outcome(send('POST', 'step-up', { headers, body: { code } }))).toBe('invalid')
    const half = await send('POST', 'login', { body: { login: user.username, password: testPassword } })
    const rest = { mfa_token: half.json().mfa_token, code: codeOf(secret, 1) }
    const elsewhere = (await send('POST', 'login/second-factor', { body: rest })).json().access_token
    expect(await outcome(send('DELETE', 'totp', { headers: { authorization: `Bearer ${elsewhere}` } }))).toBe(
      'step_up_required',
    )
    pass(5 * 60_000)
    expect(await off()).toBe('step_up_required')
    await stepUp(server.app, signedIn)
    pass(5 * 60_000 - 1000)
    expect((await send('DELETE', 'totp', { headers })).statusCode).toBe(204)
  })

  test.each([[{}], [{ password: 'a', code: 'b' }], [{ password: '' }], [{ password: 1 }], [{ code: '' }]])(
    '422 for %j',
    async (body) => {
      const { headers } = await signIn(server.app, await buildUser(server.orm))
      const answer = await send('POST', 'step-up', { headers, body })
      expect(answer.json()).toMatchObject({ status: 422, code: 'invalid' })
    },
  )

  test('is limited: ten wrong passwords and codes together, and then none', async () => {
    const { signedIn, secret } = await equip()
    const { headers } = signedIn
    const outcomes = []
    for (let n = 0; n < 11; n += 1) {
      const body = n % 2 ? { password: 'not my password' } : { code: wrongCodeAt(secret, clock) }
      outcomes.push(await outcome(send('POST', 'step-up', { headers, body })))
    }
    expect(outcomes).toEqual([...Array(10).fill('invalid'), 'too_many_requests'])
    expect(await outcome(send('POST', 'step-up', { headers, body: { password: testPassword } }))).toBe(
      'too_many_requests',
    )
  })

  test('a code is no proof for who has no second factor', async () => {
    const { headers } = await signIn(server.app, await buildUser(server.orm))
    const { secret } = (await send('POST', 'totp', { headers })).json()
    expect(await outcome(send('POST', 'step-up', { headers, body: { code: codeOf(secret) } }))).toBe('invalid')
  })

  test('nor is one of a second factor that this session has set up: who took the session over could do that', async () => {
    const { headers } = await signIn(server.app, await buildUser(server.orm))
    pass(1000)
    const { secret, recoveryCodes } = await setUpSecondFactor(server.app, { headers }, clock)
    pass(30_000)
    for (const code of [codeOf(secret), recoveryCodes[0]]) {
      const answer = await send('POST', 'step-up', { headers, body: { code } })
      expect(answer.json()).toMatchObject({ status: 422, code: 'invalid', detail: expect.stringContaining('password') })
    }
    await stepUp(server.app, { headers })
  })
})
