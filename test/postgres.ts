import { inject } from 'vitest'
import { copyDatabase } from './copy-database.ts'

/**
 * The URL of a new database in the run's PostgreSQL, migrated unless it is asked to be empty. Every test file has its own,
 * so that files may run at once; all of them go when the run ends.
 */
export const createTestDatabase = (options: { empty?: boolean } = {}): Promise<string> =>
  copyDatabase(inject('postgresUrl'), options)
