import { raw } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Problem } from '../http/problem-error.ts'
import type { CurrentUser } from './authentication.ts'
import { unauthenticated } from './unauthenticated.ts'
import { UserEntity, type UserRow } from './user.ts'

/** The user with this e-mail address or username, however it is written; no username has an @. */
export async function findUserByLogin(em: EntityManager, login: string): Promise<UserRow | null> {
  const column = login.includes('@') ? 'email' : 'username'
  return await em.findOne(UserEntity, { [raw(`lower(${column})`)]: raw('lower(?)', [login]) })
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
