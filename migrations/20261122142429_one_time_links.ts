import { Migration } from '@mikro-orm/migrations'

export class OneTimeLinks extends Migration {
  override up(): void {
    this.addSql(`create table "one_time_links" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "purpose" varchar(20) not null,
      "user_id" uuid not null,
      "token_hash" varchar(64) not null,
      "email" varchar(254) null,
      "expires_at" timestamptz not null,
      primary key ("id")
    );`)
    this.addSql(`alter table "one_time_links" add constraint "one_time_links_token_hash_unique" unique ("token_hash");`)
    this.addSql(`create index "one_time_links_expires_at_index" on "one_time_links" ("expires_at");`)
    this.addSql(
      `alter table "one_time_links" add constraint "one_time_links_user_id_purpose_unique" unique ("user_id", "purpose");`,
    )
    this.addSql(
      `alter table "one_time_links" add constraint "one_time_links_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`,
    )
    this.addSql(
      `create or replace function "one_time_links_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "one_time_links" for each ROW execute function "one_time_links_touch_updated_at_fn"();`,
    )
  }

  override down(): void {
    this.addSql(`drop table if exists "one_time_links" cascade;`)
    this.addSql(`drop function if exists "one_time_links_touch_updated_at_fn"();`)
  }
}
