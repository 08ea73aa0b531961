import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildUser } from '../../../test/factories.ts'
import { createTestDatabase } from '../../../test/postgres.ts'
import { type Orm, openOrm } from '../database/orm.ts'
import { OneTimeLinkEntity } from './one-time-link.ts'
import { createOneTimeLink, endOneTimeLinks, findOneTimeLink, linkTo, takeOneTimeLink } from './one-time-links.ts'
import { sweepAccounts } from './upkeep.ts'

let orm: Orm
beforeAll(async () => {
  orm = openOrm({ url: await createTestDatabase(), poolSize: 20 })
})
afterAll(() => orm.close())

const now = new Date('2026-03-01T12:00:00Z')
const hour = 60 * 60_000
const later = (ms: number) => new Date(now.getTime() + ms)

const createFor = async (user: { id: string }, purpose: 'reset_password' | 'set_up' = 'reset_password') =>
  await createOneTimeLink(orm.em.fork(), { purpose, userId: user.id, lastsMs: hour, now, email: 'a@example.org' })

test('a link is good once, for its purpose, until its time is over', async () => {
  const user = await buildUser(orm)
  const { token, expiresAt } = await createFor(user)
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(expiresAt).toEqual(later(hour))
  const em = orm.em.fork()
  expect(await findOneTimeLink(em, ['set_up'], { token, now })).toBeUndefined()
  expect(await findOneTimeLink(em, ['reset_password'], { token, now: later(hour) })).toBeUndefined()
  expect(await takeOneTimeLink(em, ['reset_password'], { token, now: later(hour) })).toBeUndefined()
  const opened = { purpose: 'reset_password', userId: user.id, email: 'a@example.org' }
  expect(await findOneTimeLink(em, ['set_up', 'reset_password'], { token, now })).toEqual(opened)
  expect(await takeOneTimeLink(em, ['set_up', 'reset_password'], { token, now: later(hour - 1) })).toEqual(opened)
  expect(await takeOneTimeLink(em, ['reset_password'], { token, now })).toBeUndefined()
})

test('of twenty who use it at the same moment one gets it', async () => {
  const { token } = await createFor(await buildUser(orm))
  const links = await Promise.all(
    Array.from({ length: 20 }, () => takeOneTimeLink(orm.em.fork(), ['reset_password'], { token, now })),
  )
  expect(links.filter((link) => link !== undefined)).toHaveLength(1)
})

test('a new link ends the older one of its purpose and no other, also when many are made at once', async () => {
  const [user, other] = [await buildUser(orm), await buildUser(orm)]
  const setUp = await createFor(user, 'set_up')
  const others = await createFor(other)
  const made = await Promise.all(Array.from({ length: 8 }, () => createFor(user)))
  const em = orm.em.fork()
  const found = await Promise.all(made.map(({ token }) => findOneTimeLink(em, ['reset_password'], { token, now })))
  expect(found.filter((link) => link !== undefined)).toHaveLength(1)
  expect(await findOneTimeLink(em, ['set_up'], { token: setUp.token, now })).toBeDefined()
  expect(await findOneTimeLink(em, ['reset_password'], { token: others.token, now })).toBeDefined()
})

test('the database has only a hash, and nothing of a user who is gone or of links that were ended', async () => {
  const user = await buildUser(orm)
  const { token } = await createFor(user)
  const rows = await orm.em.fork().execute(`select one_time_links::text as row from one_time_links`)
  expect(JSON.stringify(rows)).not.toContain(token)
  await endOneTimeLinks(orm.em.fork(), user.id, ['set_up'])
  expect(await orm.em.fork().count(OneTimeLinkEntity, { user: user.id })).toBe(1)
  await endOneTimeLinks(orm.em.fork(), user.id, ['set_up', 'reset_password'])
  expect(await orm.em.fork().count(OneTimeLinkEntity, { user: user.id })).toBe(0)
  await createFor(user)
  await orm.em.fork().execute('delete from users where id = ?', [user.id])
  expect(await orm.em.fork().count(OneTimeLinkEntity, { user: user.id })).toBe(0)
})

test('what is out of date is swept', async () => {
  const user = await buildUser(orm)
  await createFor(user)
  await sweepAccounts(orm, later(hour - 1))
  expect(await orm.em.fork().count(OneTimeLinkEntity, { user: user.id })).toBe(1)
  await sweepAccounts(orm, later(hour + 1))
  expect(await orm.em.fork().count(OneTimeLinkEntity, { user: user.id })).toBe(0)
})

test('the token stands where servers and logs do not see it', () => {
  expect(linkTo('https://data.example.org', '/reset-password', 'abc')).toBe(
    'https://data.example.org/reset-password#abc',
  )
})
