import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AppOutside, createApp } from '../src/server/app.ts'
import { openOrm } from '../src/server/database/orm.ts'
import { openHome } from '../src/server/home.ts'
import { readSettings } from '../src/server/settings.ts'
import { createTestDatabase } from './postgres.ts'

/** An app on a database and a home of its own; both are gone when the test file ends. */
export const buildTestApp = async (environment: Record<string, string> = {}, outside: Partial<AppOutside> = {}) => {
  const url = await createTestDatabase()
  const directory = await mkdtemp(join(tmpdir(), 'datalens-test-'))
  const home = await openHome(directory)
  const settings = readSettings({ environment: { DATALENS_HOME: directory, LOG_LEVEL: 'silent', ...environment } })
  const orm = openOrm({ url })
  const app = await createApp({ settings, home, orm, checkAnswers: true, passwordCost: 4, ...outside })
  const close = async () => {
    await app.close()
    await orm.close()
    await rm(directory, { recursive: true, force: true })
  }
  return { app, orm, home, settings, databaseUrl: url, close }
}
