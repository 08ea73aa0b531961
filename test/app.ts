import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { QueryPool } from '../src/engine/query/query-pool.ts'
import { type AppOutside, createApp } from '../src/server/app.ts'
import { openOrm } from '../src/server/database/orm.ts'
import { openDatasetChanges } from '../src/server/datasets/dataset-changes.ts'
import { openFileStore } from '../src/server/datasets/stored-file.ts'
import { startSweeper } from '../src/server/datasets/sweeper.ts'
import { openHome } from '../src/server/home.ts'
import { readSettings } from '../src/server/settings.ts'
import { createTestDatabase } from './postgres.ts'

/** An app on a database and a home of its own; both are gone when the test file ends. Nobody does its jobs. */
export const buildTestApp = async (environment: Record<string, string> = {}, outside: Partial<AppOutside> = {}) => {
  const url = await createTestDatabase()
  const directory = await mkdtemp(join(tmpdir(), 'datalens-test-'))
  const home = await openHome(directory)
  await openFileStore(home)
  const settings = readSettings({ environment: { DATALENS_HOME: directory, LOG_LEVEL: 'silent', ...environment } })
  const orm = openOrm({ url, poolSize: settings.databasePoolSize })
  const changes = openDatasetChanges({ databaseUrl: url })
  await changes.ready
  const queries = poolOnDemand(join(home.tmp, 'query'))
  const liveUploads = new Set<string>()
  const sweeper = startSweeper({
    db: () => orm.em.getKysely(),
    home,
    trashDays: settings.trashDays,
    changes,
    liveUploads,
    beforeRemoval: queries.forget,
    log: (message, error) => error && console.error(message, error),
  })
  const stopping = new AbortController()
  const all: AppOutside = {
    settings,
    home,
    orm,
    changes,
    queries,
    sweeper,
    liveUploads,
    stopping: stopping.signal,
    checkAnswers: true,
    passwordCost: 4,
    ...outside,
  }
  const app = await createApp(all)
  const close = async () => {
    stopping.abort()
    await app.close()
    await Promise.all([sweeper.close(), queries.close(), changes.close()])
    await orm.close()
    await rm(directory, { recursive: true, force: true })
  }
  return { app, orm, home, settings, changes, sweeper, liveUploads, databaseUrl: url, outside: all, close }
}

/** Most test files ask nothing of a table. */
const poolOnDemand = (tempDir: string): QueryPool => {
  let pool: Promise<QueryPool> | undefined
  const open = async () => {
    const { createQueryPool } = await import('../src/engine/query/query-pool.ts')
    return createQueryPool({ processes: 1, memoryLimitBytes: 256 * 2 ** 20, tempDir })
  }
  const opened = () => {
    pool ??= open()
    return pool
  }
  return {
    rows: async (...question) => (await opened()).rows(...question),
    rowsText: async (...question) => (await opened()).rowsText(...question),
    statisticsText: async (...question) => (await opened()).statisticsText(...question),
    stepsText: async (...question) => (await opened()).stepsText(...question),
    summaries: async (...question) => (await opened()).summaries(...question),
    valuesText: async (...question) => (await opened()).valuesText(...question),
    chartText: async (...question) => (await opened()).chartText(...question),
    brushText: async (...question) => (await opened()).brushText(...question),
    forget: (file) => void pool?.then(({ forget }) => forget(file)),
    close: async () => await (await pool)?.close(),
  }
}
