import { randomUUID } from 'node:crypto'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildDataset } from '../../../test/dataset-factory.ts'
import { buildUser, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import type { UserRow } from '../accounts/user.ts'
import { addMissingIngestJobs } from './ingest-job.ts'
import { expireRows, forgetBrokenUploads, sweepFiles } from './sweep-files.ts'
import { claimVersion } from './version-states.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: UserRow

beforeAll(async () => {
  server = await buildTestApp()
})

afterAll(() => server.close())

beforeEach(async () => {
  await sql`delete from users`.execute(db())
  await sweep()
  ada = await buildUser(server.orm)
})

const db = () => server.orm.em.fork().getKysely()
const sweep = () => sweepFiles(db(), server.home)
/** The app sweeps by itself as well, so only what is left counts, not who removed the rest. */
const everything = async () => {
  const directories = ['files/incoming', 'files/originals', 'files/tables', 'tmp/ingest', 'tmp/row-lists']
  const listed = directories.map(async (directory) =>
    (await readdir(join(server.home.root, directory))).sort().map((name) => `${directory}/${name}`),
  )
  return (await Promise.all(listed)).flat()
}
const place = async (path: string) => writeFile(join(server.home.root, path), 'x')
const insertUpload = async (id: string, { expiresIn = '1 hour', resumable = false } = {}) => {
  server.liveUploads.add(id)
  await sql`insert into uploads (id, user_id, original_filename, file_path, resumable, expires_at)
    values (${id}, ${ada.id}, 'x', ${id}, ${resumable}, now() + ${expiresIn}::interval)`.execute(db())
}

describe('a file that a row knows stays', () => {
  test('the bytes of an upload under way, before and after they have their final name', async () => {
    const id = randomUUID()
    await insertUpload(id)
    await place(`files/incoming/${id}`)
    await place(`files/originals/${id}.csv`)
    expect(await sweep()).toEqual([])
  })

  test('the original of a dataset, in the trash too', async () => {
    for (const deletedAt of [undefined, new Date()]) {
      const { filename } = await buildDataset(server.orm, ada, deletedAt ? { deletedAt } : {})
      await place(`files/originals/${filename}`)
    }
    expect(await sweep()).toEqual([])
  })

  test('the table of a version, and what the present attempt is writing', async () => {
    const ready = await buildDataset(server.orm, ada)
    await sql`update dataset_versions set table_path = ${`files/tables/${ready.versionId}-1.parquet`}
      where id = ${ready.versionId}`.execute(db())
    const working = await buildDataset(server.orm, ada, { status: 'uploaded' })
    await claimVersion(db(), working.versionId)
    await place(`files/tables/${ready.versionId}-1.parquet`)
    await place(`files/tables/${working.versionId}-1.parquet`)
    await place(`files/tables/${working.versionId}-1.parquet.part`)
    await place(`tmp/row-lists/${ready.versionId}-1.parquet~0123.sort`)
    await place(`tmp/row-lists/${ready.versionId}-1.rejects.parquet~0123.filter`)
    await mkdir(join(server.home.tmp, 'ingest', `${working.versionId}-1`))
    expect(await sweep()).toEqual([])
  })
})

describe('a file that no row knows goes', () => {
  test('of every kind', async () => {
    const lost = randomUUID()
    const ready = await buildDataset(server.orm, ada)
    const working = await buildDataset(server.orm, ada, { status: 'uploaded' })
    await claimVersion(db(), working.versionId)
    await claimVersion(db(), working.versionId)
    const files = [
      `files/tables/${working.versionId}-2.parquet`,
      `files/incoming/${lost}`,
      `files/originals/${lost}.csv`,
      'files/originals/stray',
      `files/tables/${lost}-1.parquet`,
      `files/tables/${ready.versionId}-1.parquet`,
      `files/tables/${working.versionId}-1.parquet`,
      `files/tables/${working.versionId}-22.parquet`,
      `tmp/row-lists/${lost}-1.parquet~0123.sort`,
      `tmp/row-lists/${ready.versionId}-1.rejects.parquet~0123.filter`,
    ]
    for (const file of files) await place(file)
    await mkdir(join(server.home.tmp, 'ingest', `${working.versionId}-1`))
    await place(`tmp/ingest/${working.versionId}-1/spilled`)
    await sweep()
    expect(await everything()).toEqual([`files/tables/${working.versionId}-2.parquet`])
  })

  test('a thousand and more of them', async () => {
    await Promise.all(Array.from({ length: 1_100 }, () => place(`files/incoming/${randomUUID()}`)))
    await sweep()
    expect(await everything()).toEqual([])
  })

  test('of a broken upload, once a server starts again or its time is over; a resumable one stays', async () => {
    const [broken, expired, resumable] = [randomUUID(), randomUUID(), randomUUID()]
    await insertUpload(expired, { expiresIn: '-1 second' })
    await insertUpload(resumable, { resumable: true })
    await insertUpload(broken)
    for (const id of [broken, expired, resumable]) await place(`files/incoming/${id}`)
    await expireRows(db(), 30, new Set([expired]))
    await sweep()
    expect(await everything()).toHaveLength(3)
    await expireRows(db(), 30, new Set())
    await sweep()
    expect(await everything()).toEqual([broken, resumable].sort().map((id) => `files/incoming/${id}`))
    await forgetBrokenUploads(db(), new Set([broken]))
    await sweep()
    expect(await everything()).toHaveLength(2)
    await forgetBrokenUploads(db(), new Set())
    await sweep()
    expect(await everything()).toEqual([`files/incoming/${resumable}`])
  })
})

test('what lies in the trash longer than allowed goes, with its file', async () => {
  const days = (ago: number) => new Date(Date.now() - ago * 86_400_000)
  const old = await buildDataset(server.orm, ada, { deletedAt: days(31) })
  const young = await buildDataset(server.orm, ada, { deletedAt: days(29) })
  for (const { filename } of [old, young]) await place(`files/originals/${filename}`)
  await expireRows(db(), 30, new Set())
  await sweep()
  expect(await everything()).toEqual([`files/originals/${young.filename}`])
})

test('a user deleted by plain SQL takes the files along, without anybody asking', async () => {
  const signedIn = await signIn(server.app, ada)
  const { payload, headers } = fileForm('a\n1\n')
  for (let n = 0; n < 3; n += 1) {
    await server.app.inject({
      method: 'POST',
      url: '/api/v1/datasets',
      payload,
      headers: { ...headers, ...signedIn.headers },
    })
  }
  const originals = () => readdir(join(server.home.files, 'originals'))
  expect(await originals()).toHaveLength(3)
  await sql`delete from users where id = ${ada.id}`.execute(db())
  await expect.poll(originals).toEqual([])
})

test('uploads that are being stored while everything is swept again and again are never touched', async () => {
  const signedIn = await signIn(server.app, ada)
  let isDone = false
  const sweeping = (async () => {
    while (!isDone) await sweep()
  })()
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => {
      const { payload, headers } = fileForm(`a\n${n}\n`)
      return server.app.inject({
        method: 'POST',
        url: '/api/v1/datasets',
        payload,
        headers: { ...headers, ...signedIn.headers },
      })
    }),
  )
  isDone = true
  await sweeping
  const names = answers.map((answer) => answer.json().filename).sort()
  expect(await readdir(join(server.home.files, 'originals')).then((found) => found.sort())).toEqual(names)
})

test('a version whose job is lost gets another', async () => {
  const { versionId } = await buildDataset(server.orm, ada, { status: 'uploaded' })
  await buildDataset(server.orm, ada, { status: 'ready' })
  // The sweeper of the server may have been there before.
  await addMissingIngestJobs(db())
  expect(await addMissingIngestJobs(db())).toBe(0)
  const { rows } = await sql`select key from graphile_worker.jobs where key = ${`version:${versionId}`}`.execute(db())
  expect(rows).toHaveLength(1)
})
