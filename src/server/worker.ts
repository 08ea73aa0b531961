import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import pino from 'pino'
import { openDatasetChanges } from './datasets/dataset-changes.ts'
import { type IngestPayload, ingestTask } from './datasets/ingest-job.ts'
import { ingestVersion } from './datasets/ingest-version.ts'
import { openFileStore } from './datasets/stored-file.ts'
import { homeAt } from './home.ts'
import { work } from './jobs/work.ts'
import type { Settings } from './settings.ts'

/** What a worker has to know; it reads no settings of its own. */
export interface WorkerSettings {
  home: string
  databaseUrl: string
  threads: number
  memoryLimitBytes: number
  logLevel: Settings['logLevel']
}

export interface Worker {
  /** Resolves or rejects when it has ended without being told to. */
  ended: Promise<void>
  /** Puts the work under way back and ends. */
  stop(): Promise<void>
}

/** Does the jobs of the queue. `onName` hears under which name, before the first. */
export const startWorker = async (settings: WorkerSettings, onName: (workerId: string) => void): Promise<Worker> => {
  const log = pino({ level: settings.logLevel, name: 'worker' }, pino.destination(2))
  const pool = new pg.Pool({
    connectionString: settings.databaseUrl,
    max: 4,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: 'datalens worker',
  })
  pool.on('error', (error) => log.warn({ err: error }, 'A database connection was lost'))
  pool.on('connect', (client) => void client.on('error', () => {}))
  const db = new Kysely({ dialect: new PostgresDialect({ pool }) })
  const home = homeAt(settings.home)
  await openFileStore(home)
  const changes = openDatasetChanges({
    databaseUrl: settings.databaseUrl,
    log: (message, error) => log.warn({ err: error }, message),
  })
  const stopping = new AbortController()

  const jobs = await work({
    pool,
    tasks: {
      [ingestTask]: (payload: unknown) =>
        ingestVersion((payload as IngestPayload).version_id, {
          db,
          home,
          threads: settings.threads,
          memoryLimitBytes: settings.memoryLimitBytes,
          stop: stopping.signal,
          onChange: (datasetId, listener) => changes.ofDataset(datasetId, listener),
          log: (message, error) => log.error({ err: error }, message),
        }),
    },
    onName,
    log: (level, message) => log[level](message),
  })
  return {
    ended: jobs.ended,
    async stop() {
      stopping.abort(new Error('The worker stops'))
      await jobs.stop()
      await changes.close()
      await db.destroy()
    },
  }
}
