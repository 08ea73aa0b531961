import type { NewAuditEvent } from '../server/audit/insert-event.ts'
import { recordEventOf } from '../server/audit/record-event.ts'
import type { Orm } from '../server/database/orm.ts'
import { Problem } from '../server/http/problem-error.ts'

/** A command that does nothing yet because it has to be told that it is meant; nothing has failed. */
export class NotConfirmed extends Problem {
  override name = 'NotConfirmed'
}

/** Tells the audit log of a command that came to nothing, after whatever it did was rolled back. */
export async function recordFailureOf(
  orm: Orm,
  event: Pick<NewAuditEvent, 'action' | 'target'>,
  { command, error }: { command: string; error: unknown },
): Promise<void> {
  if (error instanceof NotConfirmed) return
  const reason = error instanceof Problem ? error.code : 'failed'
  await recordEventOf(
    orm.em.fork(),
    { ...event, outcome: 'failure', details: { reason } },
    { actorName: command },
  ).catch((cause: Error) => console.error(`The audit log does not know of it: ${cause.message}`))
}
