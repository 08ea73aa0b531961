import { availableParallelism } from 'node:os'
import { extname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { loadLimits } from '../engine/load-limits.ts'
import { createQueryPool } from '../engine/query/query-pool.ts'
import { createApp } from './app.ts'
import { backgroundTasks, startBackground } from './background.ts'
import { bindHome, checkHome } from './bind-home.ts'
import { takeDatabaseLock } from './database/database-lock.ts'
import { isDatabaseUnavailable } from './database/database-unavailable.ts'
import { upgrade } from './database/migrations.ts'
import { openOrm } from './database/orm.ts'
import { openDatasetChanges } from './datasets/dataset-changes.ts'
import { addMissingIngestJobs } from './datasets/ingest-job.ts'
import { absolutePath, clearPreviews, openFileStore, rowListsDirectory } from './datasets/stored-file.ts'
import { forgetBrokenUploads } from './datasets/sweep-files.ts'
import { startSweeper } from './datasets/sweeper.ts'
import type { Home } from './home.ts'
import { logOptions } from './http/log-options.ts'
import { Problem } from './http/problem-error.ts'
import { publicOrigin } from './http/public-origin.ts'
import { webDirectory } from './http/web-files.ts'
import { migrateQueue, recoverJobs, unlockJobs } from './jobs/queue.ts'
import { superviseWorkers } from './jobs/supervisor.ts'
import { OperatorError } from './operator-error.ts'
import type { Settings } from './settings.ts'
import type { WorkerSettings } from './worker.ts'

export interface ServeOptions {
  settings: Settings
  /** Held by this process, see `home-lock.ts`. */
  home: Home
  databaseUrl: string
  /** How long to wait for a database that does not answer yet, in milliseconds. */
  databasePatienceMs?: number
  /** The cost of bcrypt, unless it is to be the usual one. */
  passwordCost?: number
}

/** A DataLens that answers. */
export interface RunningServer {
  /** Where people reach it from this machine. */
  url: string
  /** Rejects with the reason when it cannot go on and is to be stopped. */
  failed: Promise<never>
  /** Lets requests under way end, puts unfinished work back and closes everything, within a few seconds. */
  stop(): Promise<void>
}

const queryMemoryBytes = 512 * 2 ** 20

/** Brings the database up to date, starts the workers and the API, and answers when people can use it. */
export const serve = async (options: ServeOptions): Promise<RunningServer> => {
  const opened: (() => Promise<unknown>)[] = []
  let closing: Promise<void> | undefined
  const close = async () => {
    for (const end of opened.reverse()) await end().catch(() => {})
  }
  try {
    return {
      ...(await open(options, opened)),
      stop: () => {
        closing ??= close()
        return closing
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Opens one thing after the other and notes how each is closed again. */
const open = async (
  options: ServeOptions,
  opened: (() => Promise<unknown>)[],
): Promise<Omit<RunningServer, 'stop'>> => {
  const { settings, home, databaseUrl } = options
  const stream = pino.destination(2)
  const log = pino({ ...logOptions(settings.logLevel), name: 'server' }, stream)
  const logTrouble = (message: string, error?: unknown) => log.warn(error ? { err: error } : {}, message)

  const patienceMs = options.databasePatienceMs ?? 60_000
  const lock = await patiently(patienceMs, logTrouble, () => takeDatabaseLock({ databaseUrl, log: logTrouble }))
  opened.push(() => lock.release())
  const orm = openOrm({ url: databaseUrl, poolSize: settings.databasePoolSize })
  opened.push(() => orm.close())
  const db = () => orm.em.getKysely()
  await patiently(patienceMs, logTrouble, async () => {
    await migrate(databaseUrl)
    await migrateQueue(databaseUrl)
  })
  await bindHome({ db: db(), home })
  await openFileStore(home)
  await clearPreviews(home)
  const liveUploads = new Set<string>()
  await forgetBrokenUploads(db(), liveUploads)
  await recoverJobs(db())
  await addMissingIngestJobs(db())

  const changes = openDatasetChanges({ databaseUrl, log: logTrouble })
  opened.push(() => changes.close())
  await changes.ready
  const cores = availableParallelism()
  const queries = createQueryPool({
    processes: Math.min(4, Math.max(2, Math.floor(cores / 2))),
    memoryLimitBytes: queryMemoryBytes,
    tempDir: join(home.tmp, 'query'),
    listsDir: absolutePath(home, rowListsDirectory),
  })
  opened.push(() => queries.close())
  const { trashDays } = settings
  const beforeRemoval = queries.forget
  const sweeper = startSweeper({
    db,
    home,
    trashDays,
    changes,
    liveUploads,
    checkHome: () => checkHome({ db: db(), home }),
    beforeRemoval,
    log: logTrouble,
  })
  opened.push(() => sweeper.close())
  sweeper.soon()

  const logWork = (level: 'info' | 'warn' | 'error', message: string, error?: unknown) =>
    log[level](error ? { err: error } : {}, message)
  const background = startBackground(databaseUrl, await backgroundTasks({ orm, home, settings, log: logWork }), logWork)
  opened.push(() => background.close())

  const supervisor = superviseWorkers<WorkerSettings>({
    ...workersFor(cores, options),
    onDeath: (workerId) => unlockJobs(db(), [workerId]),
    log: (level, message, details = {}) => log[level](details, message),
  })
  const stopping = new AbortController()
  const app = await createApp({
    settings,
    home,
    orm,
    changes,
    queries,
    sweeper,
    liveUploads,
    stopping: stopping.signal,
    webDirectory,
    ...(options.passwordCost ? { passwordCost: options.passwordCost } : {}),
    logger: { ...logOptions(settings.logLevel), stream },
  })
  opened.push(async () => {
    stopping.abort(new Problem('busy', 'The server stops. Try again when it is back.'))
    await Promise.allSettled([app.close(), supervisor.stop()])
  })
  await app.listen({ port: settings.port, host: settings.host }).catch((error) => {
    throw cannotListen(error, settings)
  })
  return { url: publicOrigin(settings, app.server.address()), failed: lock.lost }
}

/** A file is read with all cores; a second one at the same time needs four of them. */
const workersFor = (cores: number, { settings, home, databaseUrl }: ServeOptions) => {
  const count = Math.min(4, Math.max(1, Math.floor(cores / 2)))
  return {
    entry: fileURLToPath(new URL(`./worker-process${extname(import.meta.url)}`, import.meta.url)),
    count,
    settings: {
      home: home.root,
      databaseUrl,
      ...loadLimits(cores, count),
      logLevel: settings.logLevel,
    },
  }
}

/** A migration may take longer than any request. */
const migrate = async (url: string): Promise<void> => {
  const orm = openOrm({ url, poolSize: 2, statementTimeout: 0 })
  try {
    await upgrade(orm)
  } finally {
    await orm.close()
  }
}

/** Tries again, ever more slowly, while the database does not answer. */
const patiently = async <T>(
  patienceMs: number,
  log: (message: string, error: unknown) => void,
  work: () => Promise<T>,
): Promise<T> => {
  const deadline = performance.now() + patienceMs
  for (let pause = 100; ; pause = Math.min(pause * 2, 5_000)) {
    try {
      return await work()
    } catch (error) {
      if (!isDatabaseUnavailable(error) || performance.now() + pause > deadline) throw error
      log(`The database does not answer; trying again in ${pause} ms`, error)
      await sleep(pause)
    }
  }
}

const cannotListen = (error: unknown, { host, port }: Settings): unknown => {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new OperatorError(`Port ${port} on ${host} is taken by another program. Choose another one with PORT.`)
    case 'EACCES':
      return new OperatorError(`Port ${port} on ${host} is not allowed for this user. Choose one above 1023 with PORT.`)
    case 'EADDRNOTAVAIL':
      return new OperatorError(
        `This machine does not have the address ${host}. Set HOST to one it has, such as 127.0.0.1.`,
      )
    default:
      return error
  }
}
