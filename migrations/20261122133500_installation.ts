import { Migration } from '@mikro-orm/migrations'

/** One row that names this database, so that a home can tell whether it is its own. */
export class Installation extends Migration {
  override up(): void {
    this.addSql(`create table "installation" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      primary key ("id")
    );`)
    this.addSql(
      `create or replace function "installation_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "installation" for each ROW execute function "installation_touch_updated_at_fn"();`,
    )
    this.addSql(`insert into "installation" default values;`)
  }

  override down(): void {
    this.addSql(`drop table if exists "installation" cascade;`)
    this.addSql(`drop function if exists "installation_touch_updated_at_fn"();`)
  }
}
