import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { datasetPatchSchema } from '../../shared/dataset.ts'
import type { Recorder } from '../audit/record-event.ts'
import { type Db, inTransaction } from '../database/db.ts'
import type { Home } from '../home.ts'
import { notFound, Problem } from '../http/problem-error.ts'
import { editableBy, ownedBy } from './access.ts'
import { changeRefusal, isUuid } from './find-dataset.ts'
import { absolutePath } from './stored-file.ts'
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

/** Deletes a dataset, from the trash too: first the rows, then its files. */
export const deleteDataset = async (
  db: Db,
  userId: string,
  id: string,
  { home, beforeRemoval, record }: { home: Home; beforeRemoval: (file: string) => void; record: Recorder },
): Promise<void> => {
  const paths = await inTransaction(db, async (transaction) => {
    const { rows } = isUuid(id)
      ? await sql<{ file_path: string; title: string }>`
          select d.file_path, d.title from datasets d where d.id = ${id} and ${ownedBy(userId)} for update`.execute(
          transaction,
        )
      : { rows: [] }
    if (!rows[0]) throw await changeRefusal(transaction, userId, id, 'owner')
    const versions = await sql<{ file_path: string; table_path: string | null }>`
      select file_path, table_path from dataset_versions where dataset_id = ${id}`.execute(transaction)
    await sql`delete from datasets where id = ${id}`.execute(transaction)
    const { file_path, title } = rows[0]
    await record({ action: 'dataset.purge', target: { type: 'dataset', id }, details: { title } }, transaction)
    return new Set([file_path, ...versions.rows.flatMap((row) => Object.values(row))].filter((path) => path !== null))
  })
  // A crash between the commit and this leaves the files to the sweeper.
  for (const path of paths) {
    const file = absolutePath(home, path)
    beforeRemoval(file)
    await rm(file, { force: true })
  }
}

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
