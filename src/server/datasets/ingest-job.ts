import { sql } from 'kysely'
import type { Db } from '../database/db.ts'
import { addJob } from '../jobs/queue.ts'

/** The queue's name of the job that `ingestVersion` does. */
export const ingestTask = 'ingest'

export interface IngestPayload {
  version_id: string
}

/** Puts the reading of a version into the queue, in the transaction that makes the version. */
export const addIngestJob = async (db: Db, versionId: string): Promise<void> => {
  const payload: IngestPayload = { version_id: versionId }
  await addJob(db, ingestTask, payload, `version:${versionId}`)
}

/** Gives every unfinished version that has no job one; there are none unless somebody emptied the queue. */
export const addMissingIngestJobs = async (db: Db): Promise<number> => {
  const { rows } = await sql<{ id: string }>`
    select v.id from dataset_versions v where v.status in ('uploaded', 'processing') and not exists (
      select from graphile_worker.jobs j where j.key = 'version:' || v.id and j.attempts < j.max_attempts)`.execute(db)
  for (const { id } of rows) await addIngestJob(db, id)
  return rows.length
}
