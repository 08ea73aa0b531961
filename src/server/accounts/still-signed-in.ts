import type { Accounts } from './accounts.ts'
import type { CurrentUser } from './current-user.ts'

/** Whether who began a long answer may still be served; true to the second, without asking the database each time. */
export async function isStillSignedIn(
  { liveSessions, now }: Pick<Accounts, 'liveSessions' | 'now'>,
  { sessionId, token }: CurrentUser,
): Promise<boolean> {
  if (sessionId) return (await liveSessions.find(sessionId))?.isActive === true
  const live = token && (await liveSessions.findToken(token.hash))
  return live?.isActive === true && (live.expiresAt === null || live.expiresAt > now())
}
