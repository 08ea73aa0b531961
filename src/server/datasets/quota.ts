import { type RawBuilder, sql } from 'kysely'
import { formatBytes } from '../../shared/format-bytes.ts'
import { storageOf } from '../accounts/present-user.ts'
import type { Db } from '../database/db.ts'
import { Problem } from '../http/problem-error.ts'

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
   * Throws `quota_exceeded` when the owner of a dataset stores more than they may, in the transaction in which a user has
   * added to it. Others who add for the same owner wait for its end, so that what is counted is all there is.
   */
  hold(transaction: Db, added: { userId: string; datasetId: string }): Promise<void>
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

  const compare = (held: Held | undefined, more: number, isOwn: boolean) => {
    if (!held || held.quota === null || held.used + more <= held.quota) return
    throw new Problem('quota_exceeded', isOwn ? yours(held.quota) : theirs)
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
      compare(await heldBy(db, userId), bytes, true)
    },
    async promise(transaction, { userId, datasetId }) {
      const owner = sql`coalesce((select d.user_id from datasets d where d.id = ${datasetId ?? null}), ${userId})`
      const ownerId = await lock(transaction, owner)
      if (ownerId === undefined) return
      const { rows } = await sql<{ bytes: number }>`
        select coalesce(sum(p.length), 0)::float8 as bytes
        from uploads p left join datasets d on d.id::text = lower(p.metadata ->> 'dataset')
        where p.resumable and coalesce(d.user_id, p.user_id) = ${ownerId}`.execute(transaction)
      compare(await heldBy(transaction, ownerId), rows[0]?.bytes ?? 0, ownerId === userId)
    },
    async hold(transaction, { userId, datasetId }) {
      const ownerId = await lock(transaction, sql`(select d.user_id from datasets d where d.id = ${datasetId})`)
      if (ownerId !== undefined) compare(await heldBy(transaction, ownerId), 0, ownerId === userId)
    },
  }
}

const yours = (quota: number) =>
  `Your storage is full: this does not fit into the ${formatBytes(quota)} that you may store. Nothing was stored. Delete something for good, the trash and uploads that are not finished count too, or ask an administrator for more.`

/** How much somebody may store is between them and the administrators. */
const theirs =
  "The owner's storage is full: this version counts for the owner of the dataset, and does not fit. Nothing was stored. Tell the owner, who can delete something for good or ask an administrator for more."
