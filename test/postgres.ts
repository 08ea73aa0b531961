import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/**
 * The URL of a new database in the run's PostgreSQL, migrated unless it is asked to be empty. Every test file has its own,
 * so that files may run at once; all of them go when the run ends.
 */
export async function createTestDatabase({ empty = false } = {}): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`
  const template = empty ? 'template0' : 'template_datalens'
  const client = new pg.Client(inject('postgresUrl'))
  await client.connect()
  await client
    .query(`CREATE DATABASE ${name} OWNER datalens TEMPLATE ${template} STRATEGY FILE_COPY`)
    .finally(() => client.end())
  return inject('postgresUrl')
    .replace(/[^/]+$/, name)
    .replace('//postgres:', '//datalens:')
}
