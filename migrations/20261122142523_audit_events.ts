import { Migration } from '@mikro-orm/migrations'

const refuse = `raise exception 'Events of the audit log are neither changed nor deleted; prune_audit_events(days) removes old ones.' using errcode = 'insufficient_privilege'; return null;`

/** What people did. The triggers keep it as it was written; `prune_audit_events` alone removes, and tells of it. */
export class AuditEvents extends Migration {
  override up(): void {
    this.addSql(`create type "audit_outcome" as enum ('success', 'failure');`)
    this.addSql(`create table "audit_events" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "actor_id" uuid null,
      "actor_email" varchar(254) null,
      "command" varchar(100) null,
      "action" varchar(50) not null,
      "outcome" "audit_outcome" not null,
      "target_type" varchar(50) null,
      "target_id" varchar(100) null,
      "ip" varchar(45) null,
      "user_agent" varchar(500) null,
      "request_id" uuid null,
      "details" jsonb not null default '{}',
      primary key ("id")
    );`)
    this.addSql(`create index "audit_events_created_at_index" on "audit_events" ("created_at", "id");`)
    this.addSql(`create index "audit_events_actor_id_index" on "audit_events" ("actor_id", "created_at");`)
    this.addSql(`create index "audit_events_action_index" on "audit_events" ("action", "created_at");`)
    this.addSql(`create index "audit_events_target_id_index" on "audit_events" ("target_id", "created_at");`)
    this.addSql(
      `create index "audit_events_actor_email_index" on "audit_events" (lower("actor_email") text_pattern_ops, "created_at");`,
    )
    this.addSql(
      `create index "audit_events_failure_index" on "audit_events" ("created_at") where "outcome" = 'failure';`,
    )
    this.addSql(
      `create or replace function "audit_events_keep_events_fn"() returns trigger as $$ begin if tg_op = 'DELETE' and exists (select from audit_events e where e.action = 'audit.prune' and e.xmin = pg_current_xact_id()::xid and old.created_at < (e.details->>'before')::timestamptz) then return old; end if; ${refuse} end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "keep_events" BEFORE UPDATE OR DELETE on "audit_events" for each ROW execute function "audit_events_keep_events_fn"();`,
    )
    this.addSql(
      `create or replace function "audit_events_keep_all_events_fn"() returns trigger as $$ begin ${refuse} end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "keep_all_events" BEFORE TRUNCATE on "audit_events" for each STATEMENT execute function "audit_events_keep_all_events_fn"();`,
    )
    this.addSql(`create function "prune_audit_events"(days integer) returns bigint as $$
      declare
        cutoff timestamptz := now() - make_interval(days => days);
        removed bigint;
      begin
        if days < 1 then raise exception 'Events are kept for at least one day.'; end if;
        perform pg_advisory_xact_lock(1684827509);
        select count(*) into removed from audit_events where created_at < cutoff;
        if removed > 0 then
          insert into audit_events (action, outcome, details)
            values ('audit.prune', 'success', jsonb_build_object('before', cutoff, 'events', removed));
          delete from audit_events where created_at < cutoff;
        end if;
        return removed;
      end; $$ language plpgsql;`)
  }

  override down(): void {
    this.addSql(`drop function if exists "prune_audit_events"(integer);`)
    this.addSql(`drop trigger if exists "keep_events" on "audit_events";`)
    this.addSql(`drop function if exists "audit_events_keep_events_fn"();`)
    this.addSql(`drop trigger if exists "keep_all_events" on "audit_events";`)
    this.addSql(`drop function if exists "audit_events_keep_all_events_fn"();`)
    this.addSql(`drop table if exists "audit_events" cascade;`)
    this.addSql(`drop type "audit_outcome";`)
  }
}
