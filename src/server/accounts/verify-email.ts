import type { EntityManager } from '@mikro-orm/postgresql'
import type { Recorder } from '../audit/record-event.ts'
import { changeUser } from './change-user.ts'
import { takeOneTimeLink } from './one-time-links.ts'
import { linkIsOver } from './reset-password.ts'
import { UserEntity } from './user.ts'

/** Notes that an address is its owner's; an address that was asked for takes effect. Says whose it is. */
export async function verifyEmail(
  em: EntityManager,
  { token, now, record }: { token: string; now: Date; record: Recorder },
): Promise<{ id: string; email: string }> {
  const link = await takeOneTimeLink(em, ['verify_email'], { token, now })
  const user = link && (await em.findOne(UserEntity, link.userId))
  if (!user || link.email === null) throw linkIsOver()
  const changed = await changeUser(em, user, { email: link.email })
  user.emailVerified = true
  await em.flush()
  const { id, email } = user
  await record({
    action: 'auth.verify_email',
    actor: { id },
    target: { type: 'user', id },
    details: { email, changed },
  })
  return { id, email }
}
