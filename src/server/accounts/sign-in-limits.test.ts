import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, signIn, testPassword } from '../../../test/factories.ts'
import { createApp } from '../app.ts'
import { openOrm } from '../database/orm.ts'
import { createAttemptLimits } from './attempt-limits.ts'
import { network } from './sign-in-limits.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let clock = Date.now()

beforeAll(async () => {
  server = await buildTestApp({ TRUST_PROXY: 'true' }, { now: () => clock })
  await buildUser(server.orm, { username: 'owner' })
})

beforeEach(async () => {
  clock = Date.now()
  await server.orm.em.fork().execute('delete from attempt_counts')
})

afterAll(() => server.close())

const minutes = (count: number) => count * 60_000

const tryPassword = (
  login: string,
  password: string,
  {
    ip = '192.0.2.1',
    device,
    app = server.app,
  }: { ip?: string; device?: string | undefined; app?: typeof server.app } = {},
) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    headers: { 'x-forwarded-for': ip, ...(device ? { cookie: `datalens_device=${device}` } : {}) },
    payload: { login, password },
  })

const codesOf = async (answers: Promise<Awaited<ReturnType<typeof tryPassword>>>[]) =>
  (await Promise.all(answers)).map((answer) => answer.json().code ?? answer.statusCode)

const inTurn = async (count: number, attempt: (n: number) => ReturnType<typeof tryPassword>) => {
  const codes = []
  for (let n = 0; n < count; n += 1) codes.push(...(await codesOf([attempt(n)])))
  return codes
}

const wrong = 'wrong_credentials'
const limited = 'too_many_requests'

test('who is over the limit of their address leaves no count of every name they make up', async () => {
  await inTurn(100, (n) => tryPassword(`nobody-${n}`, 'wrong'))
  await inTurn(5, (n) => tryPassword(`somebody-${n}`, 'wrong'))
  const names = await server.orm.em.fork().execute(`select from attempt_counts where key like 'sign-in name %'`)
  expect(names).toHaveLength(100)
})

describe('per account', () => {
  test('ten wrong passwords, then 429 with Retry-After, for the right one too', async () => {
    const user = await buildUser(server.orm)
    expect(await inTurn(11, () => tryPassword(user.username, 'wrong'))).toEqual([...Array(10).fill(wrong), limited])
    const answer = await tryPassword(user.username, testPassword)
    expect(answer.json()).toMatchObject({
      status: 429,
      code: limited,
      detail: 'Too many attempts. Try again in 15 minutes.',
    })
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(890)
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(900)
    clock += minutes(15)
    expect((await tryPassword(user.username, testPassword)).statusCode).toBe(200)
  })

  test('the name, its case and the e-mail address count together', async () => {
    const user = await buildUser(server.orm)
    const names = [user.username, user.username.toUpperCase(), user.email, user.email.toUpperCase()]
    const codes = await inTurn(11, (n) => tryPassword(names[n % 4] ?? '', 'wrong', { ip: `192.0.2.${n}` }))
    expect(codes).toEqual([...Array(10).fill(wrong), limited])
  })

  test('a name that nobody has is limited just the same', async () => {
    const codes = await inTurn(11, (n) => tryPassword(n % 2 ? 'no-such-name' : 'No-Such-Name', 'wrong'))
    expect(codes).toEqual([...Array(10).fill(wrong), limited])
    expect((await tryPassword('another-name', 'wrong')).json().code).toBe(wrong)
  })

  test('fifty at once are no way around it', async () => {
    const user = await buildUser(server.orm)
    const codes = await codesOf(Array.from({ length: 50 }, () => tryPassword(user.username, 'wrong')))
    expect(codes.filter((code) => code === wrong)).toHaveLength(10)
    expect(codes.filter((code) => code === limited)).toHaveLength(40)
  })

  test('nor are two processes', async () => {
    const orm = openOrm({ url: server.databaseUrl })
    const second = await createApp({ ...server.outside, orm })
    const user = await buildUser(server.orm)
    const codes = await codesOf(
      Array.from({ length: 40 }, (_, n) => tryPassword(user.username, 'wrong', n % 2 ? { app: second } : {})),
    )
    expect(codes.filter((code) => code === wrong)).toHaveLength(10)
    await second.close()
    await orm.close()
  })

  test('successes never count, also forty at once', async () => {
    const user = await buildUser(server.orm)
    const codes = await codesOf(Array.from({ length: 40 }, () => tryPassword(user.username, testPassword)))
    expect(codes).toEqual(Array(40).fill(200))
    expect(await inTurn(15, () => tryPassword(user.username, testPassword))).toEqual(Array(15).fill(200))
    expect(await inTurn(11, () => tryPassword(user.username, 'wrong'))).toEqual([...Array(10).fill(wrong), limited])
  })

  test('a deactivated account with the right password does not count either', async () => {
    const user = await buildUser(server.orm, { isActive: false })
    expect(await inTurn(12, () => tryPassword(user.username, testPassword))).toEqual(Array(12).fill('inactive'))
  })

  test('refused attempts do not make it longer', async () => {
    const user = await buildUser(server.orm)
    await inTurn(10, () => tryPassword(user.username, 'wrong'))
    clock += minutes(14)
    await inTurn(5, () => tryPassword(user.username, 'wrong'))
    clock += minutes(1)
    expect((await tryPassword(user.username, 'wrong')).json().code).toBe(wrong)
  })
})

describe('per address', () => {
  test('a hundred wrong ones, whoever they are for', async () => {
    const ip = '198.51.100.7'
    const codes = await inTurn(101, (n) => tryPassword(`name-${n}`, 'wrong', { ip }))
    expect(codes).toEqual([...Array(100).fill(wrong), limited])
    expect((await tryPassword('owner', testPassword, { ip })).json().code).toBe(limited)
    expect((await tryPassword('owner', testPassword, { ip: '198.51.100.8' })).statusCode).toBe(200)
  })

  test('one network of IPv6 is one address', () => {
    expect(network('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
    expect(network('2001:DB8:0001:0002::1')).toBe('2001:db8:1:2::/64')
    expect(network('2001:db8::1')).toBe('2001:db8:0:0::/64')
    expect(network('::1')).toBe('0:0:0:0::/64')
    expect(network('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
    expect(network('::ffff:192.0.2.1')).toBe('192.0.2.1')
    expect(network('192.0.2.1')).toBe('192.0.2.1')
  })
})

describe('a browser that has signed in before', () => {
  test('lets the owner in while strangers try a thousand passwords from five hundred addresses', async () => {
    const user = await buildUser(server.orm)
    const { cookies } = await signIn(server.app, user)
    const codes: string[] = []
    for (let batch = 0; batch < 10; batch += 1) {
      const attempts = Array.from({ length: 100 }, (_, n) =>
        tryPassword(user.username, `guess ${batch} ${n}`, { ip: `10.0.${n % 50}.${batch}` }),
      )
      codes.push(...(await codesOf(attempts)))
    }
    expect(codes).toHaveLength(1_000)
    expect(codes.filter((code) => code === wrong)).toHaveLength(10)
    expect(new Set(codes)).toEqual(new Set([wrong, limited]))
    expect((await tryPassword(user.username, testPassword)).json().code).toBe(limited)
    const owner = await tryPassword(user.username, testPassword, { device: cookies.datalens_device })
    expect(owner.statusCode).toBe(200)
  })

  test('has ten attempts of its own', async () => {
    const user = await buildUser(server.orm)
    const { cookies } = await signIn(server.app, user)
    const device = cookies.datalens_device
    const codes = await inTurn(11, () => tryPassword(user.username, 'wrong', { device }))
    expect(codes).toEqual([...Array(10).fill(wrong), limited])
    expect((await tryPassword(user.username, testPassword)).statusCode).toBe(200)
  })

  test('is nothing special to anybody else, nor is a mark that we did not make', async () => {
    const user = await buildUser(server.orm)
    const thief = await buildUser(server.orm)
    const marks = [
      (await signIn(server.app, thief)).cookies.datalens_device,
      (await signIn(server.app, user)).accessToken,
      'nonsense',
      '',
    ]
    const codes = await inTurn(12, (n) => tryPassword(user.username, 'wrong', { device: marks[n % 4] }))
    expect(codes).toEqual([...Array(10).fill(wrong), limited, limited])
  })

  test('stays the same device when its owner signs in again', async () => {
    const user = await buildUser(server.orm)
    const { cookies } = await signIn(server.app, user)
    await inTurn(5, () => tryPassword(user.username, 'wrong', { device: cookies.datalens_device }))
    const again = await tryPassword(user.username, testPassword, { device: cookies.datalens_device })
    const device = again.cookies.find(({ name }) => name === 'datalens_device')?.value
    expect(await inTurn(6, () => tryPassword(user.username, 'wrong', { device }))).toEqual([
      ...Array(5).fill(wrong),
      limited,
    ])
  })
})

describe('registration', () => {
  const register = (name: string, ip = '203.0.113.9') =>
    server.app.inject({
      method: 'POST',
      url: '/api/v1/auth/register',
      headers: { 'x-forwarded-for': ip },
      payload: { email: `${name}@example.org`, username: name, password: testPassword },
    })

  test('a hundred taken names in an hour, then 429, so that nobody asks for all of them', async () => {
    const codes = await inTurn(101, () => register('owner'))
    expect(codes).toEqual([...Array(100).fill('email_taken'), limited])
    const answer = await register('a-new-name')
    expect(answer.json()).toMatchObject({ status: 429, detail: 'Too many attempts. Try again in 60 minutes.' })
    expect((await register('a-new-name', '203.0.113.10')).statusCode).toBe(201)
    clock += minutes(60)
    expect((await register('one-more-name')).statusCode).toBe(201)
  })

  test('new accounts do not count', async () => {
    const codes = await inTurn(120, (n) => register(`crowd-${n}`))
    expect(codes).toEqual(Array(120).fill(201))
  })
})

test('an address that is none, from a proxy that passes anything on, is that of the proxy', async () => {
  const user = await buildUser(server.orm)
  for (const ip of ['x'.repeat(5000), `'; drop table users --`, '999.1.1.1', 'fe80::1%eth0']) {
    expect((await tryPassword(user.username, testPassword, { ip })).statusCode).toBe(200)
  }
  const rows = await server.orm.em.fork().execute('select ip from sessions where user_id = ? order by 1', [user.id])
  expect(rows.map((row) => row.ip)).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1', 'fe80::1'])
})

test('among twenty thousand people the right one is found by the index', async () => {
  const people = await buildTestApp()
  await people.orm.em.fork().execute(`insert into users (email, username, hashed_password)
    select 'p' || n || '@example.org', 'p' || n, 'x' from generate_series(1, 20000) n`)
  await people.orm.em.fork().execute('analyze users')
  const scans = async () => {
    const [counts] = await people.orm.em.fork().execute(`
      select seq_scan::int, (select sum(idx_scan)::int from pg_stat_user_indexes
        where indexrelname in ('users_email_lower_unique', 'users_username_lower_unique')) as index_scans
      from pg_stat_user_tables where relname = 'users'`)
    return counts as { seq_scan: number; index_scans: number }
  }
  const before = await scans()
  for (const login of ['p777', 'P888@example.org', 'nobody']) await tryPassword(login, 'wrong', { app: people.app })
  await expect.poll(async () => (await scans()).index_scans - before.index_scans).toBe(3)
  expect((await scans()).seq_scan).toBe(before.seq_scan)
  await people.close()
})

test('the limits can be set', async () => {
  const strict = await buildTestApp({ LIMIT_SIGN_IN_PER_ACCOUNT: '2' })
  expect(await inTurn(3, () => tryPassword('nobody', 'wrong', { app: strict.app }))).toEqual([wrong, wrong, limited])
  await strict.close()
})

test('what failed for another reason is given back, and those who waited go on', async () => {
  const limits = createAttemptLimits(server.orm, () => clock)
  const limit = [{ key: randomUUID(), most: 2, withinMs: 1000 }]
  const attempt = (outcome: string) =>
    limits.attempt(
      limit,
      (error) => (error as Error).message === 'vain',
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        throw new Error(outcome)
      },
    )
  const outcomes = await Promise.allSettled(
    ['broken', 'broken', 'broken', 'vain', 'broken', 'vain', 'vain'].map(attempt),
  )
  const messages = outcomes.map((outcome) => (outcome as PromiseRejectedResult).reason.message)
  expect(messages.filter((message) => message === 'vain')).toHaveLength(2)
  await expect(attempt('vain')).rejects.toMatchObject({ code: limited })
})

test('what was typed for a name is not kept', async () => {
  await tryPassword('my-password-in-the-wrong-field', 'x')
  const rows = await server.orm.em.fork().execute('select * from attempt_counts')
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain('my-password')
})
