import { Migration } from '@mikro-orm/migrations'

/** The steps that a version has taken, and the version that they begin with; both null where there are none. */
export class StepsOfVersions extends Migration {
  override up(): void {
    this.addSql(`alter table "dataset_versions" add "steps" jsonb null, add "base_version" int null;`)
  }

  override down(): void {
    this.addSql(`alter table "dataset_versions" drop column "steps", drop column "base_version";`)
  }
}
