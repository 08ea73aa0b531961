import { p } from '@mikro-orm/core'

/** The columns every table begins with. The database fills them, so plain SQL gets them too. */
export const baseProperties = {
  id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
  createdAt: p.datetime(6).columnType('timestamptz').defaultRaw('now()'),
  updatedAt: p.datetime(6).columnType('timestamptz').defaultRaw('now()'),
}

/** Moves `updated_at` on every UPDATE, whoever sends it. */
export const touchUpdatedAt = {
  name: 'touch_updated_at',
  timing: 'before' as const,
  events: ['update' as const],
  forEach: 'row' as const,
  body: 'new.updated_at = clock_timestamp(); return new;',
}

/** A unique index that takes upper and lower case for the same. */
export const uniqueIgnoringCase = (table: string, column: string) => {
  const name = `${table}_${column}_lower_unique`
  return { name, expression: `create unique index "${name}" on "${table}" (lower("${column}"))` }
}
