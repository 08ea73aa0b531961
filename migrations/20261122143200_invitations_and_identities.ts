import { Migration } from '@mikro-orm/migrations'

export class InvitationsAndIdentities extends Migration {
  override up(): void {
    this.addSql(`alter table "users" add "email_verified" boolean not null default false;`)
    this.addSql(`create table "invitations" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "created_by" uuid not null,
      "token_hash" varchar(64) not null,
      "email" varchar(254) null,
      "is_superuser" boolean not null default false,
      "expires_at" timestamptz not null,
      primary key ("id")
    );`)
    this.addSql(`create table "oidc_identities" (
      "id" uuid not null default gen_random_uuid(),
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "user_id" uuid not null,
      "issuer" varchar(500) not null,
      "subject" varchar(255) not null,
      primary key ("id")
    );`)
    this.addSql(`alter table "invitations" add constraint "invitations_token_hash_unique" unique ("token_hash");`)
    this.addSql(`create index "invitations_created_by_index" on "invitations" ("created_by");`)
    this.addSql(`create index "invitations_expires_at_index" on "invitations" ("expires_at");`)
    this.addSql(`create index "oidc_identities_user_id_index" on "oidc_identities" ("user_id");`)
    this.addSql(
      `alter table "oidc_identities" add constraint "oidc_identities_issuer_subject_unique" unique ("issuer", "subject");`,
    )
    this.addSql(
      `alter table "invitations" add constraint "invitations_created_by_foreign" foreign key ("created_by") references "users" ("id") on delete cascade;`,
    )
    this.addSql(
      `alter table "oidc_identities" add constraint "oidc_identities_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`,
    )
    for (const table of ['invitations', 'oidc_identities']) {
      this.addSql(
        `create or replace function "${table}_touch_updated_at_fn"() returns trigger as $$ begin new.updated_at = clock_timestamp(); return new; end; $$ language plpgsql;`,
      )
      this.addSql(
        `create trigger "touch_updated_at" BEFORE UPDATE on "${table}" for each ROW execute function "${table}_touch_updated_at_fn"();`,
      )
    }
  }

  override down(): void {
    for (const table of ['oidc_identities', 'invitations']) {
      this.addSql(`drop table if exists "${table}" cascade;`)
      this.addSql(`drop function if exists "${table}_touch_updated_at_fn"();`)
    }
    this.addSql(`alter table "users" drop column "email_verified";`)
  }
}
