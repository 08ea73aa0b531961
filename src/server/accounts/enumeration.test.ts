import { hashSync } from '@node-rs/bcrypt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser } from '../../../test/factories.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>

beforeAll(async () => {
  server = await buildTestApp(
    {
      LIMIT_SIGN_IN_PER_ACCOUNT: '1000000',
      LIMIT_SIGN_IN_PER_ADDRESS: '1000000',
      LIMIT_FORGOTTEN_PASSWORD: '1000000',
    },
    { passwordCost: 6 },
  )
})

afterAll(() => server.close())

const timeOf = async (login: string) => {
  const startedAt = performance.now()
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { login, password: 'a wrong password' },
  })
  expect(answer.json().code).toBe('wrong_credentials')
  return performance.now() - startedAt
}

/** How often a time of `a` is longer than one of `b`: a half when nobody could tell them apart (Mann and Whitney's U). */
const shareLonger = (a: number[], b: number[]) => {
  const wins = a.flatMap((x) => b.map((y) => (x > y ? 1 : x === y ? 0.5 : 0)))
  return wins.reduce((sum: number, win) => sum + win, 0) / wins.length
}

test('the time of an answer does not tell whether there is such an account', {
  retry: 1,
}, async () => {
  const [current, old] = await Promise.all(
    [6, 4].map((cost) => buildUser(server.orm, { hashedPassword: hashSync('the right one', { cost }) })),
  )
  const inactive = await buildUser(server.orm, { isActive: false, hashedPassword: current?.hashedPassword ?? '' })
  const arms: Record<string, string> = {
    known: current?.username ?? '',
    'known with an old hash': old?.username ?? '',
    deactivated: inactive.username,
    unknown: 'nobody-of-that-name',
    'unknown address': 'nobody-of-that-name@example.org',
  }
  await expectAlike(arms, timeOf)
})

test('nor does the time of asking for a new password', { retry: 1 }, async () => {
  const [known, inactive] = [await buildUser(server.orm), await buildUser(server.orm, { isActive: false })]
  const arms = { known: known.email, deactivated: inactive.email, unknown: 'nobody-of-that-name@example.org' }
  await expectAlike(arms, async (email) => {
    const startedAt = performance.now()
    const answer = await server.app.inject({ method: 'POST', url: '/api/v1/auth/forgot', payload: { email } })
    expect(answer.statusCode).toBe(202)
    return performance.now() - startedAt
  })
})

/** Interleaves the arms, and expects that nobody could tell the first from any other by time. */
async function expectAlike(arms: Record<string, string>, timeOf: (arm: string) => Promise<number>): Promise<void> {
  const times = new Map(Object.keys(arms).map((name) => [name, [] as number[]]))
  for (let round = -5; round < 50; round += 1) {
    for (const [name, arm] of Object.entries(arms).sort(() => Math.random() - 0.5)) {
      const time = await timeOf(arm)
      if (round >= 0) times.get(name)?.push(time)
    }
  }
  const [known = []] = times.values()
  for (const [name, own] of times) {
    expect(shareLonger(known, own), name).toBeGreaterThan(0.3)
    expect(shareLonger(known, own), name).toBeLessThan(0.7)
  }
}
