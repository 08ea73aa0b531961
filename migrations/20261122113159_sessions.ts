import { Migration } from '@mikro-orm/migrations'

export class Sessions extends Migration {
  override up(): void {
    this.addSql(`create table "account_changes" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "user_id" uuid null,
      "session_id" uuid null,
      "changed_in" xid8 not null default pg_current_xact_id(),
      primary key ("id")
    );`)
    this.addSql(`create index "account_changes_changed_in_index" on "account_changes" ("changed_in");`)
    this.addSql(`create table "sessions" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "user_id" uuid not null,
      "family_hash" varchar(64) not null,
      "token_hash" varchar(64) not null,
      "spent_tokens" jsonb not null default '[]',
      "is_remembered" boolean not null,
      "ip" varchar(45) not null,
      "user_agent" varchar(500) null,
      "last_used_at" timestamptz not null default now(),
      "expires_at" timestamptz not null,
      primary key ("id")
    );`)
    this.addSql(`create index "sessions_user_id_index" on "sessions" ("user_id");`)
    this.addSql(`alter table "sessions" add constraint "sessions_family_hash_unique" unique ("family_hash");`)
    this.addSql(`create index "sessions_expires_at_index" on "sessions" ("expires_at");`)
    this.addSql(`alter table "users" add "last_login_at" timestamptz null;`)
    this.addSql(
      `create or replace function "users_tell_change_fn"() returns trigger as $$ begin if tg_op = 'DELETE' or (old.username, old.is_active, old.is_superuser) is distinct from (new.username, new.is_active, new.is_superuser) then insert into account_changes (user_id) values (old.id); end if; return null; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "tell_change" AFTER UPDATE OR DELETE on "users" for each ROW execute function "users_tell_change_fn"();`,
    )
    this.addSql(
      `alter table "sessions" add constraint "sessions_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`,
    )
    this.addSql(
      `create or replace function "sessions_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "sessions" for each ROW execute function "sessions_touch_updated_at_fn"();`,
    )
    this.addSql(
      `create or replace function "sessions_tell_end_fn"() returns trigger as $$ begin insert into "account_changes" ("session_id") values (old."id"); return null; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "tell_end" AFTER DELETE on "sessions" for each ROW execute function "sessions_tell_end_fn"();`,
    )
  }

  override down(): void {
    this.addSql(`drop trigger if exists "tell_change" on "users";`)
    this.addSql(`drop function if exists "users_tell_change_fn"();`)
    this.addSql(`alter table "users" drop column "last_login_at";`)
    this.addSql(`drop table if exists "sessions" cascade;`)
    this.addSql(`drop function if exists "sessions_touch_updated_at_fn"();`)
    this.addSql(`drop function if exists "sessions_tell_end_fn"();`)
    this.addSql(`drop table if exists "account_changes" cascade;`)
  }
}
