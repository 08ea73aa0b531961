import { Migration } from '@mikro-orm/migrations'

export class TablesOfFiles extends Migration {
  override up(): void {
    this.addSql(`alter table "dataset_versions" add "file_tables" json null;`)
  }

  override down(): void {
    this.addSql(`alter table "dataset_versions" drop column "file_tables";`)
  }
}
