import { setTimeout as sleep } from 'node:timers/promises'
import type { TaskList } from 'graphile-worker'
import pg from 'pg'
import { forgottenPasswordTask, mailForgottenPassword } from './accounts/forgotten-password.ts'
import type { Orm } from './database/orm.ts'
import type { Home } from './home.ts'
import { type Work, work } from './jobs/work.ts'
import { createMailDelivery } from './mail/deliver-mail.ts'
import { createMailer, sendMailTask } from './mail/mailer.ts'
import { openSeal } from './mail/seal.ts'
import type { Settings } from './settings.ts'

export interface BackgroundOutside {
  orm: Orm
  home: Home
  settings: Pick<Settings, 'smtpUrl' | 'mailFrom'>
  log: (level: 'info' | 'warn' | 'error', message: string, error?: unknown) => void
  now?: () => number
}

/** What is done soon after a request, without it: small things that wait for others, never for a file. */
export async function backgroundTasks({
  orm,
  home,
  settings,
  log,
  now = Date.now,
}: BackgroundOutside): Promise<TaskList> {
  const seal = await openSeal(home)
  const mailer = createMailer(seal, now)
  return {
    [sendMailTask]: createMailDelivery({ seal, home, settings, log, now }),
    [forgottenPasswordTask]: (payload) => mailForgottenPassword(orm.em.fork(), { seal, mailer, now }, payload),
  }
}

const tasksAtOnce = 4
const pauseMs = 2_000

/** Does these tasks in this process, so that a mail never waits behind a file that is being read. */
export function startBackground(
  databaseUrl: string,
  tasks: TaskList,
  log: BackgroundOutside['log'],
): { close: () => Promise<void> } {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: tasksAtOnce,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: 'datalens background',
  })
  pool.on('error', (error) => log('warn', 'A database connection was lost', error))
  pool.on('connect', (client) => void client.on('error', () => {}))
  const closing = new AbortController()
  let current: Work | undefined

  const keepWorking = async () => {
    while (!closing.signal.aborted) {
      try {
        current = await work({ pool, tasks, concurrency: tasksAtOnce, log })
        if (closing.signal.aborted) return await current.stop()
        await current.ended
      } catch (error) {
        log('warn', 'The work in the background is begun again', error)
      }
      await sleep(pauseMs, undefined, { signal: closing.signal }).catch(() => {})
    }
  }
  const ended = keepWorking()

  return {
    async close() {
      closing.abort()
      await current?.stop().catch(() => {})
      await ended
      await pool.end()
    },
  }
}
