import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** The URL of a new database in the PostgreSQL of a run, migrated unless it is asked to be empty. */
export async function copyDatabase(superuserUrl: string, { empty = false } = {}): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`
  const template = empty ? 'template0' : 'template_datalens'
  const client = new pg.Client(superuserUrl)
  await client.connect()
  await client
    .query(`CREATE DATABASE ${name} OWNER datalens TEMPLATE ${template} STRATEGY FILE_COPY`)
    .finally(() => client.end())
  return superuserUrl.replace(/[^/]+$/, name).replace('//postgres:', '//datalens:')
}
