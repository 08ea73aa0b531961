import type { Home } from '../home.ts'
import type { Settings } from '../settings.ts'
import { type EmbeddedPostgresEvents, startEmbeddedPostgres } from './embedded-postgres.ts'
import { reachDatabase } from './reach-database.ts'

/** A database that answers, wherever it lives. */
export interface OpenDatabase {
  url: string
  /** Stops the server if it is ours. */
  stop(): Promise<void>
}

interface OpenOptions extends EmbeddedPostgresEvents {
  settings: Settings
  home: Home
  /** Milliseconds to wait for a server of the person's own. */
  patience?: number
  onWaiting?(reason: string): void
}

/** Connections besides the API's pool: the worker, the queue, listeners, and people at the command line. */
const otherConnections = 40

/** The database that `DATABASE_URL` names, or else the embedded one of the home, whose lock the caller holds. */
export async function openDatabase({
  settings,
  home,
  patience = 30_000,
  ...options
}: OpenOptions): Promise<OpenDatabase> {
  if (settings.databaseUrl === undefined) {
    return startEmbeddedPostgres({ home, connections: settings.databasePoolSize + otherConnections, ...options })
  }
  await reachDatabase(settings.databaseUrl, { patience, ...options })
  return { url: settings.databaseUrl, stop: async () => {} }
}
