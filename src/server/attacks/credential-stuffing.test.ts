import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, testPassword } from '../../../test/factories.ts'
import type { UserRow } from '../accounts/user.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let owner: UserRow

const attempts = 10_000
const addresses = Array.from({ length: 500 }, (_, n) => `198.51.${100 + Math.floor(n / 250)}.${1 + (n % 250)}`)
const home = '203.0.113.7'

beforeAll(async () => {
  server = await buildTestApp()
  owner = await buildUser(server.orm)
})

afterAll(() => server.close())

const signIn = (password: string, remoteAddress: string, cookies: Record<string, string> = {}) =>
  server.app.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { login: owner.username, password },
    remoteAddress,
    cookies,
  })

type Answer = Awaited<ReturnType<typeof signIn>>

const markOf = (answer: Answer) => answer.cookies.find(({ name }) => name === 'datalens_device')?.value ?? ''

/** What an attacker sees, without what differs in every answer. */
const seen = ({ statusCode, body, headers }: Answer) => {
  const { request_id, detail, ...rest } = JSON.parse(body)
  return { statusCode, rest, detail: detail.replace(/\d+/g, 'n'), retries: 'retry-after' in headers }
}

test('while 10,000 wrong passwords come from 500 addresses, the owner signs in where they have signed in before', async () => {
  const mark = markOf(await signIn(testPassword, home))
  const answers: Answer[] = []
  const atOnce = 50
  let ownerSignIns = 0
  for (let sent = 0; sent < attempts; sent += atOnce) {
    const burst = Array.from({ length: atOnce }, (_, n) =>
      signIn(`guess number ${sent + n}`, addresses[(sent + n) % addresses.length] ?? ''),
    )
    const [own] = await Promise.all([
      sent % 1000 === 0 ? signIn(testPassword, home, { datalens_device: mark }) : undefined,
      ...burst.map(async (answer) => answers.push(await answer)),
    ])
    if (!own) continue
    expect([sent, own.statusCode]).toEqual([sent, 200])
    ownerSignIns += 1
  }
  expect(ownerSignIns).toBe(10)
  const statuses = answers.map(({ statusCode }) => statusCode)
  expect(statuses.filter((status) => status === 401)).toHaveLength(server.settings.limits.signInPerAccount)
  expect(statuses.filter((status) => status === 429 || status === 503)).toHaveLength(
    attempts - server.settings.limits.signInPerAccount,
  )

  const sql = `select details->>'reason' as reason, count(*)::int as n from audit_events
    where action = 'auth.login' and outcome = 'failure' group by 1 order by 1`
  expect(await server.orm.em.fork().execute(sql)).toEqual([
    { reason: 'too_many_attempts', n: 1 },
    { reason: 'wrong_password', n: server.settings.limits.signInPerAccount },
  ])
}, 240_000)

test('a locked account cannot be asked whether a password is right', async () => {
  const [wrong, right] = [
    await signIn('still wrong', addresses[0] ?? ''),
    await signIn(testPassword, addresses[1] ?? ''),
  ]
  expect(wrong.statusCode).toBe(429)
  expect(seen(right)).toEqual(seen(wrong))
})

test('a mark of somebody else, or one that was made up, opens no count of its own', async () => {
  const stranger = await buildUser(server.orm)
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { login: stranger.username, password: testPassword },
  })
  for (const datalens_device of [markOf(answer), `${markOf(answer)}x`, 'e30.e30.e30', '']) {
    expect((await signIn(testPassword, home, { datalens_device })).statusCode).toBe(429)
  }
})
