import type { EntityManager } from '@mikro-orm/postgresql'
import type { NewAuditEvent } from '../server/audit/insert-event.ts'
import { listRevisions } from '../server/database/migrations.ts'
import { Problem } from '../server/http/problem-error.ts'
import { OperatorError } from '../server/operator-error.ts'
import { readSettings, type Settings } from '../server/settings.ts'
import type { AuditAction } from '../shared/audit.ts'
import { recordFailureOf } from './record-failure.ts'
import { withDatabase } from './with-database.ts'

/** What a command about people works on: one transaction, kept if the command succeeds. */
export interface UserDatabase {
  em: EntityManager
  settings: Settings
  /** The command as the audit log names it. */
  command: string
  /** What the audit log hears when the command fails; the command adds to whom. */
  attempt: { action: AuditAction; target?: NonNullable<NewAuditEvent['target']> } | undefined
}

/**
 * Runs `datalens user <name>` in one transaction, and tells refusals as sentences. Of a command that would `do` something
 * the audit log hears too when it fails.
 */
export async function withUsers(
  name: string,
  { does }: { does?: AuditAction },
  work: (database: UserDatabase) => Promise<void>,
): Promise<void> {
  const command = `datalens user ${name}`
  const settings = readSettings()
  await withDatabase(command, async ({ orm }) => {
    if ((await listRevisions(orm)).some(({ appliedAt }) => appliedAt === null)) {
      throw new OperatorError('The database is not what this DataLens needs yet. Run: datalens db upgrade')
    }
    const attempt: UserDatabase['attempt'] = does && { action: does }
    try {
      await orm.em.fork().transactional((em) => work({ em, settings, command, attempt }))
    } catch (error) {
      if (attempt) await recordFailureOf(orm, attempt, { command, error })
      throw error instanceof Problem ? new OperatorError(error.message) : error
    }
  })
}
