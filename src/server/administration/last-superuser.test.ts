import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { UserEntity, type UserRow } from '../accounts/user.ts'
import { createApp } from '../app.ts'
import { type Orm, openOrm } from '../database/orm.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let second: { app: Awaited<ReturnType<typeof createApp>>; orm: Orm }

beforeAll(async () => {
  server = await buildTestApp()
  const orm = openOrm({ url: server.databaseUrl })
  second = { orm, app: await createApp({ ...server.outside, orm }) }
})

afterAll(async () => {
  await second.app.close()
  await second.orm.close()
  await server.close()
})

type Superuser = SignedIn & { user: UserRow }

const superuser = async (): Promise<Superuser> => {
  const user = await buildUser(server.orm, { isSuperuser: true })
  return { user, ...(await signIn(server.app, user)) }
}

const run = (sql: string, ...values: unknown[]) => server.orm.em.fork().execute(sql, values)
const countSuperusers = () => server.orm.em.fork().count(UserEntity, { isSuperuser: true, isActive: true })

const actions = {
  demote: { method: 'PATCH', payload: { is_superuser: false } },
  deactivate: { method: 'PATCH', payload: { is_active: false } },
  delete: { method: 'DELETE' },
} as const
type Action = keyof typeof actions

const act = async (app: typeof server.app, by: Superuser, action: Action, { user }: Superuser) => {
  const answer = await app.inject({ ...actions[action], url: `/api/v1/users/${user.id}`, headers: by.headers })
  return answer.body ? (answer.json().code ?? answer.statusCode) : answer.statusCode
}

describe('the last active superuser', () => {
  let last: Superuser
  let idle: UserRow
  beforeEach(async () => {
    await run('delete from users')
    last = await superuser()
    idle = await buildUser(server.orm, { isSuperuser: true, isActive: false })
    await buildUser(server.orm)
  })

  test.each(['demote', 'deactivate'] as const)('cannot %s themself', async (action) => {
    expect(await act(server.app, last, action, last)).toBe('last_superuser')
    expect(await countSuperusers()).toBe(1)
  })

  test('cannot delete themself, also when nobody else has an account', async () => {
    await run('update sessions set stepped_up_at = now()')
    const leave = (path: string) =>
      server.app.inject({ method: 'DELETE', url: `/api/v1/users/${path}`, headers: last.headers })
    for (const path of ['me', last.user.id]) expect((await leave(path)).json().code).toBe('last_superuser')
    await run('delete from users where id <> ?', last.user.id)
    for (const path of ['me', last.user.id]) expect((await leave(path)).json().code).toBe('last_superuser')
    expect(await countSuperusers()).toBe(1)
  })

  test('may go when the other one is active again', async () => {
    await run('update users set is_active = true where id = ?', idle.id)
    expect(await act(server.app, last, 'demote', last)).toBe(200)
  })

  test.each([
    'update users set is_superuser = false',
    'update users set is_active = false',
    'delete from users where is_superuser',
  ])('is safe from plain SQL: %s', async (sql) => {
    await expect(run(sql)).rejects.toThrow('This is the last active administrator.')
    expect(await countSuperusers()).toBe(1)
  })

  test('is safe from a transaction that cannot see what others have done', async () => {
    await run('update users set is_active = true where id = ?', idle.id)
    const demote = server.orm.em.fork().transactional(async (em) => {
      await em.execute('set transaction isolation level repeatable read')
      await em.execute('update users set is_superuser = false where id = ?', [idle.id])
    })
    await expect(demote).rejects.toThrow('READ COMMITTED')
  })

  test('everybody may go at once by plain SQL: then the first account owns the installation again', async () => {
    await run('delete from users')
    expect(await countSuperusers()).toBe(0)
  })
})

describe('two superusers act on each other in the same instant', () => {
  let pair: [Superuser, Superuser]

  /** Both are superusers before each round, and no session is asked for anew. */
  const restore = async () => {
    const ids = pair.map(({ user }) => user.id)
    await run('update users set is_superuser = true, is_active = true where id in (?)', ids)
  }

  beforeEach(async () => {
    await run('delete from users')
    pair = [await superuser(), await superuser()]
  })
  afterEach(async () => expect(await countSuperusers()).toBeGreaterThan(0))

  test('200 times they demote each other by plain SQL, and one is always left', async () => {
    const [one, other] = pair
    const pools = [server.orm, second.orm]
    let refused = 0
    for (let round = 0; round < 200; round += 1) {
      const demote = ({ user }: Superuser, at: number) =>
        pools[at]?.em.fork().execute('update users set is_superuser = false where id = ?', [user.id])
      const ends = await Promise.allSettled([demote(one, 0), demote(other, 1)])
      refused += ends.filter(({ status }) => status === 'rejected').length
      expect(await countSuperusers()).toBe(1)
      await restore()
    }
    expect(refused).toBe(200)
  })

  test('200 times they demote each other over two processes, and one is always left', async () => {
    const [one, other] = pair
    const outcomes = new Map<unknown, number>()
    for (let round = 0; round < 200; round += 1) {
      const answers = await Promise.all([act(server.app, one, 'demote', other), act(second.app, other, 'demote', one)])
      for (const answer of answers) outcomes.set(answer, (outcomes.get(answer) ?? 0) + 1)
      expect(await countSuperusers()).toBe(1)
      await restore()
    }
    expect(
      [...outcomes.keys()].filter((answer) => ![200, 'last_superuser', 'forbidden'].includes(answer as never)),
    ).toEqual([])
    expect(outcomes.get(200)).toBe(200)
  })

  const kinds = Object.keys(actions) as Action[]
  const mixes = kinds.flatMap((first) => kinds.map((next) => [first, next] as const))
  test.each(mixes)('one may %s, the other %s: one is left', async (first, next) => {
    for (let round = 0; round < 5; round += 1) {
      await run('delete from users')
      const [one, other] = [await superuser(), await superuser()]
      const answers = await Promise.all([act(server.app, one, first, other), act(second.app, other, next, one)])
      expect(await countSuperusers()).toBe(1)
      expect(answers.filter((answer) => answer === 200 || answer === 204)).toHaveLength(1)
      expect(answers).not.toContain('internal')
    }
  })
})
