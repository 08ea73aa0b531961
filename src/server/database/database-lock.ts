import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { OperatorError } from '../operator-error.ts'
import { keepConnection } from './lasting-connection.ts'

/** The right to serve a database, held by one process at a time and given back however that process ends. */
export interface DatabaseLock {
  /** Rejects when another process has taken the database while the connection was lost. */
  lost: Promise<never>
  release(): Promise<void>
}

interface DatabaseLockOptions {
  databaseUrl: string
  /** Milliseconds to wait for a process that is just ending. */
  patience?: number
  log: (message: string, error?: unknown) => void
}

/** Another process serves the database; the message says which, as far as PostgreSQL knows. */
export class DatabaseInUseError extends OperatorError {
  override name = 'DatabaseInUseError'
}

const serveLock = 0x6461_7473
const pauseMs = 100

/**
 * Takes the database for this process, or throws `DatabaseInUseError`: the jobs of one queue need the files of one home.
 * PostgreSQL holds the lock as long as the connection lives. One that is lost is made anew and takes the lock again.
 */
export const takeDatabaseLock = async ({
  databaseUrl,
  patience = 3_000,
  log,
}: DatabaseLockOptions): Promise<DatabaseLock> => {
  const name = `datalens serve ${process.pid} ${randomBytes(4).toString('hex')} ${hostname()}`.slice(0, 60)
  const taken = Promise.withResolvers<void>()
  const lost = Promise.withResolvers<never>()
  lost.promise.catch(() => {})
  let wasHeld = false
  const refuse = (error: unknown) => (wasHeld ? lost.reject(error) : taken.reject(error))
  const connection = keepConnection({
    databaseUrl,
    applicationName: name,
    async prepare(client) {
      const other = await tryLock(client, name, patience)
      if (other) return refuse(new DatabaseInUseError(inUse(other)))
      wasHeld = true
      taken.resolve()
    },
    onLost(error, pause) {
      if (wasHeld) log(`The connection that holds the database is lost; trying again in ${pause} ms`, error)
      else taken.reject(error)
    },
  })
  try {
    await taken.promise
  } catch (error) {
    await connection.close()
    throw error
  }
  return { lost: lost.promise, release: () => connection.close() }
}

interface Holder {
  pid: number
  name: string | null
  address: string | null
  since: Date | null
}

/** Answers with the one that holds the lock and does not let go of it in time; undefined when it is ours now. */
const tryLock = async (client: pg.Client, name: string, patience: number): Promise<Holder | undefined> => {
  // A machine that has vanished without a word is noticed within a minute.
  await client.query('set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3')
  for (const deadline = performance.now() + patience; ; await sleep(pauseMs)) {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [serveLock])
    if (rows[0]?.held) return undefined
    const holder = await findHolder(client)
    if (holder?.name === name) await client.query('select pg_terminate_backend($1)', [holder.pid])
    else if (holder && performance.now() > deadline) return holder
  }
}

const findHolder = async (client: pg.Client): Promise<Holder | undefined> => {
  const { rows } = await client.query<Holder>(
    `select l.pid, a.application_name as name, host(a.client_addr) as address, a.backend_start as since
      from pg_locks l left join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and l.classid = 0 and l.objid = $1
        and l.database = (select oid from pg_database where datname = current_database())`,
    [serveLock],
  )
  return rows[0]
}

const inUse = ({ name, address, since }: Holder): string => {
  const [, pid, host] = /^datalens serve (\d+) \w+ (.*)$/.exec(name ?? '') ?? []
  const who = [
    pid && `process ${pid} on ${host}`,
    address && `from ${address}`,
    since && `since ${since.toISOString()}`,
  ].filter(Boolean)
  const known = who.length > 0 ? ` (${who.join(', ')})` : ''
  return `The database is in use by another DataLens${known}. Stop it first, or give this one a database of its own with DATABASE_URL.`
}
