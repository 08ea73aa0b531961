import { raw } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { UserEntity, type UserRow } from '../server/accounts/user.ts'
import { findUserByLogin } from '../server/accounts/user-store.ts'
import { Problem } from '../server/http/problem-error.ts'
import type { UserDatabase } from './with-users.ts'

/** The user with this e-mail address, username or id. */
export async function getUserNamed(em: EntityManager, given: string): Promise<UserRow> {
  const user =
    (await findUserByLogin(em, given)) ?? (await em.findOne(UserEntity, { [raw('id::text')]: given.toLowerCase() }))
  if (user) return user
  throw new Problem(
    'not_found',
    `Nobody has the e-mail address, username or id "${given}". Everybody is in: datalens user list`,
  )
}

/** The user whom a command is about; the audit log names them also when it fails. */
export async function getTarget({ em, attempt }: UserDatabase, given: string): Promise<UserRow> {
  const user = await getUserNamed(em, given)
  if (attempt) attempt.target = { type: 'user', id: user.id }
  return user
}
