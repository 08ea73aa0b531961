import type { EntityManager } from '@mikro-orm/postgresql'
import type { PasswordReset } from '../../shared/one-time-links.ts'
import type { Recorder } from '../audit/record-event.ts'
import { invalid } from '../http/problem-error.ts'
import type { Accounts } from './accounts.ts'
import { inactive } from './authentication.ts'
import { endCredentials } from './end-credentials.ts'
import { OidcIdentityEntity } from './oidc-identity.ts'
import { findOneTimeLink, takeOneTimeLink } from './one-time-links.ts'
import { forgottenLimits } from './sign-in-limits.ts'
import { UserEntity } from './user.ts'

const purposes = ['reset_password', 'set_up'] as const

/**
 * Gives the account of a link the password that its owner has chosen. Whatever the old password opened is closed: all
 * sessions and personal access tokens end. Who got the link by mail has shown that the address is theirs.
 */
export async function resetPassword(
  em: EntityManager,
  { attemptLimits, hasher, passwordStrength, now, settings }: Accounts,
  { reset, ip, record }: { reset: PasswordReset; ip: string; record: Recorder },
): Promise<void> {
  const opened = { token: reset.token, now: new Date(now()) }
  const found = await findOneTimeLink(em, [...purposes], opened)
  const owner = found && (await em.findOne(UserEntity, found.userId))
  if (!owner) throw linkIsOver()
  if (!owner.isActive) throw inactive()
  const { email, username, fullName } = owner
  await passwordStrength.refuseWeak('new_password', reset.new_password, [email, username, fullName])
  const hashedPassword = await hasher.hash(reset.new_password)
  await em.transactional(async (tx) => {
    const link = await takeOneTimeLink(tx, [...purposes], opened)
    if (!link) throw linkIsOver()
    const id = link.userId
    const user = await tx.findOneOrFail(UserEntity, id, { refresh: true })
    const isVerified = user.emailVerified || link.email === user.email
    await tx.nativeUpdate(UserEntity, { id }, { hashedPassword, emailVerified: isVerified })
    const sessions = await endCredentials(tx, id)
    // Whoever linked a provider before the address was proved may be somebody else.
    if (isVerified && !user.emailVerified) await tx.nativeDelete(OidcIdentityEntity, { user: id })
    const details = { purpose: link.purpose, sessions_ended: sessions }
    await record({ action: 'auth.reset', actor: { id }, target: { type: 'user', id }, details }, tx)
  })
  if (!found.email) return
  // The password is set, whether the mail is forgiven or not.
  await attemptLimits.forgive(forgottenLimits(settings.limits, { email: found.email, ip })).catch(() => undefined)
}

/** One sentence for links that are unknown, used, replaced or too old. */
export const linkIsOver = () =>
  invalid('token', 'This link has been used, has been replaced by a newer one, or is too old. Ask for a new one.')
