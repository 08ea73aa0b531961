import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildDataset } from '../../test/dataset-factory.ts'
import { buildUser } from '../../test/factories.ts'
import { createTestDatabase } from '../../test/postgres.ts'
import { type Orm, openOrm } from './database/orm.ts'
import { addIngestJob } from './datasets/ingest-job.ts'
import { absolutePath, openFileStore } from './datasets/stored-file.ts'
import { type Home, openHome } from './home.ts'
import type { WorkerSettings } from './worker.ts'

let orm: Orm
let home: Home
let settings: WorkerSettings
let worker: ChildProcess | undefined

beforeAll(async () => {
  const databaseUrl = await createTestDatabase()
  orm = openOrm({ url: databaseUrl })
  home = await openHome(await mkdtemp(join(tmpdir(), 'datalens-worker-')))
  await openFileStore(home)
  settings = { home: home.root, databaseUrl, threads: 1, memoryLimitBytes: 512 * 2 ** 20, logLevel: 'silent' }
})
afterEach(() => worker?.kill('SIGKILL'))
afterAll(async () => {
  await orm.close()
  await rm(home.root, { recursive: true, force: true })
})

const db = () => orm.em.fork().getKysely()

/** A dataset whose reading takes one thread some seconds, and its job. */
const buildLongWork = async () => {
  const { versionId, filename } = await buildDataset(orm, await buildUser(orm), { status: 'uploaded' })
  const lines = Array.from({ length: 20_000 }, (_, n) => `${n},"text, ${n * 7919}",${n / 7},2024-01-17\n`).join('')
  const file = await open(absolutePath(home, `files/originals/${filename}`), 'wx')
  await file.write('id,text,share,day\n')
  for (let part = 0; part < 120; part += 1) await file.write(lines)
  await file.close()
  await addIngestJob(db(), versionId)
  return versionId
}
const stateOf = async (versionId: string) => {
  const { rows } = await sql<{ status: string; releases: number; stage: string | null }>`
    select status, releases, progress->>'stage' as stage from dataset_versions where id = ${versionId}`.execute(db())
  return rows[0]
}

/** A worker in a group of its own, as `npm start` has one in a terminal. */
const startWorker = (): ChildProcess => {
  worker = fork(join(import.meta.dirname, 'worker-process.ts'), { detached: true })
  worker.send({ start: settings })
  return worker
}

describe('a worker in the middle of a statement', () => {
  test.each(['reading', 'profiling'])('ends at once when its parent goes while it is %s', async (stage) => {
    const versionId = await buildLongWork()
    const child = startWorker()
    await expect.poll(async () => (await stateOf(versionId))?.stage, { interval: 10 }).toBe(stage)
    const began = performance.now()
    child.disconnect()
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
    expect(performance.now() - began).toBeLessThan(10_000)
    expect((await stateOf(versionId))?.status).toBe('processing')
    await sql`delete from users`.execute(db())
  })

  test.skipIf(process.platform === 'win32')(
    'goes on when a signal reaches its whole group, and puts its work back when it is told to stop',
    async () => {
      const versionId = await buildLongWork()
      const child = startWorker()
      await expect.poll(async () => (await stateOf(versionId))?.stage, { interval: 10 }).toBe('reading')
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.kill(-Number(child.pid), signal)
      await expect.poll(async () => (await stateOf(versionId))?.stage, { interval: 10 }).toBe('profiling')
      expect(child.exitCode ?? child.signalCode).toBeNull()
      child.send('stop')
      expect(await once(child, 'exit')).toEqual([0, null])
      expect(await stateOf(versionId)).toMatchObject({ status: 'processing', releases: 1 })
    },
  )
})
