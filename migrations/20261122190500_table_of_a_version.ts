import { Migration } from '@mikro-orm/migrations'

/** Which table of its file a version is: until now only the dataset knew, of the version in use. */
export class TableOfAVersion extends Migration {
  override up(): void {
    this.addSql(`alter table "dataset_versions" add "table_index" int null;`)
    this.addSql(
      `update "dataset_versions" v
        set "table_index" = case when d.current_version = v.number then d.table_index else coalesce((v.options->>'table_index')::int, 0) end
        from "datasets" d where d.id = v.dataset_id and v.status = 'ready';`,
    )
  }

  override down(): void {
    this.addSql(`alter table "dataset_versions" drop column "table_index";`)
  }
}
