import { Migration } from '@mikro-orm/migrations'

export class FollowingDatasets extends Migration {
  override up(): void {
    this.addSql(`create table "idempotency_keys" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "user_id" uuid not null,
      "key" varchar(255) not null,
      "sha256" varchar(64) not null,
      "dataset_id" uuid not null,
      "answer" jsonb not null,
      primary key ("id")
    );`)
    this.addSql(`create index "idempotency_keys_dataset_id_index" on "idempotency_keys" ("dataset_id");`)
    this.addSql(
      `alter table "idempotency_keys" add constraint "idempotency_keys_user_id_key_unique" unique ("user_id", "key");`,
    )
    this.addSql(`alter table "uploads" add "resumable" boolean not null default false;`)
    this.addSql(
      `alter table "datasets" add "duplicate_of" uuid null, add "table_index" int not null default 0, add "table_name" text null;`,
    )
    this.addSql(
      `alter table "datasets" add constraint "datasets_duplicate_of_foreign" foreign key ("duplicate_of") references "datasets" ("id") on delete set null;`,
    )
    this.addSql(`create index "datasets_duplicate_of_index" on "datasets" ("duplicate_of");`)
    this.addSql(
      `create or replace function "datasets_tell_datasets_fn"() returns trigger as $$ begin perform pg_notify('datalens_datasets', json_build_object('id', coalesce(new.id, old.id), 'user_id', coalesce(new.user_id, old.user_id), 'what', case when new.id is null then 'deleted' when new.deleted_at is not null then 'trashed' else new.status::text end)::text); return null; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "tell_datasets" AFTER INSERT OR UPDATE OR DELETE on "datasets" for each ROW execute function "datasets_tell_datasets_fn"();`,
    )
    this.addSql(
      `alter table "dataset_versions" add "releases" int not null default 0, add "options" jsonb null, add "preview" jsonb null;`,
    )
    this.addSql(`create index "dataset_versions_sha256_index" on "dataset_versions" ("sha256");`)
    this.addSql(
      `create or replace function "dataset_versions_tell_datasets_fn"() returns trigger as $$ begin perform pg_notify('datalens_datasets', json_build_object('id', d.id, 'user_id', d.user_id, 'what', case when new.status in ('uploaded', 'processing') then 'progress' else new.status::text end)::text) from datasets d where d.id = new.dataset_id; return null; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "tell_datasets" AFTER INSERT OR UPDATE on "dataset_versions" for each ROW execute function "dataset_versions_tell_datasets_fn"();`,
    )
    this.addSql(
      `alter table "idempotency_keys" add constraint "idempotency_keys_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`,
    )
    this.addSql(
      `alter table "idempotency_keys" add constraint "idempotency_keys_dataset_id_foreign" foreign key ("dataset_id") references "datasets" ("id") on delete cascade;`,
    )
    this.addSql(
      `create or replace function "idempotency_keys_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "idempotency_keys" for each ROW execute function "idempotency_keys_touch_updated_at_fn"();`,
    )
  }

  override down(): void {
    this.addSql(`drop trigger if exists "touch_updated_at" on "idempotency_keys";`)
    this.addSql(`drop function if exists "idempotency_keys_touch_updated_at_fn"();`)
    this.addSql(`drop table if exists "idempotency_keys" cascade;`)
    this.addSql(`alter table "datasets" drop constraint "datasets_duplicate_of_foreign";`)
    this.addSql(`drop index "dataset_versions_sha256_index";`)
    this.addSql(`drop trigger if exists "tell_datasets" on "dataset_versions";`)
    this.addSql(`drop function if exists "dataset_versions_tell_datasets_fn"();`)
    this.addSql(`alter table "dataset_versions" drop column "releases", drop column "options", drop column "preview";`)
    this.addSql(`drop index "datasets_duplicate_of_index";`)
    this.addSql(`drop trigger if exists "tell_datasets" on "datasets";`)
    this.addSql(`drop function if exists "datasets_tell_datasets_fn"();`)
    this.addSql(
      `alter table "datasets" drop column "duplicate_of", drop column "table_index", drop column "table_name";`,
    )
    this.addSql(`alter table "uploads" drop column "resumable";`)
  }
}
