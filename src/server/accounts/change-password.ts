import type { EntityManager } from '@mikro-orm/postgresql'
import type { PasswordChange } from '../../shared/account.ts'
import type { Recorder } from '../audit/record-event.ts'
import { invalid, Problem } from '../http/problem-error.ts'
import type { Accounts } from './accounts.ts'
import type { CurrentUser } from './authentication.ts'
import { endOneTimeLinks } from './one-time-links.ts'
import { endOtherSessions } from './session-store.ts'
import { passwordChangeLimits } from './sign-in-limits.ts'
import { UserEntity } from './user.ts'
import { getCurrentUser } from './user-store.ts'

/** Sets another password for who knows the present one. Every other session and every link ends: one may be a thief's. */
export async function changePassword(
  em: EntityManager,
  { attemptLimits, hasher, passwordStrength, settings }: Accounts,
  { user, change, record }: { user: CurrentUser; change: PasswordChange; record: Recorder },
): Promise<void> {
  const { id, email, username, fullName, hashedPassword: before } = await getCurrentUser(em, user)
  const target = { type: 'user', id } as const
  await attemptLimits.attempt(passwordChangeLimits(settings.limits, id), isInvalid, async () => {
    if (await hasher.verify(change.current_password, before)) return
    const details = { reason: 'wrong_password' }
    await record({ action: 'password.change', outcome: 'failure', target, details })
    throw wrongPassword()
  })
  await passwordStrength.refuseWeak('new_password', change.new_password, [email, username, fullName])
  const hashedPassword = await hasher.hash(change.new_password)
  await em.transactional(async (tx) => {
    const changed = await tx.nativeUpdate(UserEntity, { id, hashedPassword: before }, { hashedPassword })
    if (changed === 0) throw wrongPassword()
    await endOneTimeLinks(tx, id, ['reset_password', 'set_up', 'verify_email'])
    const sessions = await endOtherSessions(tx, id, user.sessionId)
    await record({ action: 'password.change', target, details: { sessions_ended: sessions } }, tx)
  })
}

const wrongPassword = () => invalid('current_password', 'This is not your present password.')

const isInvalid = (error: unknown) => error instanceof Problem && error.code === 'invalid'
