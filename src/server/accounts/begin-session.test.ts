import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser } from '../../../test/factories.ts'
import { beginSession } from './session-store.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>

beforeAll(async () => {
  server = await buildTestApp()
})

afterAll(() => server.close())

test('a session begins only for who still is who proved it a moment ago', async () => {
  const { id, hashedPassword } = await buildUser(server.orm)
  const db = server.orm.em.getKysely()
  const begin = (changed: object = {}) =>
    beginSession(db, {
      user: { id, hashedPassword, newHash: hashedPassword, isWithoutSecondFactor: true, ...changed },
      isRemembered: false,
      device: { ip: '192.0.2.1', userAgent: undefined },
      now: new Date(),
    })
  const signedIn = async () => {
    const { rows } = await sql`
      select u.last_login_at is not null as "isTold", count(s.id)::int as sessions
      from users u left join sessions s on s.user_id = u.id where u.id = ${id} group by u.id`.execute(db)
    return rows[0]
  }

  expect(await begin({ hashedPassword: 'the one before' })).toBeUndefined()
  await sql`update users set is_active = false where id = ${id}`.execute(db)
  expect(await begin()).toBeUndefined()
  await sql`update users set is_active = true where id = ${id}`.execute(db)
  await sql`insert into second_factors (user_id, sealed_secret, confirmed_at) values (${id}, 'sealed', now())`.execute(
    db,
  )
  expect(await begin()).toBeUndefined()
  expect(await signedIn()).toEqual({ isTold: false, sessions: 0 })

  expect(await begin({ isWithoutSecondFactor: false })).toMatchObject({ session: { user: { id } } })
  expect(await signedIn()).toEqual({ isTold: true, sessions: 1 })
})
