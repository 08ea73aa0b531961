import type { EntityManager } from '@mikro-orm/postgresql'
import { listRevisions } from '../server/database/migrations.ts'
import { Problem } from '../server/http/problem-error.ts'
import { OperatorError } from '../server/operator-error.ts'
import { readSettings, type Settings } from '../server/settings.ts'
import { withDatabase } from './with-database.ts'

/** What a command about people works on: one transaction, kept if the command succeeds. */
export interface UserDatabase {
  em: EntityManager
  settings: Settings
  /** The command as the audit log names it. */
  command: string
}

/** Runs `datalens user <name>` in one transaction, and tells refusals as sentences. */
export async function withUsers(name: string, work: (database: UserDatabase) => Promise<void>): Promise<void> {
  const command = `datalens user ${name}`
  const settings = readSettings()
  await withDatabase(command, async ({ orm }) => {
    if ((await listRevisions(orm)).some(({ appliedAt }) => appliedAt === null)) {
      throw new OperatorError('The database is not what this DataLens needs yet. Run: datalens db upgrade')
    }
    await orm.em.fork().transactional(async (em) => {
      await work({ em, settings, command }).catch((error: unknown) => {
        throw error instanceof Problem ? new OperatorError(error.message) : error
      })
    })
  })
}
