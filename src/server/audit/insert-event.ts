import { type RawBuilder, sql } from 'kysely'
import type { AuditAction, AuditEvent } from '../../shared/audit.ts'
import type { Db } from '../database/db.ts'
import { jsonb } from '../database/jsonb.ts'

/** What somebody did. */
export interface NewAuditEvent {
  action: AuditAction
  /** `success` unless given. */
  outcome?: AuditEvent['outcome']
  /** Who did it, when that is not who is signed in; null for nobody. Names are looked up when left out. */
  actor?: { id: string; email?: string; username?: string } | null
  /** What it was done to. `ownerId`: whose that was, where the database does not know it any more. */
  target?: {
    type: 'user' | 'session' | 'token' | 'invitation' | 'dataset' | 'dashboard' | 'job'
    id: string
    ownerId?: string
  } | null
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
  const { username, email } = target?.type === 'user' ? details : {}
  await sql`
    insert into audit_events (created_at, actor_id, actor_email, actor_username, command, action, outcome, target_type,
      target_id, target_email, target_username, ip, user_agent, request_id, details)
    select clock_timestamp(), ${actorId ?? null}::uuid, coalesce(${actor?.email ?? null}, actor.email),
      coalesce(${actor?.username ?? null}, actor.username), ${origin.command ?? null}, ${action}, ${outcome},
      ${target?.type ?? null}, ${target?.id.toLowerCase() ?? null}, coalesce(owner.email, ${textOf(email)}),
      coalesce(owner.username, ${textOf(username)}), ${origin.ip ?? null}, ${origin.userAgent?.slice(0, 500) ?? null},
      ${origin.requestId ?? null}::uuid, ${jsonb(clipTexts(details))}
    from (select) event
    left join users actor on actor.id = ${actorId ?? null}::uuid
    left join users owner on owner.id = ${ownerOf(target, actorId)}`.execute(db)
}

/** Whose it is that something was done to: a user is their own, and people end sessions and tokens of theirs alone. */
const ownerOf = (target: NewAuditEvent['target'], actorId: string | undefined): RawBuilder<unknown> => {
  if (target?.ownerId) return sql`${target.ownerId}::uuid`
  if (target?.type === 'user') return sql`${target.id}::uuid`
  if (target?.type === 'dataset') return sql`(select d.user_id from datasets d where d.id = ${target.id}::uuid)`
  if (target?.type === 'dashboard') return sql`(select d.user_id from dashboards d where d.id = ${target.id}::uuid)`
  const isOwn = target?.type === 'session' || target?.type === 'token'
  return sql`${isOwn ? (actorId ?? null) : null}::uuid`
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Nobody fills the log with what they call things. */
const clipTexts = (details: Record<string, unknown>): unknown =>
  JSON.parse(
    JSON.stringify(details, (_, value) =>
      typeof value === 'string' && value.length > longestText ? `${value.slice(0, longestText)}\u2026` : value,
    ),
  )
