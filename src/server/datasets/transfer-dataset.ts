import { sql } from 'kysely'
import { type Db, inTransaction } from '../database/db.ts'
import { invalid, Problem } from '../http/problem-error.ts'
import { ownedBy } from './access.ts'
import { changeRefusal, isUuid } from './find-dataset.ts'
import type { Quota } from './quota.ts'

/**
 * Hands a dataset over to somebody else who has room for it. Who had it stays an editor, until the new owner decides
 * otherwise.
 */
export const transferDataset = (
  db: Db,
  userId: string,
  id: string,
  newOwner: string,
  quota: Pick<Quota, 'hold'>,
): Promise<void> =>
  inTransaction(db, async (transaction) => {
    const { rows } = isUuid(id)
      ? await sql`select from datasets d
          where d.id = ${id} and ${ownedBy(userId)} and d.deleted_at is null for no key update`.execute(transaction)
      : { rows: [] }
    if (!rows[0]) throw await changeRefusal(transaction, userId, id, 'owner')
    if (newOwner.toLowerCase() === userId) throw invalid('user_id', 'You own this dataset already.')
    await giveDataset(transaction, id, newOwner)
    await quota.hold(transaction, { userId, datasetId: id }).catch((error) => {
      throw error instanceof Problem ? noRoom(error) : error
    })
    await sql`insert into dataset_shares (dataset_id, user_id, role) values (${id}, ${userId}, 'editor')`.execute(
      transaction,
    )
  })

const noRoom = ({ code }: Problem): Problem =>
  new Problem(
    code,
    'The new owner has no room for this dataset, so it is still yours. An administrator can give them more.',
  )

/** Makes somebody the owner of a locked dataset; only for who has been found to be allowed to. */
export const giveDataset = async (db: Db, id: string, newOwner: string): Promise<void> => {
  const { rows } = await sql`select from users where id = ${newOwner} and is_active for key share`.execute(db)
  if (!rows[0]) throw invalid('user_id', 'There is no active account with this id.')
  await sql`delete from dataset_shares where dataset_id = ${id} and user_id = ${newOwner}`.execute(db)
  // That a dataset has the bytes of another one is for who owns both.
  await sql`update datasets set duplicate_of = null where duplicate_of = ${id}`.execute(db)
  await sql`update datasets set user_id = ${newOwner}, duplicate_of = null where id = ${id}`.execute(db)
}
