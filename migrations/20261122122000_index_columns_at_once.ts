import { Migration } from '@mikro-orm/migrations'

/** A pending list makes the index look dear to the planner until the next vacuum; datasets come one at a time. */
export class IndexColumnsAtOnce extends Migration {
  override up(): void {
    this.addSql(`alter index "datasets_columns_info_index" set (fastupdate = off);`)
    this.addSql(`select gin_clean_pending_list('datasets_columns_info_index');`)
  }

  override down(): void {
    this.addSql(`alter index "datasets_columns_info_index" reset (fastupdate);`)
  }
}
