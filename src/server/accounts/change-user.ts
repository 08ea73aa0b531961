import { UniqueConstraintViolationException } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Problem } from '../http/problem-error.ts'
import { keepingSuperuser } from './last-superuser.ts'
import { endOneTimeLinks } from './one-time-links.ts'
import { refuseTaken } from './register-user.ts'
import type { UserRow } from './user.ts'

/** What may be changed of a user; what is left out stays. A person may change the first three of themselves. */
export interface UserChange {
  email?: string | undefined
  username?: string | undefined
  full_name?: string | null | undefined
  is_active?: boolean | undefined
  is_superuser?: boolean | undefined
  /** Null takes the quota of the settings. */
  quota_bytes?: number | null | undefined
}

/**
 * Changes a user and says what is no longer as it was. Another e-mail address is one that nobody has verified yet, and links
 * that were mailed to the old one end. The last active superuser stays one.
 */
export async function changeUser(em: EntityManager, user: UserRow, change: UserChange): Promise<(keyof UserChange)[]> {
  await refuseTaken(em, change, user.id)
  const before = stateOf(user)
  const after = { ...before, ...withoutUndefined(change) }
  const changed = (Object.keys(before) as (keyof UserChange)[]).filter((name) => before[name] !== after[name])
  Object.assign(user, {
    email: after.email,
    username: after.username,
    fullName: after.full_name,
    isActive: after.is_active,
    isSuperuser: after.is_superuser,
    quotaBytes: after.quota_bytes,
    emailVerified: user.emailVerified && before.email.toLowerCase() === after.email.toLowerCase(),
  })
  const mayTakeSuperuser = change.is_active === false || change.is_superuser === false
  if (changed.includes('email')) await endOneTimeLinks(em, user.id, ['reset_password', 'verify_email'])
  await (mayTakeSuperuser ? keepingSuperuser(em, () => save(em)) : save(em))
  return changed
}

const stateOf = (user: UserRow) => ({
  email: user.email,
  username: user.username,
  full_name: user.fullName ?? null,
  is_active: user.isActive,
  is_superuser: user.isSuperuser,
  quota_bytes: user.quotaBytes ?? null,
})

const withoutUndefined = (change: UserChange): Partial<ReturnType<typeof stateOf>> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))

async function save(em: EntityManager): Promise<void> {
  try {
    await em.flush()
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error
    const path = /users_email/.test(error.message) ? 'email' : 'username'
    const message = 'Somebody else took this at the same moment. Choose another.'
    throw new Problem(`${path}_taken`, message, { errors: [{ path, message }], cause: error })
  }
}
