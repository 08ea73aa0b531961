import type { EntityManager } from '@mikro-orm/postgresql'
import { endOneTimeLinks } from './one-time-links.ts'
import { PersonalTokenEntity } from './personal-token.ts'
import { SessionEntity } from './session.ts'

/**
 * Ends all that lets somebody act as this user but the password: sessions, personal access tokens and links to a new
 * password or to another e-mail address, which leads to a new password. Says how many sessions there were.
 */
export async function endCredentials(em: EntityManager, userId: string): Promise<number> {
  await endOneTimeLinks(em, userId, ['reset_password', 'set_up', 'verify_email'])
  await em.nativeDelete(PersonalTokenEntity, { user: userId })
  return await em.nativeDelete(SessionEntity, { user: userId })
}
