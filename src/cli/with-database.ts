import { setTimeout as sleep } from 'node:timers/promises'
import { type Orm, openOrm } from '../server/database/orm.ts'
import { type Home, openHome } from '../server/home.ts'
import { HomeInUseError, takeHomeLock } from '../server/home-lock.ts'
import { findConnection } from '../server/postgres/connection-file.ts'
import { openDatabase } from '../server/postgres/open-database.ts'
import { reachDatabase } from '../server/postgres/reach-database.ts'
import { readSettings, type Settings } from '../server/settings.ts'

/** The database a command works on. */
export interface CommandDatabase {
  orm: Orm
  url: string
  /** Where it is and who runs it, in words. */
  place: string
}

/** A server that is only just starting writes down within this many milliseconds how to reach it. */
const startPatience = 10_000

/**
 * Runs a command on the database of the settings: on the person's own server, on the embedded one while DataLens runs, or
 * on the embedded one started for this command alone.
 */
export async function withDatabase<T>(purpose: string, work: (database: CommandDatabase) => Promise<T>): Promise<T> {
  const settings = readSettings()
  if (settings.databaseUrl !== undefined) {
    const { databaseUrl: url } = settings
    await reachDatabase(url, { patience: 3_000, onWaiting: (reason) => console.error(`${reason} Trying again.`) })
    return withOrm({ url, place: 'a PostgreSQL of your own (DATABASE_URL)' }, work)
  }
  const home = await openHome(settings.home)
  const lock = await takeHomeLock(home, purpose).catch((error: Error) => error)
  if (lock instanceof Error) {
    if (!(lock instanceof HomeInUseError)) throw lock
    return withOrm(
      { url: await waitForConnection(home, lock), place: `embedded in ${home.root}, in use by the running DataLens` },
      work,
    )
  }
  try {
    return await withOwnServer(settings, home, work)
  } finally {
    await lock.release()
  }
}

async function withOwnServer<T>(
  settings: Settings,
  home: Home,
  work: (database: CommandDatabase) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({ settings, home })
  try {
    return await withOrm({ url: database.url, place: `embedded in ${home.root}, started for this command` }, work)
  } finally {
    await database.stop()
  }
}

async function withOrm<T>(
  where: { url: string; place: string },
  work: (database: CommandDatabase) => Promise<T>,
): Promise<T> {
  const orm = openOrm({ url: where.url, poolSize: 4, statementTimeout: 0 })
  try {
    return await work({ orm, ...where })
  } finally {
    await orm.close()
  }
}

async function waitForConnection(home: Home, refusal: HomeInUseError): Promise<string> {
  for (const deadline = Date.now() + startPatience; Date.now() < deadline; await sleep(100)) {
    const url = await findConnection(home)
    if (url) return url
  }
  throw refusal
}
