import type { EntityManager } from '@mikro-orm/postgresql'
import { Problem } from '../http/problem-error.ts'

/** Held until the end of a transaction that may take a superuser away, so that such transactions take turns. */
const superusersLock = 0x646c7375

const sqlState = 'DL001'

const sentence =
  'This is the last active administrator. Make somebody else an administrator first, so that one is always left.'

/**
 * Refuses to demote, deactivate or delete the last active superuser while anybody has an account, whoever sends the
 * statement. Whoever comes second waits for the lock and then sees what the first has done, which takes a snapshot for each
 * statement: in a transaction that keeps its snapshot the question cannot be answered and is not asked.
 */
export const keepSuperuser = {
  name: 'keep_superuser',
  timing: 'after' as const,
  events: ['update' as const, 'delete' as const],
  forEach: 'row' as const,
  body: `if old.is_active and old.is_superuser and (tg_op = 'DELETE' or not (new.is_active and new.is_superuser)) then if current_setting('transaction_isolation') <> 'read committed' then raise exception 'Take superusers away in a transaction with the isolation level READ COMMITTED.' using errcode = 'feature_not_supported'; end if; perform pg_advisory_xact_lock(${superusersLock}); if not exists (select from users where is_active and is_superuser) and exists (select from users) then raise exception '${sentence}' using errcode = '${sqlState}'; end if; end if; return null;`,
}

/** Does work that may take a superuser away; others who do the same wait for the end of this transaction. */
export async function keepingSuperuser<T>(em: EntityManager, work: () => Promise<T>): Promise<T> {
  await em.execute('select pg_advisory_xact_lock(?)', [superusersLock])
  try {
    return await work()
  } catch (error) {
    if (isAboutLastSuperuser(error)) throw lastSuperuser(error)
    throw error
  }
}

/** The refusal to leave an installation without anybody who runs it. */
export const lastSuperuser = (cause?: unknown): Problem => new Problem('last_superuser', sentence, { cause })

function isAboutLastSuperuser(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (error as { code?: unknown }).code === sqlState || isAboutLastSuperuser(error.cause)
}
