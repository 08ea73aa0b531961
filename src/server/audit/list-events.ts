import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type AuditEvent, type AuditQuery, auditActions } from '../../shared/audit.ts'
import type { Db } from '../database/db.ts'

/** What narrows a list of events. */
export type AuditFilter = Pick<AuditQuery, 'actor' | 'action' | 'outcome' | 'target_id' | 'from' | 'to'>

interface EventRecord {
  id: string
  at: string
  actor_id: string | null
  actor_email: string | null
  actor_username: string | null
  command: string | null
  action: string
  outcome: AuditEvent['outcome']
  target_type: string | null
  target_id: string | null
  target_email: string | null
  target_username: string | null
  ip: string | null
  user_agent: string | null
  request_id: string | null
  details: Record<string, unknown>
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The conditions on `audit_events e`. */
export const conditionsOf = ({ actor, action, outcome, target_id, from, to }: AuditFilter): RawBuilder<SqlBool>[] => [
  sql<SqlBool>`true`,
  ...(actor ? [isBy(actor)] : []),
  ...(action ? [sql<SqlBool>`e.action = any(${actionsOf(action)}::text[])`] : []),
  ...(outcome ? [sql<SqlBool>`e.outcome = ${sql.lit(outcome)}`] : []),
  ...(target_id ? [sql<SqlBool>`e.target_id = ${target_id}`] : []),
  ...(from ? [sql<SqlBool>`e.created_at >= ${from}::timestamptz`] : []),
  ...(to ? [sql<SqlBool>`e.created_at < ${to}::timestamptz`] : []),
]

/** What somebody did, and what nobody did on their account: a failed sign-in has no actor. */
const isBy = (actor: string): RawBuilder<SqlBool> => {
  if (uuid.test(actor)) {
    const id = actor.toLowerCase()
    return sql<SqlBool>`(e.actor_id = ${id}::uuid or (e.actor_id is null and e.command is null and e.target_id = ${id}))`
  }
  const beginning = `${actor.replace(/[\\%_]/g, '\\$&')}%`
  if (actor.startsWith('datalens ')) return sql<SqlBool>`e.command like ${beginning}`
  const names = sql`lower(${beginning})`
  const nobody = sql`e.actor_id is null and e.command is null`
  return sql<SqlBool>`(lower(e.actor_email) like ${names} or lower(e.actor_username) like ${names}
    or (${nobody} and lower(e.target_email) like ${names}) or (${nobody} and lower(e.target_username) like ${names}))`
}

/** `auth.*` stands for every action that begins with `auth.`. */
const actionsOf = (list: string): string[] =>
  list.split(',').flatMap((name) => {
    const wanted = name.trim()
    if (!wanted.endsWith('.*')) return [wanted]
    return Object.keys(auditActions).filter((action) => action.startsWith(wanted.slice(0, -1)))
  })

/** The newest events that pass, after the first `offset` of them, or older than `after`. */
export const pageStatement = (
  conditions: RawBuilder<SqlBool>[],
  { limit, offset = 0, after }: { limit: number; offset?: number; after?: Pick<AuditEvent, 'at' | 'id'> | undefined },
) => {
  const older = after ? [sql<SqlBool>`(e.created_at, e.id) < (${after.at}::timestamptz, ${after.id}::uuid)`] : []
  return sql<EventRecord>`
    select e.id, to_char(e.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.actor_id,
      e.actor_email, e.actor_username, e.command, e.action, e.outcome, e.target_type, e.target_id, e.target_email,
      e.target_username, e.ip, e.user_agent, e.request_id, e.details
    from audit_events e where ${sql.join([...conditions, ...older], sql` and `)}
    order by e.created_at desc, e.id desc limit ${limit} offset ${offset}`
}

/** A page of the audit log, the newest event first, and how many there are in all. */
export const listEvents = async (
  db: Db,
  filter: AuditFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ items: AuditEvent[]; total: number; limit: number; offset: number }> => {
  const conditions = conditionsOf(filter)
  const count = sql<{ total: number }>`
    select count(*)::int as total from audit_events e where ${sql.join(conditions, sql` and `)}`
  const [{ rows }, { rows: counts }] = await Promise.all([
    pageStatement(conditions, { limit, offset }).execute(db),
    count.execute(db),
  ])
  return { items: rows.map(present), total: counts[0]?.total ?? 0, limit, offset }
}

const eventsAtOnce = 1_000

/** Every event that passes, the newest first, a thousand at a time; no connection is held in between. */
export async function* readEvents(db: Db, filter: AuditFilter): AsyncGenerator<AuditEvent[]> {
  const conditions = conditionsOf(filter)
  let after: AuditEvent | undefined
  for (;;) {
    const { rows } = await pageStatement(conditions, { limit: eventsAtOnce, after }).execute(db)
    const events = rows.map(present)
    if (events.length > 0) yield events
    if (events.length < eventsAtOnce) return
    after = events.at(-1)
  }
}

const present = (record: EventRecord): AuditEvent => ({
  id: record.id,
  at: record.at,
  actor: record.actor_id ? { id: record.actor_id, email: record.actor_email, username: record.actor_username } : null,
  command: record.command,
  action: record.action,
  outcome: record.outcome,
  target:
    record.target_type && record.target_id
      ? { type: record.target_type, id: record.target_id, email: record.target_email, username: record.target_username }
      : null,
  ip: record.ip,
  user_agent: record.user_agent,
  request_id: record.request_id,
  details: record.details,
})
