import { sql } from 'kysely'
import type { z } from 'zod'
import type { datasetPatchSchema } from '../../shared/dataset.ts'
import { type Db, inTransaction } from '../database/db.ts'
import { notFound, Problem } from '../http/problem-error.ts'
import { editableBy, ownedBy } from './access.ts'
import { type Erasing, eraseDataset } from './erase-dataset.ts'
import { changeRefusal, isUuid } from './find-dataset.ts'
import { cancelWork } from './version-states.ts'

/** Renames or describes a dataset; what is left out stays. */
export const patchDataset = async (
  db: Db,
  userId: string,
  id: string,
  { title, description, tags }: z.output<typeof datasetPatchSchema>,
): Promise<void> => {
  const changes = [
    ...(title === undefined ? [] : [sql`title = ${title}`]),
    ...(description === undefined ? [] : [sql`description = ${description}`]),
    ...(tags === undefined ? [] : [sql`tags = ${[...new Set(tags)]}`]),
  ]
  if (changes.length === 0 || !isUuid(id)) return
  const { numAffectedRows } = await sql`
    update datasets d set ${sql.join(changes)} where d.id = ${id} and ${editableBy(userId)}`.execute(db)
  if (numAffectedRows !== 1n) throw await changeRefusal(db, userId, id)
}

/** Puts a dataset into the trash, where its owner can take it out again. */
export const trashDataset = async (db: Db, userId: string, id: string): Promise<void> => {
  const { numAffectedRows } = isUuid(id)
    ? await sql`update datasets d set deleted_at = now()
        where d.id = ${id} and ${ownedBy(userId)} and d.deleted_at is null`.execute(db)
    : {}
  if (numAffectedRows !== 1n) throw await changeRefusal(db, userId, id, 'owner')
}

/** Takes a dataset out of the trash. */
export const restoreDataset = async (db: Db, userId: string, id: string): Promise<void> => {
  const { numAffectedRows } = isUuid(id)
    ? await sql`update datasets d set deleted_at = null
        where d.id = ${id} and ${ownedBy(userId)} and d.deleted_at is not null`.execute(db)
    : {}
  if (numAffectedRows !== 1n) throw notFound('This dataset')
}

/** Deletes a dataset, from the trash too, with its files. */
export const deleteDataset = (
  db: Db,
  userId: string,
  id: string,
  outside: Pick<Erasing, 'home' | 'beforeRemoval' | 'record'>,
): Promise<void> =>
  eraseDataset(db, id, {
    may: ownedBy(userId),
    refusal: (transaction) => changeRefusal(transaction, userId, id, 'owner'),
    ...outside,
  })

/** Stops the reading of a file. The first one ends as an error, a later one leaves the version in use. */
export const cancelDataset = (db: Db, userId: string, id: string): Promise<void> =>
  inTransaction(db, async (transaction) => {
    const { rows } = isUuid(id)
      ? await sql`select 1 from datasets d where d.id = ${id} and ${editableBy(userId)} for no key update`.execute(
          transaction,
        )
      : { rows: [] }
    if (!rows[0]) throw await changeRefusal(transaction, userId, id)
    if (!(await cancelWork(transaction, id))) {
      throw new Problem('conflict', 'Nothing is being done to this dataset, so there is nothing to cancel.')
    }
  })
