import { Logger, runMigrations } from 'graphile-worker'
import { sql } from 'kysely'
import type { Db } from '../database/db.ts'

/** The queue keeps its tables in a schema of its own, which its library migrates. */
export const queueSchema = 'graphile_worker'

/** What the queue has to say goes to `log`; its routine news is of no interest. */
export const queueLogger = (log: (level: 'warn' | 'error', message: string) => void): Logger =>
  new Logger(() => (level, message) => {
    if (level === 'error') log('error', message)
    else if (level === 'warning') log('warn', message)
  })

/** Makes or upgrades the queue's tables; safe when several processes do it at once. */
export const migrateQueue = (databaseUrl: string): Promise<void> =>
  runMigrations({ connectionString: databaseUrl, schema: queueSchema, logger: queueLogger(() => {}) })

/**
 * Far more attempts than a job can need, because the task itself counts and ends what fails again and again. A job that
 * the queue gave up on would leave its dataset unfinished.
 */
const maxAttempts = 1000

/** Adds a job in the transaction of `db`, so that it exists exactly if what it works on does. One `key`, one job. */
export const addJob = async (
  db: Db,
  task: string,
  payload: unknown,
  key: string | null,
  mostAttempts = maxAttempts,
): Promise<void> => {
  await sql`select from graphile_worker.add_job(${task}, ${JSON.stringify(payload)}::json,
    job_key => ${key}, max_attempts => ${mostAttempts})`.execute(db)
}

/** Hands jobs of dead workers back at once; only for workers that certainly run no more. */
export const unlockJobs = async (db: Db, workers: string[]): Promise<void> => {
  await sql`select graphile_worker.force_unlock_workers(${workers})`.execute(db)
}

/**
 * At a start no worker of this home can be alive, so every job that is locked belongs to a dead one. What waited for
 * another attempt need not wait any longer.
 */
export const recoverJobs = async (db: Db): Promise<void> => {
  await sql`select graphile_worker.force_unlock_workers(array(
    select distinct locked_by from graphile_worker.jobs where locked_by is not null))`.execute(db)
  await sql`select from graphile_worker.reschedule_jobs(array(
    select id from graphile_worker.jobs where run_at > now()), run_at => now())`.execute(db)
}
