import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import { type Db, inTransaction } from '../database/db.ts'
import { jsonb } from '../database/jsonb.ts'
import { Problem } from '../http/problem-error.ts'
import { editableBy } from './access.ts'
import { changeRefusal, isUuid } from './find-dataset.ts'
import { addIngestJob } from './ingest-job.ts'

/** Reads the file of the version in use again, as `options` say; the version stays in use until the new one is ready. */
export const readAgain = (db: Db, userId: string, id: string, options: ReadingOptions): Promise<void> =>
  inTransaction(db, async (transaction) => {
    const { current } = await lockForNewVersion(transaction, userId, id)
    const versionId = randomUUID()
    await sql`insert into dataset_versions
        (id, dataset_id, number, reason, created_by, original_filename, file_path, file_size, sha256, options)
      select ${versionId}, dataset_id, ${nextNumber(id)}, 'reingest', ${userId}, original_filename, file_path, file_size,
        sha256, ${jsonb(options)}
      from dataset_versions where dataset_id = ${id} and number = ${current}`.execute(transaction)
    await addIngestJob(transaction, versionId)
  })

/** Until the transaction ends nobody else makes a version; refuses while one is being made. */
export const lockForNewVersion = async (db: Db, userId: string, id: string): Promise<{ current: number }> => {
  const { rows } = isUuid(id)
    ? await sql<{ current: number }>`
        select d.current_version as current from datasets d
        where d.id = ${id} and ${editableBy(userId)} for no key update`.execute(db)
    : { rows: [] }
  const [dataset] = rows
  if (!dataset) throw await changeRefusal(db, userId, id)
  // A statement of its own: the one that waited for the lock still sees what was before.
  const { rows: unfinished } = await sql`select from dataset_versions
    where dataset_id = ${id} and status in ('uploaded', 'processing')`.execute(db)
  if (unfinished.length > 0) {
    throw new Problem('conflict', 'This dataset is being read at this moment. Wait until that is done, or cancel it.')
  }
  return dataset
}

/** Refuses a change that was meant for another version than the one in use; only under `lockForNewVersion`. */
export const refuseOther = (current: number, seen: number | undefined): void => {
  if (seen === undefined || seen === current) return
  throw new Problem(
    'conflict',
    `Version ${current} of this dataset is in use by now, and this change was made on version ${seen}. Look at it again first.`,
  )
}

/** The number of the version to be made; only under `lockForNewVersion`. */
export const nextNumber = (id: string) =>
  sql<number>`(select max(number) + 1 from dataset_versions where dataset_id = ${id})`
