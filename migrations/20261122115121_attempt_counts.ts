import { Migration } from '@mikro-orm/migrations'

export class AttemptCounts extends Migration {
  override up(): void {
    this.addSql(`create table "attempt_counts" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "key" varchar(200) not null,
      "count" int not null,
      "expires_at" timestamptz not null,
      primary key ("id")
    );`)
    this.addSql(`alter table "attempt_counts" add constraint "attempt_counts_key_unique" unique ("key");`)
    this.addSql(`create index "attempt_counts_expires_at_index" on "attempt_counts" ("expires_at");`)
    this.addSql(
      `create or replace function "attempt_counts_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "attempt_counts" for each ROW execute function "attempt_counts_touch_updated_at_fn"();`,
    )
  }

  override down(): void {
    this.addSql(`drop table if exists "attempt_counts" cascade;`)
    this.addSql(`drop function if exists "attempt_counts_touch_updated_at_fn"();`)
  }
}
