import { Migration } from '@mikro-orm/migrations'

export class VersionsAndUploads extends Migration {
  override up(): void {
    this.addSql(`create type "version_reason" as enum ('upload', 'reingest', 'steps', 'restore');`)
    this.addSql(`create table "uploads" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "user_id" uuid not null,
      "original_filename" text not null,
      "file_path" varchar(500) not null,
      "length" bigint null,
      "received" bigint not null default '0',
      "metadata" jsonb not null default '{}',
      "expires_at" timestamptz not null,
      primary key ("id")
    );`)
    this.addSql(`create index "uploads_user_id_index" on "uploads" ("user_id");`)
    this.addSql(`alter table "uploads" add constraint "uploads_file_path_unique" unique ("file_path");`)
    this.addSql(`create table "dataset_versions" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "dataset_id" uuid not null,
      "number" int not null,
      "reason" "version_reason" not null default 'upload',
      "created_by" uuid null,
      "status" "dataset_status" not null default 'uploaded',
      "attempt" int not null default 0,
      "file_path" varchar(500) not null,
      "file_size" bigint not null,
      "sha256" varchar(64) not null,
      "table_path" varchar(500) null,
      "table_size" bigint null,
      "row_count" bigint null,
      "column_count" int null,
      "columns_info" jsonb null,
      "receipt" jsonb null,
      "profile" jsonb null,
      "progress" jsonb null,
      "error_code" varchar(50) null,
      "error_detail" text null,
      primary key ("id")
    );`)
    this.addSql(`create index "dataset_versions_created_by_index" on "dataset_versions" ("created_by");`)
    this.addSql(
      `create index "dataset_versions_unfinished_index" on "dataset_versions" ("dataset_id") where "status" in ('uploaded', 'processing');`,
    )
    this.addSql(
      `alter table "dataset_versions" add constraint "dataset_versions_dataset_id_number_unique" unique ("dataset_id", "number");`,
    )
    this.addSql(`alter table "datasets" add "title" text null;`)
    this.addSql(`update "datasets" set "title" = "original_filename";`)
    this.addSql(`alter table "datasets" alter column "title" set not null;`)
    this.addSql(`alter table "datasets" add "description" text null,
      add "tags" text[] not null default '{}',
      add "current_version" int not null default 1,
      add "kind_counts" jsonb not null default '{}',
      add "kind_strip" text[] not null default '{}',
      add "question_count" int not null default 0,
      add "alert_count" int not null default 0,
      add "rejected_count" bigint not null default '0',
      add "error_code" varchar(50) null,
      add "error_detail" text null,
      add "deleted_at" timestamptz null;`)
    // No table was kept before there were versions, so every file is read again; its hash is not known.
    this.addSql(`update "datasets" set "status" = 'uploaded' where "status" <> 'error';`)
    this.addSql(`insert into "dataset_versions" ("created_at", "dataset_id", "number", "created_by", "status", "file_path", "file_size", "sha256")
      select "created_at", "id", 1, "user_id", "status", "file_path", "file_size", '' from "datasets";`)
    this.addSql(
      `alter table "uploads" add constraint "uploads_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`,
    )
    this.addSql(
      `create or replace function "uploads_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "uploads" for each ROW execute function "uploads_touch_updated_at_fn"();`,
    )
    this.addSql(
      `alter table "dataset_versions" add constraint "dataset_versions_dataset_id_foreign" foreign key ("dataset_id") references "datasets" ("id") on delete cascade;`,
    )
    this.addSql(
      `alter table "dataset_versions" add constraint "dataset_versions_created_by_foreign" foreign key ("created_by") references "users" ("id") on delete set null;`,
    )
    this.addSql(
      `create or replace function "dataset_versions_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "dataset_versions" for each ROW execute function "dataset_versions_touch_updated_at_fn"();`,
    )
  }

  override down(): void {
    this.addSql(`drop trigger if exists "touch_updated_at" on "uploads";`)
    this.addSql(`drop function if exists "uploads_touch_updated_at_fn"();`)
    this.addSql(`drop table if exists "uploads" cascade;`)
    this.addSql(`drop trigger if exists "touch_updated_at" on "dataset_versions";`)
    this.addSql(`drop function if exists "dataset_versions_touch_updated_at_fn"();`)
    this.addSql(`drop table if exists "dataset_versions" cascade;`)
    this.addSql(`alter table "datasets" drop column "title",
      drop column "description",
      drop column "tags",
      drop column "current_version",
      drop column "kind_counts",
      drop column "kind_strip",
      drop column "question_count",
      drop column "alert_count",
      drop column "rejected_count",
      drop column "error_code",
      drop column "error_detail",
      drop column "deleted_at";`)
    this.addSql(`drop type "version_reason";`)
  }
}
