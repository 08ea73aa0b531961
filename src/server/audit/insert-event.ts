import { sql } from 'kysely'
import type { AuditAction, AuditEvent } from '../../shared/audit.ts'
import type { Db } from '../database/db.ts'
import { jsonb } from '../database/jsonb.ts'

/** What somebody did. */
export interface NewAuditEvent {
  action: AuditAction
  /** `success` unless given. */
  outcome?: AuditEvent['outcome']
  /** Who did it, when that is not who is signed in; null for nobody. The e-mail address is looked up when left out. */
  actor?: { id: string; email?: string } | null
  /** What it was done to. */
  target?: { type: 'user' | 'session' | 'token' | 'invitation' | 'dataset' | 'job'; id: string } | null
  /** What else is worth knowing; never a secret. */
  details?: Record<string, unknown>
}

/** Where an event comes from: a request, or a command of the command line. */
export interface AuditOrigin {
  actorId?: string | undefined
  command?: string | undefined
  ip?: string | undefined
  userAgent?: string | undefined
  requestId?: string | undefined
}

const longestText = 300

/** Writes an event where `db` writes, so that it is kept exactly if the rest of its transaction is. */
export const insertEvent = async (db: Db, event: NewAuditEvent, origin: AuditOrigin): Promise<void> => {
  const { action, outcome = 'success', actor, target, details = {} } = event
  const actorId = actor === undefined ? origin.actorId : actor?.id
  const email = actor?.email ?? null
  await sql`
    insert into audit_events (created_at, actor_id, actor_email, command, action, outcome, target_type, target_id, ip,
      user_agent, request_id, details)
    values (clock_timestamp(), ${actorId ?? null}::uuid,
      coalesce(${email}, (select u.email from users u where u.id = ${actorId ?? null}::uuid)),
      ${origin.command ?? null}, ${action}, ${outcome}, ${target?.type ?? null}, ${target?.id.toLowerCase() ?? null},
      ${origin.ip ?? null}, ${origin.userAgent?.slice(0, 500) ?? null}, ${origin.requestId ?? null}::uuid,
      ${jsonb(clipTexts(details))})`.execute(db)
}

/** Nobody fills the log with what they call things. */
const clipTexts = (details: Record<string, unknown>): unknown =>
  JSON.parse(
    JSON.stringify(details, (_, value) =>
      typeof value === 'string' && value.length > longestText ? `${value.slice(0, longestText)}\u2026` : value,
    ),
  )
