import { type RawBuilder, sql } from 'kysely'

/** A time of the database as RFC 3339 in UTC. */
export const utc = (column: RawBuilder<unknown>): RawBuilder<string> =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
