import type { TokenScope } from '../../shared/tokens.ts'
import type { Orm } from '../database/orm.ts'
import { followAccountChanges } from './account-changes.ts'
import { createLiveCache } from './live-cache.ts'

/** A user as they are now. */
interface LiveUser {
  userId: string
  username: string
  isActive: boolean
  isSuperuser: boolean
  hasSecondFactor: boolean
}

/** A session that has not ended, and its user. */
export interface LiveSession extends LiveUser {
  id: string
}

/** A personal access token that was not revoked, and its user. Times are milliseconds since 1970. */
export interface LiveToken extends LiveUser {
  id: string
  hash: string
  scopes: TokenScope[]
  expiresAt: number | null
  /** When it was used, as far as this process knows. */
  lastUsedAt: number | null
}

/** Knows which sessions and tokens live without asking the database each time; true to the second. */
export interface LiveSessions {
  /** The session, unless it has ended. */
  find(sessionId: string): Promise<LiveSession | undefined>
  /** The personal access token with this hash, unless it was revoked; it may have expired. */
  findToken(hash: string): Promise<LiveToken | undefined>
}

const userColumns = `u.id as "userId", u.username, u.is_active as "isActive", u.is_superuser as "isSuperuser",
  exists (select from second_factors f where f.user_id = u.id and f.confirmed_at is not null) as "hasSecondFactor"`

const sessionSql = `
  select s.id, ${userColumns} from sessions s join users u on u.id = s.user_id where s.id = ?`

const tokenSql = `
  select t.id, t.token_hash as hash, t.scopes, extract(epoch from t.expires_at)::float8 * 1000 as "expiresAt",
    extract(epoch from t.last_used_at)::float8 * 1000 as "lastUsedAt", ${userColumns}
  from personal_access_tokens t join users u on u.id = t.user_id where t.token_hash = ?`

/** Keeps in memory what was asked for lately, and drops that of which a change is told. */
export function createLiveSessions(orm: Orm): LiveSessions {
  const loadBy =
    <T>(sql: string) =>
    async (key: string) => {
      const [live] = await orm.em.fork().execute<T[]>(sql, [key])
      return live
    }
  const sessions = createLiveCache(loadBy<LiveSession>(sessionSql))
  const tokens = createLiveCache(loadBy<LiveToken>(tokenSql))

  const changes = followAccountChanges(orm, {
    forgetAll() {
      sessions.forgetAll()
      tokens.forgetAll()
    },
    tell(changed) {
      const users = new Set(changed.map(({ userId }) => userId))
      const ids = new Set(changed.map(({ sessionId, tokenId }) => sessionId ?? tokenId))
      for (const cache of [sessions, tokens]) cache.forget(({ id, userId }) => users.has(userId) || ids.has(id))
    },
  })

  return {
    async find(sessionId) {
      await changes.catchUp()
      return await sessions.get(sessionId)
    },
    async findToken(hash) {
      await changes.catchUp()
      return await tokens.get(hash)
    },
  }
}
