import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { auditOutcomes } from '../../shared/audit.ts'
import { baseProperties } from '../database/base-model.ts'

/**
 * What somebody did. No column is a foreign key: a trail outlives what it tells of. A trigger lets nothing be changed, and
 * nothing be deleted but by `prune_audit_events`, which tells of it; another one, which only the migration knows because
 * the catalog that models are compared with leaves it out, refuses TRUNCATE.
 */
export const AuditEventEntity = defineEntity({
  name: 'AuditEvent',
  tableName: 'audit_events',
  properties: {
    ...baseProperties,
    actorId: p.uuid().nullable(),
    actorEmail: p.string().length(254).nullable(),
    actorUsername: p.string().length(50).nullable(),
    command: p.string().length(100).nullable(),
    action: p.string().length(50),
    outcome: p.enum(auditOutcomes).nativeEnumName('audit_outcome'),
    targetType: p.string().length(50).nullable(),
    targetId: p.string().length(100).nullable(),
    targetUsername: p.string().length(50).nullable(),
    targetEmail: p.string().length(254).nullable(),
    ip: p.string().length(45).nullable(),
    userAgent: p.string().length(500).nullable(),
    requestId: p.uuid().nullable(),
    details: p.json<Record<string, unknown>>().defaultRaw(`'{}'::jsonb`),
  },
  indexes: [
    { name: 'audit_events_created_at_index', properties: ['createdAt', 'id'] },
    { name: 'audit_events_actor_id_index', properties: ['actorId', 'createdAt'] },
    { name: 'audit_events_action_index', properties: ['action', 'createdAt'] },
    { name: 'audit_events_target_id_index', properties: ['targetId', 'createdAt'] },
    {
      name: 'audit_events_actor_email_index',
      expression:
        'create index "audit_events_actor_email_index" on "audit_events" (lower("actor_email") text_pattern_ops, "created_at")',
    },
    {
      name: 'audit_events_actor_username_index',
      expression:
        'create index "audit_events_actor_username_index" on "audit_events" (lower("actor_username") text_pattern_ops, "created_at")',
    },
    {
      name: 'audit_events_nobody_email_index',
      expression:
        'create index "audit_events_nobody_email_index" on "audit_events" (lower("target_email") text_pattern_ops, "created_at") where "actor_id" is null',
    },
    {
      name: 'audit_events_nobody_username_index',
      expression:
        'create index "audit_events_nobody_username_index" on "audit_events" (lower("target_username") text_pattern_ops, "created_at") where "actor_id" is null',
    },
    {
      name: 'audit_events_failure_index',
      expression: `create index "audit_events_failure_index" on "audit_events" ("created_at") where "outcome" = 'failure'`,
    },
  ],
  triggers: [
    {
      name: 'keep_events',
      timing: 'before',
      events: ['update', 'delete'],
      forEach: 'row',
      body: `if tg_op = 'DELETE' and exists (select from audit_events e where e.action = 'audit.prune' and e.xmin = pg_current_xact_id()::xid and old.created_at < (e.details->>'before')::timestamptz) then return old; end if; raise exception 'Events of the audit log are neither changed nor deleted; prune_audit_events(days) removes old ones.' using errcode = 'insufficient_privilege'; return null;`,
    },
  ],
})

/** A row of `audit_events`. */
export type AuditEventRow = InferEntity<typeof AuditEventEntity>
