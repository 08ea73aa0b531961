import { LockMode } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { Db } from '../database/db.ts'
import { hashSecret, newRefreshToken, type RefreshToken, sealSuccessor, unsealSuccessor } from './refresh-token.ts'
import { SessionEntity, type SessionRow, type SpentToken } from './session.ts'

const day = 24 * 60 * 60_000

/** How long a session lasts without being used, and how long at most, in milliseconds. */
export const sessionLifetimes = {
  remembered: { unused: 30 * day, whole: 180 * day },
  passing: { unused: day, whole: 7 * day },
}

/** For so long after an exchange the exchanged token still gets the same successor, in milliseconds. */
export const graceMs = 30_000

/** Exchanges within one grace period; when there were more, the live token is handed out again. */
const mostSpentTokens = 50

/** Where a request came from. */
export interface Device {
  ip: string
  userAgent: string | undefined
}

/** A session and the refresh token that now is its live one. */
export interface Continued {
  session: Pick<SessionRow, 'id' | 'isRemembered' | 'expiresAt'> & { user: { id: string } }
  token: RefreshToken
}

/** What came of an exchange. `reused`: the token had been exchanged before, by a thief or by who was stolen from. */
export type Exchange =
  | ({ outcome: 'continued' } & Continued)
  | { outcome: 'ended' }
  | { outcome: 'inactive' | 'reused'; sessionId: string; userId: string }

/** Who begins a session: `hashedPassword` is what they proved, `newHash` what shall be kept of it from now on. */
interface Proved {
  id: string
  hashedPassword: string
  newHash: string
  isWithoutSecondFactor: boolean
}

/**
 * Begins a session in one statement with what a sign-in changes of its user; undefined when they are no longer active, have
 * another password by now or, where they should have none, a second factor.
 */
export async function beginSession(
  db: Db,
  { user, isRemembered, device, now }: { user: Proved; isRemembered: boolean; device: Device; now: Date },
): Promise<Continued | undefined> {
  const token = newRefreshToken()
  const at = now.toISOString()
  const expiresAt = expiryOf({ isRemembered, createdAt: now }, now)
  const { ip, userAgent } = deviceColumns(device)
  const { rows } = await sql<{ id: string }>`
    with signed_in as (
      update users u set last_login_at = ${at}::timestamptz, hashed_password = ${user.newHash}
      where u.id = ${user.id} and u.is_active and u.hashed_password = ${user.hashedPassword}
        and not (${user.isWithoutSecondFactor}::boolean and exists (
          select from second_factors f where f.user_id = u.id and f.confirmed_at is not null))
      returning u.id
    )
    insert into sessions (user_id, family_hash, token_hash, is_remembered, ip, user_agent, created_at, last_used_at,
      expires_at)
    select signed_in.id, ${hashSecret(token.family)}, ${hashSecret(token.secret)}, ${isRemembered}::boolean, ${ip},
      ${userAgent}, ${at}::timestamptz, ${at}::timestamptz, ${expiresAt.toISOString()}::timestamptz
    from signed_in returning id`.execute(db)
  return rows[0] && { session: { id: rows[0].id, isRemembered, expiresAt, user: { id: user.id } }, token }
}

/**
 * Exchanges a refresh token for its successor. Whoever comes a moment later with the same token, as tabs of one browser
 * do, gets the very same successor; whoever comes much later with it ends the session for all who hold a token of it.
 */
export async function exchangeToken(
  em: EntityManager,
  { token, device, now }: { token: RefreshToken; device: Device; now: Date },
): Promise<Exchange> {
  return await em.transactional(async (tx): Promise<Exchange> => {
    const session = await tx.findOne(
      SessionEntity,
      { familyHash: hashSecret(token.family) },
      { populate: ['user'], strategy: 'select-in', lockMode: LockMode.PESSIMISTIC_WRITE },
    )
    if (!session || session.expiresAt <= now) return { outcome: 'ended' }
    const whose = { sessionId: session.id, userId: session.user.id }
    if (!session.user.isActive) return { outcome: 'inactive', ...whose }

    const isWithinGrace = (spent: SpentToken) => spent.at > now.getTime() - graceMs
    const recent = session.spentTokens.filter(isWithinGrace)
    const live = liveTokenFrom(token, session.tokenHash, recent)
    if (!live) {
      tx.remove(session)
      return { outcome: 'reused', ...whose }
    }
    const isFirstUse = live === token && recent.length < mostSpentTokens
    const successor = isFirstUse ? newRefreshToken(token.family) : live
    if (isFirstUse) {
      const spent = { hash: session.tokenHash, sealedSuccessor: sealSuccessor(successor, token), at: now.getTime() }
      session.spentTokens = [...recent, spent]
      session.tokenHash = hashSecret(successor.secret)
    }
    Object.assign(session, deviceColumns(device), { lastUsedAt: now, expiresAt: expiryOf(session, now) })
    return { outcome: 'continued', session, token: successor }
  })
}

/** Ends the session that this token belongs to, spent or not; says which it was. */
export async function endSessionOf(
  em: EntityManager,
  token: RefreshToken,
): Promise<{ sessionId: string; userId: string } | undefined> {
  const sql = 'delete from sessions where family_hash = ? returning id as "sessionId", user_id as "userId"'
  const [ended] = await em.execute<{ sessionId: string; userId: string }[]>(sql, [hashSecret(token.family)])
  return ended
}

/** Ends one session of a user; says whether there was one. */
export async function endSession(em: EntityManager, userId: string, sessionId: string): Promise<boolean> {
  return (await em.nativeDelete(SessionEntity, { id: sessionId, user: userId })) > 0
}

/** Ends all sessions of a user but one; without one, all. Says how many. */
export async function endOtherSessions(em: EntityManager, userId: string, exceptId: string | null): Promise<number> {
  return await em.nativeDelete(SessionEntity, { user: userId, id: { $ne: exceptId } })
}

/** The sessions of a user that can still be used, the one used last first. */
export async function listSessions(
  em: EntityManager,
  userId: string,
  { limit, offset, now }: { limit: number; offset: number; now: Date },
): Promise<[SessionRow[], number]> {
  const where = { user: userId, expiresAt: { $gt: now } }
  return await em.findAndCount(SessionEntity, where, { orderBy: { lastUsedAt: 'desc', id: 'asc' }, limit, offset })
}

/** From a token, over those it was exchanged for, to the one that is live; undefined for one that is out of date. */
function liveTokenFrom(token: RefreshToken, liveHash: string, recent: SpentToken[]): RefreshToken | undefined {
  let at = token
  while (true) {
    const hash = hashSecret(at.secret)
    if (hash === liveHash) return at
    const spent = recent.find((entry) => entry.hash === hash)
    if (!spent) return undefined
    at = unsealSuccessor(spent.sealedSuccessor, at)
  }
}

function expiryOf({ isRemembered, createdAt }: { isRemembered: boolean; createdAt: Date }, now: Date): Date {
  const { unused, whole } = isRemembered ? sessionLifetimes.remembered : sessionLifetimes.passing
  return new Date(Math.min(now.getTime() + unused, createdAt.getTime() + whole))
}

function deviceColumns({ ip, userAgent }: Device) {
  return { ip, userAgent: userAgent?.slice(0, 500) ?? null }
}
