import { Migration } from '@mikro-orm/migrations'

/** Who somebody was and whose it was, by the names of that moment; events until now get those of today. */
export class NamesInTheAuditLog extends Migration {
  override up(): void {
    this.addSql(
      `alter table "audit_events" add "actor_username" varchar(50) null, add "target_username" varchar(50) null, add "target_email" varchar(254) null;`,
    )
    this.addSql(`alter table "audit_events" disable trigger "keep_events";`)
    this.addSql(`update "audit_events" e set "actor_username" = u.username from users u where u.id = e.actor_id;`)
    this.addSql(
      `update "audit_events" e set "target_username" = u.username, "target_email" = u.email
        from users u left join datasets d on d.user_id = u.id
        where (e.target_type = 'user' and e.target_id = u.id::text) or (e.target_type = 'dataset' and e.target_id = d.id::text);`,
    )
    this.addSql(
      `update "audit_events" e set "target_username" = left(e.details->>'username', 50), "target_email" = left(e.details->>'email', 254)
        where e.target_type = 'user' and e.target_username is null and e.details ? 'username';`,
    )
    this.addSql(`alter table "audit_events" enable trigger "keep_events";`)
    this.addSql(
      `create index "audit_events_actor_username_index" on "audit_events" (lower("actor_username") text_pattern_ops, "created_at");`,
    )
    this.addSql(
      `create index "audit_events_nobody_email_index" on "audit_events" (lower("target_email") text_pattern_ops, "created_at") where "actor_id" is null;`,
    )
    this.addSql(
      `create index "audit_events_nobody_username_index" on "audit_events" (lower("target_username") text_pattern_ops, "created_at") where "actor_id" is null;`,
    )
  }

  override down(): void {
    this.addSql(`drop index "audit_events_nobody_username_index";`)
    this.addSql(`drop index "audit_events_nobody_email_index";`)
    this.addSql(`drop index "audit_events_actor_username_index";`)
    this.addSql(
      `alter table "audit_events" drop column "actor_username", drop column "target_username", drop column "target_email";`,
    )
  }
}
