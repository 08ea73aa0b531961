import { Migration } from '@mikro-orm/migrations'

/** Charts that are kept with a dataset, and the dashboards that they stand on. */
export class ChartsAndDashboards extends Migration {
  override up(): void {
    this.addSql(`create table "dashboards" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "user_id" uuid not null,
      "title" varchar(200) not null,
      "filter" jsonb null,
      primary key ("id")
    );`)
    this.addSql(`create index "dashboards_user_id_index" on "dashboards" ("user_id");`)
    this.addSql(`create table "charts" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "dataset_id" uuid not null,
      "created_by" uuid null,
      "title" varchar(200) not null,
      "spec" jsonb not null,
      "columns" text[] not null,
      primary key ("id")
    );`)
    this.addSql(`create index "charts_dataset_id_index" on "charts" ("dataset_id");`)
    this.addSql(`create index "charts_created_by_index" on "charts" ("created_by");`)
    this.addSql(`create table "dashboard_places" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "dashboard_id" uuid not null,
      "chart_id" uuid not null,
      "x" int not null,
      "y" int not null,
      "w" int not null,
      "h" int not null,
      primary key ("id")
    );`)
    this.addSql(`create index "dashboard_places_chart_id_index" on "dashboard_places" ("chart_id");`)
    this.addSql(
      `alter table "dashboard_places" add constraint "dashboard_places_dashboard_id_chart_id_unique" unique ("dashboard_id", "chart_id");`,
    )
    this.addSql(
      `alter table "dashboards" add constraint "dashboards_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`,
    )
    this.addSql(
      `create or replace function "dashboards_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "dashboards" for each ROW execute function "dashboards_touch_updated_at_fn"();`,
    )
    this.addSql(
      `alter table "charts" add constraint "charts_dataset_id_foreign" foreign key ("dataset_id") references "datasets" ("id") on delete cascade;`,
    )
    this.addSql(
      `alter table "charts" add constraint "charts_created_by_foreign" foreign key ("created_by") references "users" ("id") on delete set null;`,
    )
    this.addSql(
      `create or replace function "charts_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "charts" for each ROW execute function "charts_touch_updated_at_fn"();`,
    )
    this.addSql(
      `alter table "dashboard_places" add constraint "dashboard_places_dashboard_id_foreign" foreign key ("dashboard_id") references "dashboards" ("id") on delete cascade;`,
    )
    this.addSql(
      `alter table "dashboard_places" add constraint "dashboard_places_chart_id_foreign" foreign key ("chart_id") references "charts" ("id") on delete cascade;`,
    )
    this.addSql(
      `create or replace function "dashboard_places_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "touch_updated_at" BEFORE UPDATE on "dashboard_places" for each ROW execute function "dashboard_places_touch_updated_at_fn"();`,
    )
  }

  override down(): void {
    this.addSql(`drop table "dashboard_places";`)
    this.addSql(`drop table "charts";`)
    this.addSql(`drop table "dashboards";`)
    this.addSql(`drop function "dashboard_places_touch_updated_at_fn"();`)
    this.addSql(`drop function "charts_touch_updated_at_fn"();`)
    this.addSql(`drop function "dashboards_touch_updated_at_fn"();`)
  }
}
