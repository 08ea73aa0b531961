import { Migration } from '@mikro-orm/migrations'

export class InitialUsersAndDatasets extends Migration {
  override up(): void {
    this.addSql(`create type "dataset_status" as enum ('uploaded', 'processing', 'ready', 'error');`)
    this.addSql(`create table "users" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "email" varchar(254) not null,
      "username" varchar(50) not null,
      "hashed_password" varchar(255) not null,
      "full_name" varchar(100) null,
      "is_active" boolean not null default true,
      "is_superuser" boolean not null default false,
      primary key ("id")
    );`)
    this.addSql(`alter table "users" add constraint "users_email_unique" unique ("email");`)
    this.addSql(`alter table "users" add constraint "users_username_unique" unique ("username");`)
    this.addSql(`create unique index "users_email_lower_unique" on "users" (lower("email"));`)
    this.addSql(`create unique index "users_username_lower_unique" on "users" (lower("username"));`)
    this.addSql(`create table "datasets" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "user_id" uuid not null,
      "filename" varchar(255) not null,
      "original_filename" text not null,
      "file_type" varchar(50) not null,
      "file_size" bigint not null,
      "file_path" varchar(500) not null,
      "row_count" bigint null,
      "column_count" int null,
      "columns_info" jsonb null,
      "status" "dataset_status" not null default 'uploaded',
      primary key ("id")
    );`)
    this.addSql(`alter table "datasets" add constraint "datasets_filename_unique" unique ("filename");`)
    this.addSql(`create index "datasets_user_id_created_at_index" on "datasets" ("user_id", "created_at");`)
    this.addSql(`create index "datasets_columns_info_index" on "datasets" using gin ("columns_info" jsonb_path_ops);`)
    this.addSql(
      `create or replace function "users_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "users" for each ROW execute function "users_touch_updated_at_fn"();`,
    )
    this.addSql(
      `alter table "datasets" add constraint "datasets_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`,
    )
    this.addSql(
      `create or replace function "datasets_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "datasets" for each ROW execute function "datasets_touch_updated_at_fn"();`,
    )
  }

  override down(): void {
    this.addSql(`alter table "datasets" drop constraint "datasets_user_id_foreign";`)
    this.addSql(`drop trigger if exists "touch_updated_at" on "users";`)
    this.addSql(`drop function if exists "users_touch_updated_at_fn"();`)
    this.addSql(`drop table if exists "users" cascade;`)
    this.addSql(`drop trigger if exists "touch_updated_at" on "datasets";`)
    this.addSql(`drop function if exists "datasets_touch_updated_at_fn"();`)
    this.addSql(`drop table if exists "datasets" cascade;`)
    this.addSql(`drop type "dataset_status";`)
  }
}
