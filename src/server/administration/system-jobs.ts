import { sql } from 'kysely'
import type { System } from '../../shared/system.ts'
import { type Db, inTransaction } from '../database/db.ts'
import { utc } from '../database/utc.ts'
import { addIngestJob } from '../datasets/ingest-job.ts'
import { sendMailTask } from '../mail/mailer.ts'

const mostFailures = 50
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Versions that a person cancelled or whose dataset lies in the trash are nobody's trouble. */
const failedVersion = sql`v.status = 'error' and v.error_code <> 'cancelled' and d.deleted_at is null`
/** The reading of a version is counted by the version itself; its job in the queue is a means. */
const otherJob = sql`j.task_identifier <> 'ingest'`
const givenUp = sql`j.attempts >= j.max_attempts`

/** What waits, what is being done and what failed: readings of files, mails and the like. Nothing tells of contents. */
export const readJobs = async (db: Db): Promise<System['jobs'] & { mailsWaiting: number }> => {
  const { rows: counts } = await sql<{ waiting: number; running: number; failed: number; mails: number }>`
    select v.waiting + j.waiting as waiting, v.running + j.running as running, v.failed + j.failed as failed, j.mails
    from (select count(*) filter (where v.status = 'uploaded')::int as waiting,
        count(*) filter (where v.status = 'processing')::int as running,
        count(*) filter (where ${failedVersion})::int as failed
      from dataset_versions v join datasets d on d.id = v.dataset_id where v.status <> 'ready') v,
      (select count(*) filter (where j.locked_at is null and not ${givenUp})::int as waiting,
        count(*) filter (where j.locked_at is not null)::int as running,
        count(*) filter (where ${givenUp})::int as failed,
        count(*) filter (where j.task_identifier = ${sendMailTask} and not ${givenUp})::int as mails
      from graphile_worker.jobs j where ${otherJob}) j`.execute(db)
  const { rows: failures } = await sql<System['jobs']['failures'][number]>`
    select * from (
      select v.id::text as id, 'ingest' as kind, v.error_code as code, v.attempt as attempts,
        ${utc(sql`v.updated_at`)} as failed_at, json_build_object('id', d.id, 'owner', u.username) as dataset
      from dataset_versions v join datasets d on d.id = v.dataset_id join users u on u.id = d.user_id
      where ${failedVersion}
      union all
      select j.id::text, j.task_identifier, 'failed', j.attempts, ${utc(sql`j.updated_at`)}, null
      from graphile_worker.jobs j where ${otherJob} and ${givenUp}
    ) failure order by failed_at desc, id limit ${mostFailures}`.execute(db)
  const { mails: mailsWaiting = 0, ...rest } = counts[0] ?? { waiting: 0, running: 0, failed: 0 }
  return { ...rest, failures, mailsWaiting }
}

/** Has a failed job done once more, with all its attempts. Undefined when there is no such failed job. */
export const retryJob = async (db: Db, id: string): Promise<{ kind: string; datasetId: string | null } | undefined> => {
  if (uuid.test(id)) return await retryVersion(db, id)
  if (!/^\d{1,15}$/.test(id)) return undefined
  const { rows } = await sql<{ kind: string }>`
    select r.id, j.task_identifier as kind
    from graphile_worker.jobs j, graphile_worker.reschedule_jobs(array[j.id], run_at => now(), attempts => 0) r
    where j.id = ${id}::bigint and ${otherJob} and ${givenUp} and j.locked_at is null`.execute(db)
  return rows[0] && { kind: rows[0].kind, datasetId: null }
}

/** Attempts stay numbered as they were, because the number fences them; those so far count as put back. */
const retryVersion = (db: Db, id: string) =>
  inTransaction(db, async (transaction) => {
    const { rows } = await sql<{ datasetId: string; number: number }>`
      select d.id as "datasetId", v.number from datasets d join dataset_versions v on v.dataset_id = d.id
      where v.id = ${id} and ${failedVersion} and not exists (
        select from dataset_versions w where w.dataset_id = d.id and w.status in ('uploaded', 'processing'))
      for no key update of d, v`.execute(transaction)
    const [version] = rows
    if (!version) return undefined
    await sql`update dataset_versions set status = 'uploaded', releases = attempt, error_code = null, error_detail = null,
      progress = null where id = ${id}`.execute(transaction)
    await sql`update datasets set status = 'uploaded', error_code = null, error_detail = null
      where id = ${version.datasetId} and current_version = ${version.number}`.execute(transaction)
    await addIngestJob(transaction, id)
    return { kind: 'ingest', datasetId: version.datasetId }
  })
