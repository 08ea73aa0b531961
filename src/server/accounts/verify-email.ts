import type { EntityManager } from '@mikro-orm/postgresql'
import type { Recorder } from '../audit/record-event.ts'
import { changeUser } from './change-user.ts'
import { takeOneTimeLink } from './one-time-links.ts'
import { linkIsOver } from './reset-password.ts'
import { UserEntity } from './user.ts'

/**
 * Notes that an address is its owner's; an address that was asked for takes effect. Says whose it is, and all mailboxes that
 * have been shown to be theirs.
 */
export async function verifyEmail(
  em: EntityManager,
  { token, now, record }: { token: string; now: Date; record: Recorder },
): Promise<{ id: string; emails: string[] }> {
  return await em.transactional(async (tx) => {
    const link = await takeOneTimeLink(tx, ['verify_email'], { token, now })
    const user = link && (await tx.findOne(UserEntity, link.userId))
    if (!user || link.email === null) throw linkIsOver()
    const before = user.emailVerified ? [user.email] : []
    const changed = await changeUser(tx, user, { email: link.email })
    user.emailVerified = true
    await tx.flush()
    const { id, email } = user
    const details = { email, changed }
    await record({ action: 'auth.verify_email', actor: { id }, target: { type: 'user', id }, details }, tx)
    return { id, emails: [...before, email] }
  })
}
