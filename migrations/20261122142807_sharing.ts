import { Migration } from '@mikro-orm/migrations'

/** Who a dataset is shared with; what happens to it is told to them too. */
export class Sharing extends Migration {
  override up(): void {
    this.addSql(`create type "share_role" as enum ('viewer', 'editor');`)
    this.addSql(`create table "dataset_shares" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "dataset_id" uuid not null,
      "user_id" uuid not null,
      "role" "share_role" not null,
      primary key ("id")
    );`)
    this.addSql(`create index "dataset_shares_dataset_id_index" on "dataset_shares" ("dataset_id");`)
    this.addSql(
      `alter table "dataset_shares" add constraint "dataset_shares_user_id_dataset_id_unique" unique ("user_id", "dataset_id");`,
    )
    this.addSql(`alter table "datasets" add "visible_to_everyone" boolean not null default false;`)
    this.addSql(
      `create index "datasets_visible_to_everyone_index" on "datasets" ("created_at") where "visible_to_everyone";`,
    )
    this.addSql(
      `create or replace function "datasets_tell_datasets_fn"() returns trigger as $$ begin perform pg_notify('datalens_datasets', json_build_object('id', coalesce(new.id, old.id), 'user_id', coalesce(new.user_id, old.user_id), 'everyone', coalesce(new.visible_to_everyone, false) or coalesce(old.visible_to_everyone, false), 'what', case when new.id is null then 'deleted' when new.deleted_at is not null then 'trashed' else new.status::text end)::text); perform pg_notify('datalens_datasets', json_build_object('id', coalesce(new.id, old.id), 'people', json_agg(s.user_id), 'what', case when new.id is null then 'deleted' when new.deleted_at is not null then 'trashed' else new.status::text end)::text) from (select user_id, row_number() over () / 150 as part from dataset_shares where dataset_id = coalesce(new.id, old.id)) s where not (coalesce(new.visible_to_everyone, false) or coalesce(old.visible_to_everyone, false)) group by s.part; if old.user_id <> new.user_id then perform pg_notify('datalens_datasets', json_build_object('id', old.id, 'people', json_build_array(old.user_id), 'what', 'access')::text); end if; return null; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create or replace function "dataset_versions_tell_datasets_fn"() returns trigger as $$ begin declare d datasets; begin select * into d from datasets where id = new.dataset_id; perform pg_notify('datalens_datasets', json_build_object('id', d.id, 'user_id', d.user_id, 'everyone', d.visible_to_everyone, 'what', case when new.status in ('uploaded', 'processing') then 'progress' else new.status::text end)::text); perform pg_notify('datalens_datasets', json_build_object('id', d.id, 'people', json_agg(s.user_id), 'what', case when new.status in ('uploaded', 'processing') then 'progress' else new.status::text end)::text) from (select user_id, row_number() over () / 150 as part from dataset_shares where dataset_id = d.id) s where not (d.visible_to_everyone) group by s.part; end; return null; end; $$ language plpgsql;`,
    )
    this.addSql(
      `alter table "dataset_shares" add constraint "dataset_shares_dataset_id_foreign" foreign key ("dataset_id") references "datasets" ("id") on delete cascade;`,
    )
    this.addSql(
      `alter table "dataset_shares" add constraint "dataset_shares_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`,
    )
    this.addSql(
      `create or replace function "dataset_shares_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "dataset_shares" for each ROW execute function "dataset_shares_touch_updated_at_fn"();`,
    )
    this.addSql(
      `create or replace function "dataset_shares_tell_datasets_fn"() returns trigger as $$ begin perform pg_notify('datalens_datasets', json_build_object('id', coalesce(new.dataset_id, old.dataset_id), 'people', json_build_array(coalesce(new.user_id, old.user_id)), 'what', 'access')::text); return null; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "tell_datasets" AFTER INSERT OR UPDATE OR DELETE on "dataset_shares" for each ROW execute function "dataset_shares_tell_datasets_fn"();`,
    )
  }

  override down(): void {
    this.addSql(`drop trigger if exists "touch_updated_at" on "dataset_shares";`)
    this.addSql(`drop function if exists "dataset_shares_touch_updated_at_fn"();`)
    this.addSql(`drop trigger if exists "tell_datasets" on "dataset_shares";`)
    this.addSql(`drop function if exists "dataset_shares_tell_datasets_fn"();`)
    this.addSql(`drop table if exists "dataset_shares" cascade;`)
    this.addSql(
      `create or replace function "dataset_versions_tell_datasets_fn"() returns trigger as $$ begin perform pg_notify('datalens_datasets', json_build_object('id', d.id, 'user_id', d.user_id, 'what', case when new.status in ('uploaded', 'processing') then 'progress' else new.status::text end)::text) from datasets d where d.id = new.dataset_id; return null; end; $$ language plpgsql;`,
    )
    this.addSql(`drop index "datasets_visible_to_everyone_index";`)
    this.addSql(`alter table "datasets" drop column "visible_to_everyone";`)
    this.addSql(
      `create or replace function "datasets_tell_datasets_fn"() returns trigger as $$ begin perform pg_notify('datalens_datasets', json_build_object('id', coalesce(new.id, old.id), 'user_id', coalesce(new.user_id, old.user_id), 'what', case when new.id is null then 'deleted' when new.deleted_at is not null then 'trashed' else new.status::text end)::text); return null; end; $$ language plpgsql;`,
    )
    this.addSql(`drop type "share_role";`)
  }
}
