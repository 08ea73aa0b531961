import { sql } from 'kysely'
import { storageOf } from '../accounts/present-user.ts'
import type { Db } from '../database/db.ts'
import { Problem } from '../http/problem-error.ts'
import { bytesInWords } from './bytes-in-words.ts'

/** How much each person may store. */
export interface Quota {
  /** Throws `quota_exceeded` when so many bytes more are more than a person may store, before they are sent. */
  refuse(db: Db, userId: string, bytes: number): Promise<void>
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
      `This does not fit into the ${bytesInWords(held.quota)} that its owner may store. Nothing was stored: delete something for good, the trash counts too, or ask an administrator for more.`,
    )
  }

  return {
    async refuse(db, userId, bytes) {
      compare(await heldBy(db, userId), bytes)
    },
    async hold(transaction, datasetId) {
      const { rows } = await sql<{ id: string; quota: string | null }>`
        select u.id, coalesce(u.quota_bytes, ${everybodys}) as quota
        from users u join datasets d on d.user_id = u.id where d.id = ${datasetId}
        for no key update of u`.execute(transaction)
      const [owner] = rows
      if (owner && owner.quota !== null) compare(await heldBy(transaction, owner.id), 0)
    },
  }
}
