import { createTestDatabase } from './postgres.ts'
import { startDatalens } from './start-datalens.ts'

/** A whole DataLens, workers and web included, on a free port, a home and a database of its own. */
export const runDatalens = async (environment: Record<string, string> = {}) =>
  startDatalens(await createTestDatabase(), environment)
