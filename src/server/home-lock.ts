import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { DatabaseSync } from 'node:sqlite'
import type { Home } from './home.ts'
import { OperatorError } from './operator-error.ts'

/** The right to use a home, held by one process at a time and given back however that process ends. */
export interface HomeLock {
  /** Tells others where this owner answers. */
  announce(url: string): Promise<void>
  release(): Promise<void>
}

/** Who holds a home, as far as the owner itself has written it down. */
export interface HomeOwner {
  pid: number
  host: string
  /** What it does there, such as `datalens serve`. */
  purpose: string
  startedAt: string
  url?: string
}

/** Another process holds the home; the message names it. */
export class HomeInUseError extends OperatorError {
  override name = 'HomeInUseError'
}

/** Takes the home for this process, or throws `HomeInUseError`. */
export async function takeHomeLock(home: Home, purpose: string): Promise<HomeLock> {
  const database = await lockFile(home)
  const owner: HomeOwner = { pid: process.pid, host: hostname(), purpose, startedAt: new Date().toISOString() }
  await writeOwner(home, owner)
  let isHeld = true
  return {
    announce: (url) => writeOwner(home, { ...owner, url }),
    release: async () => {
      if (!isHeld) return
      isHeld = false
      await rm(home.ownerFile, { force: true })
      database.close()
    },
  }
}

/** The owner's own words; undefined while nobody holds the home, or while the owner has only just taken it. */
export async function findHomeOwner(home: Home): Promise<HomeOwner | undefined> {
  const text = await readFile(home.ownerFile, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as HomeOwner)
}

/**
 * An exclusive transaction that stays open: the operating system holds its lock on the file, and ends it with the process.
 * This process must not open the file again, not even to read it: POSIX ends the lock when any of its handles is closed.
 */
async function lockFile(home: Home): Promise<DatabaseSync> {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(home.lockFile, { timeout: 0 })
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database?.close()
    const isBusy = (error as { errcode?: number }).errcode === 5
    if (isBusy) throw new HomeInUseError(await describeOwner(home))
    throw new OperatorError(
      `${home.lockFile} cannot be locked: ${(error as Error).message}. DATALENS_HOME must be on a disk that you may write to.`,
    )
  }
}

async function describeOwner(home: Home): Promise<string> {
  const owner = await findHomeOwner(home)
  if (!owner) return `${home.root} is in use by another process.`
  const where = owner.host === hostname() ? '' : ` on ${owner.host}`
  const address = owner.url ? `, at ${owner.url}` : ''
  return `${home.root} is in use by ${owner.purpose} (process ${owner.pid}${where}, since ${owner.startedAt}${address}). Stop it first, or set DATALENS_HOME to another directory.`
}

async function writeOwner(home: Home, owner: HomeOwner): Promise<void> {
  const aside = `${home.ownerFile}.new`
  await writeFile(aside, `${JSON.stringify(owner)}\n`, { mode: 0o600 })
  await rename(aside, home.ownerFile)
}
