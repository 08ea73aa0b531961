import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { upgrade } from '../src/server/database/migrations.ts'
import { openOrm } from '../src/server/database/orm.ts'
import { openHome } from '../src/server/home.ts'
import { migrateQueue } from '../src/server/jobs/queue.ts'
import { startEmbeddedPostgres } from '../src/server/postgres/embedded-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Reaches the run's PostgreSQL as superuser. */
    postgresUrl: string
  }
}

/** One PostgreSQL for the whole run, with the migrated database that `createTestDatabase` copies. */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const root = await mkdtemp(join(tmpdir(), 'datalens-test-'))
  const postgres = await startEmbeddedPostgres({
    home: await openHome(root),
    connections: 200,
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', autovacuum: 'off' },
  })
  const stop = async () => {
    await postgres.stop()
    await rm(root, { recursive: true })
  }
  try {
    await migrateTemplate(postgres.superuserUrl)
  } catch (error) {
    await stop()
    throw error
  }
  project.provide('postgresUrl', postgres.superuserUrl)
  return stop
}

async function migrateTemplate(superuserUrl: string): Promise<void> {
  const client = new pg.Client(superuserUrl)
  await client.connect()
  await client.query('CREATE DATABASE template_datalens OWNER datalens')
  await client.end()
  const url = superuserUrl.replace(/[^/]+$/, 'template_datalens').replace('//postgres:', '//datalens:')
  const orm = openOrm({ url })
  await upgrade(orm)
  await migrateQueue(url)
  await orm.close()
}
