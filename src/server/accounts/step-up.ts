import type { Orm } from '../database/orm.ts'
import { Problem } from '../http/problem-error.ts'
import type { CurrentUser } from './current-user.ts'

/** Milliseconds for which somebody who has just proved who they are need not do it again. */
export const stepUpMs = 5 * 60_000

/** Knows in which sessions the person has proved again, a moment ago, who they are. */
export interface StepUps {
  /** Throws `step_up_required` unless the session of this person is one; a token never is. */
  require(user: CurrentUser): Promise<void>
}

const steppedUpSql = `
  select extract(epoch from stepped_up_at)::float8 * 1000 as "steppedUpAt" from sessions where id = ?`

/** Asks the database each time: what needs it is rare, and must not be answered from memory. */
export function createStepUps(orm: Orm, now: () => number): StepUps {
  return {
    async require({ sessionId }) {
      const [session] = await orm.em.fork().execute<{ steppedUpAt: number | null }[]>(steppedUpSql, [sessionId])
      if (session?.steppedUpAt != null && now() - session.steppedUpAt < stepUpMs) return
      throw new Problem('step_up_required', 'Confirm that it is you: send your password or a code to /auth/step-up.')
    },
  }
}
