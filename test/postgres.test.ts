import pg from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase } from './postgres.ts'

test('test databases are migrated, apart from each other, and belong to no superuser', async () => {
  const urls = await Promise.all([createTestDatabase(), createTestDatabase()])
  expect(new Set(urls).size).toBe(2)
  const client = new pg.Client(urls[0])
  await client.connect()
  const { rows } = await client.query(
    `SELECT to_regclass('users') IS NOT NULL AS migrated, rolsuper FROM pg_roles WHERE rolname = current_user`,
  )
  await client.end()
  expect(rows).toEqual([{ migrated: true, rolsuper: false }])
})
