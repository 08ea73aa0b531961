import { Migration } from '@mikro-orm/migrations'

/** Documents that are only ever handed on keep the order of their fields and every character: json, not jsonb. */
export class DocumentsAsWritten extends Migration {
  override up(): void {
    this.retype('json')
  }

  override down(): void {
    this.retype('jsonb')
  }

  private retype(type: string): void {
    this.addSql(`alter table "dataset_versions" alter column "receipt" type ${type} using "receipt"::${type},
      alter column "profile" type ${type} using "profile"::${type},
      alter column "progress" type ${type} using "progress"::${type},
      alter column "preview" type ${type} using "preview"::${type};`)
    this.addSql(`alter table "idempotency_keys" alter column "answer" type ${type} using "answer"::${type};`)
  }
}
