import type { EntityManager } from '@mikro-orm/postgresql'
import type { Orm } from '../database/orm.ts'
import { Problem } from '../http/problem-error.ts'
import type { CurrentUser } from './current-user.ts'

/** Milliseconds for which somebody who has just proved who they are need not do it again. */
export const stepUpMs = 5 * 60_000

/** Knows in which sessions the person has proved again, a moment ago, who they are. */
export interface StepUps {
  /**
   * Throws `step_up_required` unless the session of this person is one; a token never is. With `signInCounts` one that
   * began a moment ago is one too: then the person has just proved it by signing in. Who is in a transaction gives its `em`: a
   * second connection for a request that holds one may never come.
   */
  require(user: CurrentUser, how?: { signInCounts?: boolean; em?: EntityManager }): Promise<void>
}

const provedSql = `
  select extract(epoch from case when ? then greatest(stepped_up_at, created_at) else stepped_up_at end)::float8 * 1000
    as "provedAt" from sessions where id = ?`

/** Asks the database each time: what needs it is rare, and must not be answered from memory. */
export function createStepUps(orm: Orm, now: () => number): StepUps {
  return {
    async require({ sessionId }, { signInCounts = false, em = orm.em.fork() } = {}) {
      const values = [signInCounts, sessionId]
      const [session] = await em.execute<{ provedAt: number | null }[]>(provedSql, values)
      if (session?.provedAt != null && now() - session.provedAt < stepUpMs) return
      throw new Problem('step_up_required', 'Confirm that it is you: send your password or a code to /auth/step-up.')
    },
  }
}
