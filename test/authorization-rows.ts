import { sql } from 'kysely'
import { readCatalog } from '../src/server/database/catalog.ts'
import type { Orm } from '../src/server/database/orm.ts'
import type { Scene } from './authorization-scene.ts'

/** What comes and goes by itself. */
const passing = ['account_changes', 'attempt_counts', 'audit_events', 'installation', 'schema_migrations']

/**
 * Every row that was made since a time, as text in which everybody has the name of their part in the scene and what is
 * random or a present time is masked: two scenes in which the same was done have the same rows.
 */
export const rowsSince = async (orm: Orm, since: Date, scene: Scene): Promise<string[]> => {
  const db = orm.em.fork().getKysely()
  const lines: string[] = []
  for (const table of await tablesOf(orm)) {
    const { rows } = await sql<{ row: Record<string, unknown> }>`
      select to_jsonb(t) as row from ${sql.table(table)} t where created_at >= ${since.toISOString()}`.execute(db)
    lines.push(...rows.map(({ row }) => `${table} ${masked(JSON.stringify(row), scene)}`))
  }
  return lines.sort()
}

let tables: Promise<string[]> | undefined

const tablesOf = (orm: Orm): Promise<string[]> => {
  tables ??= readCatalog(orm).then((all) => all.map(({ table }) => table).filter((table) => !passing.includes(table)))
  return tables
}

const masked = (text: string, { caller, owner, stranger, dataset, trashed, upload }: Scene): string => {
  const parts = { owner, stranger, caller, dataset, trashed, upload }
  let result = text
  for (const [part, { id }] of Object.entries(parts)) result = result.replaceAll(id, part)
  for (const [part, { username }] of Object.entries({ owner, stranger, caller })) {
    result = result.replaceAll(username, part)
  }
  return result
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'id')
    .replaceAll(/user-[0-9a-f]{12}/g, 'somebody')
    .replaceAll(/20[2-9]\d-\d\d-\d\dT[\d:.]+(\+00:00|Z)/g, 'now')
    .replaceAll(/\$2[aby]\$[./\w$]{50,}/g, 'password')
    .replaceAll(/[0-9a-f]{64}/g, 'hash')
    .replaceAll(/"[\w-]{60,}"/g, '"random"')
    .replaceAll(/("duration_ms":)\d+/g, '$1"time"')
}
