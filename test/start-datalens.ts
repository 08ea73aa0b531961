import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHome } from '../src/server/home.ts'
import { serve } from '../src/server/main.ts'
import { readSettings } from '../src/server/settings.ts'

/** A whole DataLens, workers and web included, on a free port and a home of its own. */
export async function startDatalens(databaseUrl: string, environment: Record<string, string> = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'datalens-running-'))
  const home = await openHome(directory)
  const settings = readSettings({
    environment: { DATALENS_HOME: directory, PORT: '0', LOG_LEVEL: 'silent', ...environment },
  })
  const server = await serve({ settings, home, databaseUrl, passwordCost: 4 })
  return {
    url: server.url,
    home,
    async close() {
      await server.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
