import { Migration } from '@mikro-orm/migrations'

export class NamesOfVersions extends Migration {
  override up(): void {
    this.addSql(`alter table "dataset_versions" add "original_filename" text null;`)
    this.addSql(
      `update "dataset_versions" v set "original_filename" = d."original_filename" from "datasets" d where d."id" = v."dataset_id";`,
    )
    this.addSql(`alter table "dataset_versions" alter column "original_filename" set not null;`)
  }

  override down(): void {
    this.addSql(`alter table "dataset_versions" drop column "original_filename";`)
  }
}
