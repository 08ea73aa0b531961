import type { Orm } from '../database/orm.ts'
import type { LiveToken } from './live-sessions.ts'

/** Writes down when tokens were used, beside the requests that use them. */
export interface TokenUse {
  /** Notes that a token is used now; no request waits for it. */
  note(token: LiveToken): void
  /** Resolves when everything noted is written. */
  settle(): Promise<void>
}

const everyMs = 60_000

const noteSql = `
  update personal_access_tokens set last_used_at = ?::timestamptz
  where id = ? and (last_used_at is null or last_used_at <= ?::timestamptz - interval '1 minute')`

/** At most once a minute for each token; a note that cannot be written is left to the next minute. */
export function createTokenUse(orm: Orm, now: () => number): TokenUse {
  const underWay = new Set<Promise<unknown>>()
  return {
    note(token) {
      const at = now()
      if (token.lastUsedAt !== null && at - token.lastUsedAt < everyMs) return
      token.lastUsedAt = at
      const time = new Date(at).toISOString()
      const writing = orm.em
        .fork()
        .execute(noteSql, [time, token.id, time])
        .catch(() => undefined)
        .finally(() => underWay.delete(writing))
      underWay.add(writing)
    },
    async settle() {
      await Promise.all(underWay)
    },
  }
}
