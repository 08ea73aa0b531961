import { raw } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { UserEntity, type UserRow } from '../server/accounts/user.ts'
import { findUserByLogin } from '../server/accounts/user-store.ts'
import { OperatorError } from '../server/operator-error.ts'

/** The user with this e-mail address, username or id. */
export async function getUserNamed(em: EntityManager, given: string): Promise<UserRow> {
  const user =
    (await findUserByLogin(em, given)) ?? (await em.findOne(UserEntity, { [raw('id::text')]: given.toLowerCase() }))
  if (user) return user
  throw new OperatorError(
    `Nobody has the e-mail address, username or id "${given}". Everybody is in: datalens user list`,
  )
}
