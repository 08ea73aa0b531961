import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Home } from '../home.ts'
import { readOrCreateSecret } from '../secret-file.ts'
import { findBinaries } from './binaries.ts'
import { removeConnectionFile, writeConnectionFile } from './connection-file.ts'
import {
  applicationDatabase,
  applicationRole,
  ensureDataDirectory,
  resetPasswords,
  superuser,
} from './data-directory.ts'
import { chooseListenPlace, type ListenPlace } from './listen-place.ts'
import { stopOrphanedServer } from './orphaned-server.ts'
import { type Postmaster, startPostmaster } from './postmaster.ts'
import { chooseRunAs } from './run-as.ts'

/** The PostgreSQL that lives in the home, while it runs. */
export interface EmbeddedPostgres {
  /** Reaches the application's database as its owner. */
  url: string
  /** Reaches the database `postgres` as superuser. */
  superuserUrl: string
  stop(): Promise<void>
}

/** What happens to the server while nobody asked for it. */
export interface EmbeddedPostgresEvents {
  onDown?(): void
  onUp?(): void
  /** A restart failed; the next try follows by itself. */
  onRestartFailed?(error: Error): void
}

interface EmbeddedPostgresOptions extends EmbeddedPostgresEvents {
  home: Home
  /** Connections that clients may hold in total. */
  connections?: number
  /** Server settings over our own. */
  settings?: Record<string, string>
}

const longestPause = 10_000

/** Starts the home's PostgreSQL, makes it first where it is missing, and keeps it running. The caller holds the home's lock. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { home, connections = 60, settings = {}, onDown, onUp, onRestartFailed } = options
  const directory = join(home.postgres, 'data')
  const binaries = await findBinaries()
  const runAs = await chooseRunAs(binaries.postgres, home.postgres)
  await stopOrphanedServer(binaries, directory)
  const passwordIsNew = !existsSync(join(home.secrets, 'postgres-password'))
  const password = await readOrCreateSecret(home, 'postgres-password')
  const dataIsNew = !existsSync(join(directory, 'PG_VERSION'))
  await ensureDataDirectory({ binaries, runAs, directory, password })
  if (passwordIsNew && !dataIsNew) await resetPasswords({ binaries, runAs, directory }, password)
  const place = await chooseListenPlace(join(home.postgres, 'run'), runAs)
  const url = urlFor(place, applicationRole, password, applicationDatabase)

  const start = () =>
    startPostmaster({
      binaries,
      runAs,
      directory,
      logFile: join(home.postgres, 'server.log'),
      settings: { ...modestSettings(connections), ...place.settings, ...settings },
    })
  let postmaster: Postmaster = await start()
  let isStopping = false
  await writeConnectionFile(home, url)

  const restart = async () => {
    for (let pause = 100; !isStopping; pause = Math.min(pause * 2, longestPause)) {
      try {
        await stopOrphanedServer(binaries, directory)
        postmaster = await start()
        onUp?.()
        return
      } catch (error) {
        onRestartFailed?.(error as Error)
        await sleep(pause)
      }
    }
  }
  const watch = async () => {
    while (!isStopping) {
      await postmaster.ended
      if (isStopping) return
      onDown?.()
      await restart()
    }
  }
  const watching = watch()

  let stopped: Promise<void> | undefined
  const stop = async () => {
    isStopping = true
    await removeConnectionFile(home)
    await postmaster.stop()
    await watching
    await postmaster.stop()
    await place.remove()
  }
  return {
    url,
    superuserUrl: urlFor(place, superuser, password, superuser),
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

function urlFor({ host, port }: ListenPlace, user: string, password: string, database: string): string {
  return `postgresql://${user}:${password}@${encodeURIComponent(host)}:${port}/${database}`
}

/** Sized for descriptions of datasets and a job queue, not for the data: about 60 MB at rest. */
function modestSettings(connections: number): Record<string, string> {
  return {
    max_connections: `${connections}`,
    shared_buffers: '64MB',
    max_wal_size: '512MB',
    fsync: 'on',
    // One machine, no replicas.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_replication_slots: '0',
    max_logical_replication_workers: '0',
    io_method: 'sync',
    jit: 'off',
    max_parallel_workers_per_gather: '0',
    autovacuum_max_workers: '2',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Neither statements nor the values that broke a constraint belong in a log.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_line_prefix: '%m ',
    cluster_name: 'datalens',
  }
}
