import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { Db } from '../database/db.ts'
import type { Orm } from '../database/orm.ts'
import { Problem } from '../http/problem-error.ts'

/** So many vain attempts under one key, counted from the first of them. */
export interface AttemptLimit {
  key: string
  most: number
  withinMs: number
}

/** Counts what was tried in vain, in the database, so that it holds across processes and restarts. */
export interface AttemptLimits {
  /**
   * Does the work unless a limit is reached. A place is taken under every key before the work begins, so that no number
   * of attempts at once goes beyond the limit, and given back unless the work fails with what `isVain` says counts.
   */
  attempt<T>(limits: AttemptLimit[], isVain: (error: unknown) => boolean, work: () => Promise<T>): Promise<T>
  /**
   * Counts a mail, which costs something until it has come to what it was for; throws, and counts nothing, when a limit is
   * reached. In the transaction of `em`: a request that holds a connection must not wait for a second one.
   */
  countMail(limits: AttemptLimit[], em: EntityManager): Promise<void>
  /** Takes one back under each key: a mail that was counted has come to what it was for. */
  forgive(limits: AttemptLimit[]): Promise<void>
}

interface Place {
  key: string
  expiresAt: string
}

/** Attempts that may wait for others under the same key to show whether they count. */
const mostWaiting = 200

const forgiveSql = 'update attempt_counts set count = count - 1 where key = ? and count > 0'

/** Limits that are kept in `attempt_counts`. */
export function createAttemptLimits(orm: Orm, now: () => number): AttemptLimits {
  /** On a connection of its own: what was tried in vain stays counted when the work is rolled back. */
  const ownDb: Db = orm.em.fork().getKysely()
  const underWay = new Map<string, Set<Promise<void>>>()
  let waiting = 0

  const tryToTake = async ({ key, most, withinMs }: AttemptLimit, db: Db = ownDb) => {
    const at = new Date(now()).toISOString()
    const until = new Date(now() + withinMs).toISOString()
    const { rows } = await sql<Place>`
      insert into attempt_counts as c (key, count, expires_at) values (${key}, 1, ${until}::timestamptz)
      on conflict (key) do update set
        count = case when c.expires_at <= ${at}::timestamptz then 1 else c.count + 1 end,
        expires_at = case when c.expires_at <= ${at}::timestamptz then excluded.expires_at else c.expires_at end
      where c.expires_at <= ${at}::timestamptz or c.count < ${most}
      returning key, expires_at::text as "expiresAt"`.execute(db)
    return rows[0]
  }

  const take = async (limit: AttemptLimit): Promise<Place> => {
    for (;;) {
      const place = await tryToTake(limit)
      if (place) return place
      const others = underWay.get(limit.key)
      if (!others) throw tooMany(await secondsUntilForgotten(limit.key))
      if (waiting >= mostWaiting) throw crowded()
      waiting += 1
      await Promise.race(others)
      waiting -= 1
    }
  }

  const secondsUntilForgotten = async (key: string, em: EntityManager = orm.em.fork()) => {
    const sql = 'select extract(epoch from expires_at)::float8 * 1000 as "expiresAt" from attempt_counts where key = ?'
    const [count] = await em.execute<{ expiresAt: number }[]>(sql, [key])
    return Math.max(1, Math.ceil(((count?.expiresAt ?? 0) - now()) / 1000))
  }

  /** The rows are locked in the order in which all take them, so that nobody waits for each other. */
  const giveBack = async (places: Place[], db: Db = ownDb) => {
    if (places.length === 0) return
    const keys = places.map(({ key }) => key)
    const ends = places.map(({ expiresAt }) => expiresAt)
    await sql`
      with taken as (
        select c.key from unnest(${keys}::text[], ${ends}::timestamptz[]) with ordinality as place (key, expires_at, turn)
        join attempt_counts c on c.key = place.key and c.expires_at = place.expires_at
        order by place.turn for update of c
      )
      update attempt_counts c set count = c.count - 1 from taken where c.key = taken.key and c.count > 0`.execute(db)
  }

  const begin = (key: string, end: Promise<void>) => underWay.set(key, (underWay.get(key) ?? new Set()).add(end))

  const forget = (key: string, end: Promise<void>) => {
    const ends = underWay.get(key)
    ends?.delete(end)
    if (ends?.size === 0) underWay.delete(key)
  }

  return {
    async attempt(limits, isVain, work) {
      const places: Place[] = []
      const { promise: end, resolve: tellEnd } = Promise.withResolvers<void>()
      let counts = false
      try {
        for (const limit of limits) {
          places.push(await take(limit))
          begin(limit.key, end)
        }
        return await work()
      } catch (error) {
        counts = isVain(error)
        throw error
      } finally {
        // A place that cannot be given back is forgotten with the others; the work is done all the same.
        if (!counts) await giveBack(places).catch(() => undefined)
        for (const { key } of places) forget(key, end)
        tellEnd()
      }
    },

    async countMail(limits, em) {
      const places: Place[] = []
      for (const limit of limits) {
        const place = await tryToTake(limit, em.getKysely())
        if (place) places.push(place)
        else {
          await giveBack(places, em.getKysely())
          throw tooMany(
            await secondsUntilForgotten(limit.key, em),
            'So many mails were asked for that none is sent now.',
          )
        }
      }
    },

    async forgive(limits) {
      for (const { key } of limits) await orm.em.fork().execute(forgiveSql, [key])
    },
  }
}

const tooMany = (seconds: number, what = 'Too many attempts.') =>
  new Problem('too_many_requests', `${what} Try again in ${inWords(seconds)}.`, {
    headers: { 'retry-after': String(seconds) },
  })

const crowded = () =>
  new Problem('busy', 'Too many people are signing in at this moment. Try again in a few seconds.', {
    headers: { 'retry-after': '5' },
  })

const inWords = (seconds: number) => (seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`)
