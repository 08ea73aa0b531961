import { Logger, runOnce } from 'graphile-worker'
import pg from 'pg'
import { ingestTask } from '../src/server/datasets/ingest-job.ts'
import { type IngestOutside, ingestVersion } from '../src/server/datasets/ingest-version.ts'
import { queueSchema } from '../src/server/jobs/queue.ts'
import type { buildTestApp } from './app.ts'

type TestApp = Pick<Awaited<ReturnType<typeof buildTestApp>>, 'orm' | 'home' | 'changes' | 'databaseUrl'>

/** Does every job that waits, in this process, as a worker would. */
export const runJobs = async (
  { orm, home, changes, databaseUrl }: TestApp,
  outside: Partial<IngestOutside> = {},
): Promise<void> => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 3 })
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  try {
    await runOnce({
      pgPool: pool,
      schema: queueSchema,
      noHandleSignals: true,
      logger: new Logger(() => () => {}),
      taskList: {
        [ingestTask]: (payload: unknown) =>
          ingestVersion((payload as { version_id: string }).version_id, {
            db: orm.em.fork().getKysely(),
            home,
            threads: 2,
            memoryLimitBytes: 256 * 2 ** 20,
            stop: new AbortController().signal,
            onChange: (id, listener) => changes.ofDataset(id, listener),
            log: () => {},
            ...outside,
          }),
      },
    })
  } finally {
    await pool.end()
  }
}
