import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser } from '../../../test/factories.ts'
import { insertDataset } from './insert-dataset.ts'
import { createQuota } from './quota.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
beforeAll(async () => {
  server = await buildTestApp()
})
afterAll(() => server.close())

test('an upload whose row is gone is not acknowledged and leaves nothing behind', async () => {
  const db = server.orm.em.fork().getKysely()
  const { id: userId } = await buildUser(server.orm)
  const upload = {
    id: randomUUID(),
    userId,
    name: 'a.csv',
    title: 'a',
    options: null,
    bytes: 4,
    sha256: '0'.repeat(64),
    keys: [],
    quota: createQuota(undefined),
    record: async () => {},
  }
  await expect(insertDataset(db, upload)).rejects.toMatchObject({
    code: 'busy',
    message: 'The upload was interrupted. Send it again.',
  })
  const { rows } = await sql`select id from datasets union all select id from dataset_versions`.execute(db)
  expect(rows).toEqual([])

  server.liveUploads.add(upload.id)
  await sql`insert into uploads (id, user_id, original_filename, file_path, expires_at)
    values (${upload.id}, ${userId}, 'a.csv', 'x', now() + interval '1 hour')`.execute(db)
  expect(await insertDataset(db, upload)).toMatchObject({ isReplayed: false })
})
