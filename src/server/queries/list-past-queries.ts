import { sql } from 'kysely'
import type { PastQuery } from '../../shared/queries.ts'
import type { Db } from '../database/db.ts'
import { utc } from '../database/utc.ts'

/** What a person has asked of a dataset, the last first. */
export const listPastQueries = async (
  db: Db,
  userId: string,
  datasetId: string,
  { limit, offset }: { limit: number; offset: number },
) => {
  const theirs = sql`past_queries where user_id = ${userId} and dataset_id = ${datasetId}`
  const { rows: items } = await sql<PastQuery>`
    select id, ${utc(sql`created_at`)} as at, sql, others as "with", duration_ms::float8, row_count::float8, outcome, error
    from ${theirs} order by created_at desc, id limit ${limit} offset ${offset}`.execute(db)
  const { rows: counted } = await sql<{ total: number }>`select count(*)::int as total from ${theirs}`.execute(db)
  return { items, total: counted[0]?.total ?? 0, limit, offset }
}
