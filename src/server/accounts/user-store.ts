import { raw } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { Problem } from '../http/problem-error.ts'
import type { CurrentUser } from './authentication.ts'
import { unauthenticated } from './unauthenticated.ts'
import { UserEntity, type UserRow } from './user.ts'

/** The user with this e-mail address or username, however it is written; no username has an @. */
export async function findUserByLogin(em: EntityManager, login: string): Promise<UserRow | null> {
  const column = login.includes('@') ? 'email' : 'username'
  return await em.findOne(UserEntity, { [raw(`lower(${column})`)]: raw('lower(?)', [login]) })
}

/** What a sign-in has to know of an account. */
export interface Credentials {
  id: string
  isActive: boolean
  hashedPassword: string
  hasSecondFactor: boolean
}

/** The credentials of the user with this e-mail address or username, however it is written. */
export async function findCredentials(em: EntityManager, login: string): Promise<Credentials | undefined> {
  const column = sql.ref(login.includes('@') ? 'u.email' : 'u.username')
  const { rows } = await sql<Credentials>`
    select u.id, u.is_active as "isActive", u.hashed_password as "hashedPassword", exists (
      select from second_factors f where f.user_id = u.id and f.confirmed_at is not null) as "hasSecondFactor"
    from users u where lower(${column}) = lower(${login})`.execute(em.getKysely())
  return rows[0]
}

/** The row of who sends a request. They may have been deleted within the second that a request still gets through. */
export async function getCurrentUser(em: EntityManager, { id }: CurrentUser): Promise<UserRow> {
  const user = await em.findOne(UserEntity, id)
  if (!user) throw accountIsGone()
  return user
}

/** The answer to whose account was deleted while they were signed in. */
export const accountIsGone = (): Problem =>
  unauthenticated('not_authenticated', 'This account does not exist any more.')
