import { Migration } from '@mikro-orm/migrations'

export class TokensAndSecondFactors extends Migration {
  override up(): void {
    this.addSql(`alter table "account_changes" add "token_id" uuid null;`)
    this.addSql(`alter table "sessions" add "stepped_up_at" timestamptz null;`)
    this.addSql(`create table "personal_access_tokens" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "user_id" uuid not null,
      "name" varchar(100) not null,
      "scopes" text[] not null,
      "token_hash" varchar(64) not null,
      "expires_at" timestamptz null,
      "last_used_at" timestamptz null,
      primary key ("id")
    );`)
    this.addSql(`create index "personal_access_tokens_user_id_index" on "personal_access_tokens" ("user_id");`)
    this.addSql(
      `alter table "personal_access_tokens" add constraint "personal_access_tokens_token_hash_unique" unique ("token_hash");`,
    )
    this.addSql(
      `alter table "personal_access_tokens" add constraint "personal_access_tokens_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`,
    )
    this.addSql(
      `create or replace function "personal_access_tokens_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "personal_access_tokens" for each ROW execute function "personal_access_tokens_touch_updated_at_fn"();`,
    )
    this.addSql(
      `create or replace function "personal_access_tokens_tell_change_fn"() returns trigger as $$ begin if tg_op = 'DELETE' or (old.user_id, old.scopes, old.token_hash, old.expires_at) is distinct from (new.user_id, new.scopes, new.token_hash, new.expires_at) then insert into account_changes (token_id) values (old.id); end if; return null; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "tell_change" AFTER UPDATE OR DELETE on "personal_access_tokens" for each ROW execute function "personal_access_tokens_tell_change_fn"();`,
    )
    this.addSql(`create table "second_factors" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "user_id" uuid not null,
      "sealed_secret" varchar(200) not null,
      "last_step" int not null default 0,
      "recovery_hashes" text[] not null default '{}',
      "confirmed_at" timestamptz null,
      primary key ("id")
    );`)
    this.addSql(`alter table "second_factors" add constraint "second_factors_user_id_unique" unique ("user_id");`)
    this.addSql(
      `alter table "second_factors" add constraint "second_factors_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`,
    )
    this.addSql(
      `create or replace function "second_factors_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "second_factors" for each ROW execute function "second_factors_touch_updated_at_fn"();`,
    )
    this.addSql(
      `create or replace function "second_factors_tell_change_fn"() returns trigger as $$ begin if tg_op = 'DELETE' or old.confirmed_at is distinct from new.confirmed_at then insert into account_changes (user_id) values (old.user_id); end if; return null; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "tell_change" AFTER UPDATE OR DELETE on "second_factors" for each ROW execute function "second_factors_tell_change_fn"();`,
    )
  }

  override down(): void {
    this.addSql(`drop table if exists "second_factors" cascade;`)
    this.addSql(`drop function if exists "second_factors_touch_updated_at_fn"();`)
    this.addSql(`drop function if exists "second_factors_tell_change_fn"();`)
    this.addSql(`drop table if exists "personal_access_tokens" cascade;`)
    this.addSql(`drop function if exists "personal_access_tokens_touch_updated_at_fn"();`)
    this.addSql(`drop function if exists "personal_access_tokens_tell_change_fn"();`)
    this.addSql(`alter table "sessions" drop column "stepped_up_at";`)
    this.addSql(`alter table "account_changes" drop column "token_id";`)
  }
}
