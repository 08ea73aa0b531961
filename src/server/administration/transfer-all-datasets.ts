import { sql } from 'kysely'
import type { Db } from '../database/db.ts'

/** Makes somebody the owner of all datasets of another person, those in the trash too; says of how many. */
export const transferAllDatasets = async (db: Db, fromId: string, toId: string): Promise<number> => {
  await sql`delete from dataset_shares s using datasets d
    where d.id = s.dataset_id and d.user_id = ${fromId} and s.user_id = ${toId}`.execute(db)
  const { numAffectedRows } = await sql`update datasets set user_id = ${toId} where user_id = ${fromId}`.execute(db)
  return Number(numAffectedRows ?? 0n)
}
