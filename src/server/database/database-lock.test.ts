import { hostname } from 'node:os'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/postgres.ts'
import { type DatabaseLock, takeDatabaseLock } from './database-lock.ts'

let databaseUrl: string
let client: pg.Client
const held: DatabaseLock[] = []
const reports: string[] = []

beforeEach(async () => {
  databaseUrl = await createTestDatabase({ empty: true })
  client = new pg.Client(databaseUrl)
  await client.connect()
})
afterEach(async () => {
  for (const lock of held.splice(0)) await lock.release()
  await client.end()
})

const take = async (patience = 300) => {
  const lock = await takeDatabaseLock({ databaseUrl, patience, log: (message) => reports.push(message) })
  held.push(lock)
  return lock
}
const holders = async () => {
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and application_name like 'datalens serve %'`,
  )
  return rows.map(({ pid }) => pid)
}
const cut = async () => {
  for (const pid of await holders()) await client.query('select pg_terminate_backend($1)', [pid])
}

test('a second one is refused and hears who holds the database, until it is given back', async () => {
  const first = await take()
  await expect(take()).rejects.toThrow(
    `The database is in use by another DataLens (process ${process.pid} on ${hostname()}`.slice(0, 60),
  )
  expect(await holders()).toHaveLength(1)
  await first.release()
  await take()
})

test('one that is just ending is waited for', async () => {
  const first = await take()
  setTimeout(() => void first.release(), 300)
  await take(5_000)
})

test('two databases of one server do not know of each other', async () => {
  await take()
  databaseUrl = await createTestDatabase({ empty: true })
  await take()
})

test('a lost connection is made anew and holds the database again', async () => {
  const lock = await take()
  const [before] = await holders()
  await cut()
  await expect.poll(async () => (await holders()).filter((pid) => pid !== before)).toHaveLength(1)
  await expect(take()).rejects.toThrow('in use by another DataLens')
  expect(reports.join()).toContain('The connection that holds the database is lost')
  expect(await Promise.race([lock.lost, 'still held'])).toBe('still held')
})

test('who comes while the connection is lost has the database, and the first one is told', async () => {
  const first = await take()
  const lockId = await client.query<{ objid: string }>(
    `select objid from pg_locks where locktype = 'advisory' and pid = $1`,
    [(await holders())[0]],
  )
  const taking = client.query('select pg_advisory_lock($1)', [lockId.rows[0]?.objid])
  const other = new pg.Client(databaseUrl)
  await other.connect()
  await other.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like 'datalens serve %'`,
  )
  await other.end()
  await taking
  await expect(first.lost).rejects.toThrow('The database is in use by another DataLens')
})
