import { Migration } from '@mikro-orm/migrations'

/** Queries that people keep, those they have run, and of an answer that was kept which query it is. */
export class Queries extends Migration {
  override up(): void {
    this.addSql(`create type "query_outcome" as enum ('answered', 'failed', 'timeout', 'cancelled');`)
    this.addSql(`create table "saved_queries" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "dataset_id" uuid not null,
      "user_id" uuid not null,
      "name" text not null,
      "sql" text not null,
      "others" jsonb not null default '{}',
      "shared" boolean not null default false,
      primary key ("id")
    );`)
    this.addSql(`create index "saved_queries_dataset_id_index" on "saved_queries" ("dataset_id");`)
    this.addSql(`create index "saved_queries_user_id_index" on "saved_queries" ("user_id");`)
    this.addSql(`create table "past_queries" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "dataset_id" uuid not null,
      "user_id" uuid not null,
      "sql" text not null,
      "others" jsonb not null default '{}',
      "duration_ms" int not null,
      "row_count" bigint null,
      "outcome" "query_outcome" not null,
      "error" text null,
      primary key ("id")
    );`)
    this.addSql(`create index "past_queries_dataset_id_index" on "past_queries" ("dataset_id");`)
    this.addSql(
      `create index "past_queries_user_id_dataset_id_created_at_index" on "past_queries" ("user_id", "dataset_id", "created_at");`,
    )
    this.addSql(`alter table "dataset_versions" add "made_by" json null;`)
    this.addSql(
      `alter table "saved_queries" add constraint "saved_queries_dataset_id_foreign" foreign key ("dataset_id") references "datasets" ("id") on delete cascade;`,
    )
    this.addSql(
      `alter table "saved_queries" add constraint "saved_queries_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`,
    )
    this.addSql(
      `create or replace function "saved_queries_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "saved_queries" for each ROW execute function "saved_queries_touch_updated_at_fn"();`,
    )
    this.addSql(
      `alter table "past_queries" add constraint "past_queries_dataset_id_foreign" foreign key ("dataset_id") references "datasets" ("id") on delete cascade;`,
    )
    this.addSql(
      `alter table "past_queries" add constraint "past_queries_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`,
    )
    this.addSql(
      `create or replace function "past_queries_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "past_queries" for each ROW execute function "past_queries_touch_updated_at_fn"();`,
    )
  }

  override down(): void {
    this.addSql(`drop trigger if exists "touch_updated_at" on "saved_queries";`)
    this.addSql(`drop function if exists "saved_queries_touch_updated_at_fn"();`)
    this.addSql(`drop table if exists "saved_queries" cascade;`)
    this.addSql(`drop trigger if exists "touch_updated_at" on "past_queries";`)
    this.addSql(`drop function if exists "past_queries_touch_updated_at_fn"();`)
    this.addSql(`drop table if exists "past_queries" cascade;`)
    this.addSql(`alter table "dataset_versions" drop column "made_by";`)
    this.addSql(`drop type "query_outcome";`)
  }
}
