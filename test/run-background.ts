import { Logger, runOnce } from 'graphile-worker'
import pg from 'pg'
import { backgroundTasks } from '../src/server/background.ts'
import { queueSchema } from '../src/server/jobs/queue.ts'
import type { buildTestApp } from './app.ts'
import { type ReadMail, readMailFiles } from './read-mail.ts'

type TestApp = Pick<Awaited<ReturnType<typeof buildTestApp>>, 'orm' | 'home' | 'settings' | 'databaseUrl' | 'outside'>

/** Does what waits to be done beside the requests, and answers with the mails that lie in the home then. */
export async function runBackground({ orm, home, settings, databaseUrl, outside }: TestApp): Promise<ReadMail[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 3 })
  pool.on('error', () => {})
  const { now } = outside
  try {
    await runOnce({
      pgPool: pool,
      schema: queueSchema,
      noHandleSignals: true,
      logger: new Logger(() => () => {}),
      taskList: await backgroundTasks({ orm, home, settings, log: () => {}, ...(now ? { now } : {}) }),
    })
  } finally {
    await pool.end()
  }
  return await readMailFiles(home)
}
