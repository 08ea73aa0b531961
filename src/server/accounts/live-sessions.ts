import type { Orm } from '../database/orm.ts'
import { followAccountChanges } from './account-changes.ts'

/** A session that has not ended, and its user as they are now. */
export interface LiveSession {
  sessionId: string
  userId: string
  username: string
  isActive: boolean
  isSuperuser: boolean
}

/** Knows which sessions live without asking the database each time. */
export interface LiveSessions {
  /** The session, unless it has ended; what it says was true at most a second ago. */
  find(sessionId: string): Promise<LiveSession | undefined>
}

const mostKept = 10_000

const sessionSql = `
  select s.id as "sessionId", u.id as "userId", u.username, u.is_active as "isActive", u.is_superuser as "isSuperuser"
  from sessions s join users u on u.id = s.user_id where s.id = ?`

/** Keeps in memory the sessions that were asked for lately, and drops those of which a change is told. */
export function createLiveSessions(orm: Orm): LiveSessions {
  const kept = new Map<string, LiveSession>()
  const underWay = new Map<string, Promise<LiveSession | undefined>>()

  const forgetAll = () => {
    kept.clear()
    underWay.clear()
  }

  const changes = followAccountChanges(orm, {
    forgetAll,
    tell(changed) {
      const users = new Set(changed.map(({ userId }) => userId))
      const sessions = new Set(changed.map(({ sessionId }) => sessionId))
      for (const [id, { userId }] of kept) if (users.has(userId) || sessions.has(id)) kept.delete(id)
      underWay.clear()
    },
  })

  const load = async (sessionId: string) => {
    const loading = orm.em
      .fork()
      .execute<LiveSession[]>(sessionSql, [sessionId])
      .then(([session]) => session)
    underWay.set(sessionId, loading)
    try {
      const session = await loading
      if (session && underWay.get(sessionId) === loading) keep(session)
      return session
    } finally {
      if (underWay.get(sessionId) === loading) underWay.delete(sessionId)
    }
  }

  const keep = (session: LiveSession) => {
    const [leastUsed] = kept.keys()
    if (kept.size >= mostKept && leastUsed !== undefined) kept.delete(leastUsed)
    kept.set(session.sessionId, session)
  }

  return {
    async find(sessionId) {
      await changes.catchUp()
      const known = kept.get(sessionId)
      if (!known) return await (underWay.get(sessionId) ?? load(sessionId))
      kept.delete(sessionId)
      kept.set(sessionId, known)
      return known
    },
  }
}
