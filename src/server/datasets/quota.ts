import { type RawBuilder, sql } from 'kysely'
import { storageOf } from '../accounts/present-user.ts'
import type { Db } from '../database/db.ts'
import { Problem } from '../http/problem-error.ts'
import { bytesInWords } from './bytes-in-words.ts'

/** How much each person may store. */
export interface Quota {
  /** Throws `quota_exceeded` when so many bytes more are more than a person may store, before they are sent. */
  refuse(db: Db, userId: string, bytes: number): Promise<void>
  /**
   * Throws `quota_exceeded` when what the unfinished uploads of a person will bring does not fit beside what they store, in
   * the transaction that has begun one. An upload that names a dataset is its owner's.
   */
  promise(transaction: Db, upload: { userId: string; datasetId: string | undefined }): Promise<void>
  /**
   * Throws `quota_exceeded` when the owner of a dataset stores more than they may, in the transaction that has added to it.
   * Others who add for the same owner wait for its end, so that what is counted is all there is.
   */
  hold(transaction: Db, datasetId: string): Promise<void>
}

interface Held {
  used: number
  quota: number | null
}

/** Quotas of people, and for who has none of their own that of the settings; undefined means any number of bytes. */
export const createQuota = (defaultBytes: number | undefined): Quota => {
  const everybodys = defaultBytes ?? null

  const heldBy = async (db: Db, userId: string): Promise<Held | undefined> => {
    const { rows } = await sql<Held>`
      select ${storageOf(sql`u.id`)}::float8 as used, coalesce(u.quota_bytes, ${everybodys})::float8 as quota
      from users u where u.id = ${userId}`.execute(db)
    return rows[0]
  }

  const compare = (held: Held | undefined, more: number) => {
    if (!held || held.quota === null || held.used + more <= held.quota) return
    throw new Problem(
      'quota_exceeded',
      `This does not fit into the ${bytesInWords(held.quota)} that its owner may store. Nothing was stored: delete something for good, the trash and uploads that are not finished count too, or ask an administrator for more.`,
    )
  }

  /** The quota of the owner of the account or dataset; who else adds for them waits until this transaction ends. */
  const lock = async (transaction: Db, owner: RawBuilder<unknown>) => {
    const { rows } = await sql<{ id: string; quota: string | null }>`
      select u.id, coalesce(u.quota_bytes, ${everybodys}) as quota from users u where u.id = ${owner}
      for no key update`.execute(transaction)
    return rows[0]?.quota == null ? undefined : rows[0].id
  }

  return {
    async refuse(db, userId, bytes) {
      compare(await heldBy(db, userId), bytes)
    },
    async promise(transaction, { userId, datasetId }) {
      const theirs = sql`coalesce((select d.user_id from datasets d where d.id = ${datasetId ?? null}), ${userId})`
      const ownerId = await lock(transaction, theirs)
      if (ownerId === undefined) return
      const { rows } = await sql<{ bytes: number }>`
        select coalesce(sum(p.length), 0)::float8 as bytes
        from uploads p left join datasets d on d.id::text = lower(p.metadata ->> 'dataset')
        where p.resumable and coalesce(d.user_id, p.user_id) = ${ownerId}`.execute(transaction)
      compare(await heldBy(transaction, ownerId), rows[0]?.bytes ?? 0)
    },
    async hold(transaction, datasetId) {
      const ownerId = await lock(transaction, sql`(select d.user_id from datasets d where d.id = ${datasetId})`)
      if (ownerId !== undefined) compare(await heldBy(transaction, ownerId), 0)
    },
  }
}
