import { UniqueConstraintViolationException } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { ProfileChange } from '../../shared/account.ts'
import { Problem } from '../http/problem-error.ts'
import { refuseTaken } from './register-user.ts'
import type { UserRow } from './user.ts'

/** Changes what a person may change about themselves. */
export async function changeProfile(em: EntityManager, user: UserRow, change: ProfileChange): Promise<UserRow> {
  await refuseTaken(em, change, user.id)
  if (change.email !== undefined) user.email = change.email
  if (change.username !== undefined) user.username = change.username
  if (change.full_name !== undefined) user.fullName = change.full_name
  try {
    await em.flush()
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error
    const path = /users_email/.test(error.message) ? 'email' : 'username'
    const message = 'Somebody else took this at the same moment. Choose another.'
    throw new Problem(`${path}_taken`, message, { errors: [{ path, message }], cause: error })
  }
  await em.refresh(user)
  return user
}
