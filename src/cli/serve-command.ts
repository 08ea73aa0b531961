import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import pino from 'pino'
import { openHome } from '../server/home.ts'
import { takeHomeLock } from '../server/home-lock.ts'
import type { RunningServer } from '../server/main.ts'
import { openDatabase } from '../server/postgres/open-database.ts'
import { readSettings } from '../server/settings.ts'

/** How long a step of the start may go on after a signal, in milliseconds. */
const stepPatience = 5_000

/** `datalens serve`: everything, until a signal comes or the launcher is gone. */
export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('run DataLens: the database, the API with the web, and the worker')
    .action(async () => {
      const stopping = waitForStop()
      const opened: (() => Promise<void>)[] = []
      try {
        const started = start(opened, stopping.signal)
        const server = await Promise.race([started, stopping.requested.then(() => sleep(stepPatience))])
        await Promise.race([stopping.requested, ...(server ? [server.failed] : [])])
      } finally {
        for (const close of opened.reverse()) await close()
        // Without this the launcher's channel would keep the process.
        if (process.connected) process.disconnect()
      }
    })
}

async function start(opened: (() => Promise<void>)[], signal: AbortSignal): Promise<RunningServer | undefined> {
  const settings = readSettings()
  const log = pino({ level: settings.logLevel, name: 'database' }, pino.destination(2))
  const home = await openHome(settings.home)
  const lock = await takeHomeLock(home, 'datalens serve')
  opened.push(() => lock.release())
  const database = await openDatabase({
    settings,
    home,
    onWaiting: (reason) => log.warn(`${reason} Trying again.`),
    onDown: () => log.error('The embedded PostgreSQL ended; starting it again'),
    onUp: () => log.info('The embedded PostgreSQL is back'),
    onRestartFailed: (error) => log.error(error.message),
  })
  opened.push(() => database.stop())
  if (signal.aborted) return undefined
  const { serve } = await import('../server/main.ts')
  const server = await serve({ settings, home, databaseUrl: database.url })
  opened.push(() => server.stop())
  if (signal.aborted) return undefined
  await lock.announce(server.url)
  console.log(`DataLens is ready: ${server.url}`)
  return server
}

/** The first signal counts; the same one usually comes again by way of npm and the launcher. */
function waitForStop(): { requested: Promise<void>; signal: AbortSignal } {
  const controller = new AbortController()
  const requested = new Promise<void>((resolve) => controller.signal.addEventListener('abort', () => resolve()))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort())
  process.on('disconnect', () => controller.abort())
  return { requested, signal: controller.signal }
}
