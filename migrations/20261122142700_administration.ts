import { Migration } from '@mikro-orm/migrations'

export class Administration extends Migration {
  override up(): void {
    this.addSql(`alter table "users" add "quota_bytes" bigint null;`)
    this.addSql(`create index "users_created_at_id_index" on "users" ("created_at", "id");`)
    this.addSql(
      `create or replace function "users_keep_superuser_fn"() returns trigger as $$ begin if old.is_active and old.is_superuser and (tg_op = 'DELETE' or not (new.is_active and new.is_superuser)) then if current_setting('transaction_isolation') <> 'read committed' then raise exception 'Take superusers away in a transaction with the isolation level READ COMMITTED.' using errcode = 'feature_not_supported'; end if; perform pg_advisory_xact_lock(1684829045); if not exists (select from users where is_active and is_superuser) and exists (select from users) then raise exception 'This is the last active administrator. Make somebody else an administrator first, so that one is always left.' using errcode = 'DL001'; end if; end if; return null; end; $$ language plpgsql;`,
    )
    this.addSql(
      `create trigger "keep_superuser" AFTER UPDATE OR DELETE on "users" for each ROW execute function "users_keep_superuser_fn"();`,
    )
  }

  override down(): void {
    this.addSql(`drop trigger if exists "keep_superuser" on "users";`)
    this.addSql(`drop function if exists "users_keep_superuser_fn"();`)
    this.addSql(`drop index "users_created_at_id_index";`)
    this.addSql(`alter table "users" drop column "quota_bytes";`)
  }
}
