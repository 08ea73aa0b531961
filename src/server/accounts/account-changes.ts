import type { Orm } from '../database/orm.ts'

/** A user, a session or a personal access token of which something is no longer as it was. */
export interface AccountChange {
  userId: string | null
  sessionId: string | null
  tokenId: string | null
}

/** What it takes to hear of changes soon. */
export interface AccountChanges {
  /** Resolves when every change that was committed more than 0.9 s ago has been told. */
  catchUp(): Promise<void>
}

/** Milliseconds: never answer from older news; fetch news in the background after; know nothing after. */
const oldest = 900
const aging = 450
const forgetAfter = 5 * 60_000

const newsSql = `
  select pg_snapshot_xmin(pg_current_snapshot())::text as position, coalesce((
    select json_agg(json_build_object('userId', user_id, 'sessionId', session_id, 'tokenId', token_id))
    from account_changes where changed_in >= coalesce(?::xid8, pg_snapshot_xmin(pg_current_snapshot()))
  ), '[]') as changes`

/**
 * Follows `account_changes`, asking at most about twice a second however many requests want to know, and not at all while
 * nobody does. The position is the oldest transaction still running when we last looked: whatever commits later is newer.
 */
export function followAccountChanges(
  orm: Orm,
  listener: { tell: (changes: AccountChange[]) => void; forgetAll: () => void },
): AccountChanges {
  let position: string | null = null
  let asOf = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined

  const read = async () => {
    const startedAt = performance.now()
    if (startedAt - asOf > forgetAfter) {
      position = null
      listener.forgetAll()
    }
    const [news] = await orm.em.fork().execute<{ position: string; changes: AccountChange[] }[]>(newsSql, [position])
    if (!news) return
    if (news.changes.length > 0) listener.tell(news.changes)
    position = news.position
    asOf = startedAt
  }

  const readOnce = () => {
    reading ??= read().finally(() => {
      reading = undefined
    })
    return reading
  }

  return {
    async catchUp() {
      const now = performance.now()
      if (now - asOf < aging) return
      if (now - asOf < oldest) {
        readOnce().catch(() => undefined)
        return
      }
      while (asOf < now - oldest) await readOnce()
    },
  }
}
