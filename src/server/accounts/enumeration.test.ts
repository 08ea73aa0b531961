import { hashSync } from '@node-rs/bcrypt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser } from '../../../test/factories.ts'
import { createInvitation } from './invitation-store.ts'
import { createOneTimeLink } from './one-time-links.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>

const cost = 8
const many = '1000000'

beforeAll(async () => {
  server = await buildTestApp(
    {
      REGISTRATION: 'invite',
      LIMIT_SIGN_IN_PER_ACCOUNT: many,
      LIMIT_SIGN_IN_PER_ADDRESS: many,
      LIMIT_FORGOTTEN_PASSWORD: many,
      LIMIT_REGISTRATION_PER_ADDRESS: many,
    },
    { passwordCost: cost },
  )
})

afterAll(() => server.close())

const timeOf = async (path: string, payload: object, code: string | undefined) => {
  const startedAt = performance.now()
  const answer = await server.app.inject({ method: 'POST', url: `/api/v1/auth/${path}`, payload })
  const time = performance.now() - startedAt
  expect(answer.json().code).toBe(code)
  return time
}

const timeOfSignIn = (login: string) => timeOf('login', { login, password: 'a wrong password' }, 'wrong_credentials')
const timeOfForgetting = (email: string) => timeOf('forgot', { email }, undefined)

/** How often a time of `a` is longer than one of `b`: a half when nobody could tell them apart (Mann and Whitney's U). */
const shareLonger = (a: number[], b: number[]) => {
  const wins = a.flatMap((x) => b.map((y) => (x > y ? 1 : x === y ? 0.5 : 0)))
  return wins.reduce((sum: number, win) => sum + win, 0) / wins.length
}

type Arms = Record<string, () => Promise<number>>

/** The times of each arm. They take turns, in another order each round, so that whatever else the machine does hits all. */
const race = async (arms: Arms): Promise<Map<string, number[]>> => {
  const times = new Map(Object.keys(arms).map((name) => [name, [] as number[]]))
  for (let round = -3; round < 30; round += 1) {
    for (const [name, run] of Object.entries(arms).sort(() => Math.random() - 0.5)) {
      const time = await run()
      if (round >= 0) times.get(name)?.push(time)
    }
  }
  return times
}

/**
 * Of thirty times against thirty the share has a standard deviation of 0.075 where nothing can be told, so chance leaves this
 * interval once in hundreds of thousands; what is done for one arm alone, such as a hash, moves it to an end.
 */
const told = { less: 0.15, more: 0.85 }

const expectAlike = async (arms: Arms): Promise<void> => {
  const times = await race(arms)
  const [first = []] = times.values()
  for (const [name, own] of times) {
    expect(shareLonger(first, own), name).toBeGreaterThan(told.less)
    expect(shareLonger(first, own), name).toBeLessThan(told.more)
  }
}

test('a hash that is left out would be seen', async () => {
  const user = await buildUser(server.orm, { hashedPassword: hashSync('the right one', { cost }) })
  const times = await race({
    hashing: () => timeOfSignIn(user.username),
    none: () => timeOfForgetting(user.email),
  })
  expect(shareLonger(times.get('hashing') ?? [], times.get('none') ?? [])).toBeGreaterThan(told.more)
})

test('the time of an answer does not tell whether there is such an account', async () => {
  const [current, old] = await Promise.all(
    [cost, 4].map((of) => buildUser(server.orm, { hashedPassword: hashSync('the right one', { cost: of }) })),
  )
  const inactive = await buildUser(server.orm, { isActive: false, hashedPassword: current?.hashedPassword ?? '' })
  await expectAlike({
    known: () => timeOfSignIn(current?.username ?? ''),
    'known with an old hash': () => timeOfSignIn(old?.username ?? ''),
    deactivated: () => timeOfSignIn(inactive.username),
    unknown: () => timeOfSignIn('nobody-of-that-name'),
    'unknown address': () => timeOfSignIn('nobody-of-that-name@example.org'),
  })
})

test('nor does the time of asking for a new password', async () => {
  const [known, inactive] = [await buildUser(server.orm), await buildUser(server.orm, { isActive: false })]
  await expectAlike({
    known: () => timeOfForgetting(known.email),
    deactivated: () => timeOfForgetting(inactive.email),
    unknown: () => timeOfForgetting('nobody-of-that-name@example.org'),
  })
})

test('who comes without an invitation that counts is told nothing of who has an account', async () => {
  const admin = await buildUser(server.orm, { isSuperuser: true })
  const taken = await buildUser(server.orm)
  const over = await createInvitation(
    server.orm.em.fork(),
    { email: taken.email, is_superuser: false, expires_in_hours: 1 },
    { userId: admin.id, now: 0 },
  )
  const free = { email: 'nobody-of-that-name@example.org', username: 'nobody-of-that-name' }
  const register = (person: { email: string; username: string }, invitation?: string) => () =>
    timeOf(
      'register',
      { email: person.email, username: person.username, password: 'violet otter under lamps', invitation },
      'registration_closed',
    )
  await expectAlike({ taken: register(taken), free: register(free) })
  await expectAlike({
    'taken, made up': register(taken, 'made-up'),
    'free, made up': register(free, 'made-up'),
    'taken, too old': register(taken, over.token),
  })
})

test('nor who opens a link that is none', async () => {
  const user = await buildUser(server.orm)
  const linkOf = async (purpose: 'verify_email' | 'reset_password') =>
    (
      await createOneTimeLink(server.orm.em.fork(), {
        purpose,
        userId: user.id,
        lastsMs: 1,
        now: new Date(0),
        email: user.email,
      })
    ).token
  const [verification, reset] = [await linkOf('verify_email'), await linkOf('reset_password')]
  const verify = (token: string) => () => timeOf('verify-email', { token }, 'invalid')
  await expectAlike({ 'too old': verify(verification), 'made up': verify('x'.repeat(43)) })
  const choose = (token: string) => () =>
    timeOf('reset', { token, new_password: 'violet otter under lamps' }, 'invalid')
  await expectAlike({ 'too old': choose(reset), 'made up': choose('x'.repeat(43)) })
})
