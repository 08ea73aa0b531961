import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { DataLensProcess } from '../../test/datalens-process.ts'
import { createTestDatabase } from '../../test/postgres.ts'

test('a server that loses its database to another one stops and says why', async () => {
  const databaseUrl = await createTestDatabase({ empty: true })
  const home = await mkdtemp(join(tmpdir(), 'datalens-test-'))
  const datalens = new DataLensProcess(home, { DATABASE_URL: databaseUrl })
  await datalens.start()
  const [other, third] = [new pg.Client(databaseUrl), new pg.Client(databaseUrl)]
  await Promise.all([other.connect(), third.connect()])
  const { rows } = await third.query<{ pid: number; objid: string }>(
    `select pid, objid from pg_locks join pg_stat_activity using (pid)
      where locktype = 'advisory' and application_name like 'datalens serve %' and datname = current_database()`,
  )
  const taking = other.query('select pg_advisory_lock($1)', [rows[0]?.objid])
  // Before the other one stands in line, the server could take its lock back.
  const inLine = `select from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`
  await expect.poll(async () => (await third.query(inLine)).rowCount).toBe(1)
  await third.query('select pg_terminate_backend($1)', [rows[0]?.pid])
  await taking
  expect(await datalens.exited()).toBe(1)
  expect(datalens.log).toContain('The database is in use by another DataLens')
  await Promise.all([other.end(), third.end()])
  await rm(home, { recursive: true })
})
