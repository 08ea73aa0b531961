import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { SavedQuery, savedQueryPatchSchema, savedQueryRequestSchema } from '../../shared/queries.ts'
import type { Db } from '../database/db.ts'
import { jsonb } from '../database/jsonb.ts'
import { utc } from '../database/utc.ts'
import { editableBy, visibleTo } from '../datasets/access.ts'
import { changeRefusal, getDataset, isUuid } from '../datasets/find-dataset.ts'
import { notFound, Problem } from '../http/problem-error.ts'

/** So many queries may one person keep of one dataset. */
const mostSavedQueries = 500

/** A query that is not shared is its author's; who may see the dataset sees the shared ones. */
const readableBy = (userId: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${visibleTo(userId)} and (q.user_id = ${userId} or q.shared))`

/** A query that is not shared is its author's; the shared ones are those of the dataset, as its title is. */
const changeableBy = (userId: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(case when q.shared then ${editableBy(userId)} else ${visibleTo(userId)} and q.user_id = ${userId} end)`

const queries = sql`saved_queries q join datasets d on d.id = q.dataset_id join users u on u.id = q.user_id`

const columns = (userId: string) => sql`q.id, q.name, q.sql, q.others as "with", q.shared,
  json_build_object('id', u.id, 'username', u.username) as author, ${changeableBy(userId)} as can_change,
  ${utc(sql`q.created_at`)} as created_at, ${utc(sql`q.updated_at`)} as updated_at`

/** The saved queries of a dataset that a person may see, by name. */
export const listSavedQueries = async (
  db: Db,
  userId: string,
  datasetId: string,
  { limit, offset }: { limit: number; offset: number },
) => {
  await getDataset(db, userId, datasetId)
  const where = sql`where q.dataset_id = ${datasetId} and ${readableBy(userId)}`
  const { rows: items } = await sql<SavedQuery>`select ${columns(userId)} from ${queries} ${where}
    order by lower(q.name), q.created_at, q.id limit ${limit} offset ${offset}`.execute(db)
  const { rows } = await sql<{ total: number }>`select count(*)::int as total from ${queries} ${where}`.execute(db)
  return { items, total: rows[0]?.total ?? 0, limit, offset }
}

/** Keeps a query; sharing it takes somebody who may change the dataset. */
export const insertSavedQuery = async (
  db: Db,
  userId: string,
  datasetId: string,
  query: z.output<typeof savedQueryRequestSchema>,
): Promise<SavedQuery> => {
  const { role } = await getDataset(db, userId, datasetId)
  if (query.shared && role === 'viewer') throw await changeRefusal(db, userId, datasetId)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`queries ${userId} ${datasetId}`}, 0))`.execute(db)
  const { rows } = await sql<{ id: string }>`insert into saved_queries (dataset_id, user_id, name, sql, others, shared)
    select ${datasetId}, ${userId}, ${query.name}, ${query.sql}, ${jsonb(query.with)}, ${query.shared}
    where (select count(*) from saved_queries where dataset_id = ${datasetId} and user_id = ${userId}) < ${mostSavedQueries}
    returning id`.execute(db)
  if (!rows[0]) throw new Problem('conflict', `You keep ${mostSavedQueries} queries of this dataset. Delete one first.`)
  return getSavedQuery(db, userId, rows[0].id)
}

/** Changes what is named of a query; what is left out stays. */
export const updateSavedQuery = async (
  db: Db,
  userId: string,
  { datasetId, id }: { datasetId: string; id: string },
  patch: z.output<typeof savedQueryPatchSchema>,
): Promise<SavedQuery> => {
  await requireChangeable(db, userId, { datasetId, id })
  const { role } = await getDataset(db, userId, datasetId)
  if (patch.shared && role === 'viewer') throw await changeRefusal(db, userId, datasetId)
  await sql`update saved_queries set name = coalesce(${patch.name ?? null}, name), sql = coalesce(${patch.sql ?? null}, sql),
      others = coalesce(${patch.with ? jsonb(patch.with) : null}, others),
      shared = coalesce(${patch.shared ?? null}, shared)
    where id = ${id}`.execute(db)
  return getSavedQuery(db, userId, id)
}

/** Forgets a query. */
export const deleteSavedQuery = async (
  db: Db,
  userId: string,
  { datasetId, id }: { datasetId: string; id: string },
): Promise<void> => {
  await requireChangeable(db, userId, { datasetId, id })
  await sql`delete from saved_queries where id = ${id}`.execute(db)
}

/** Until the transaction ends nobody else changes it. */
const requireChangeable = async (
  db: Db,
  userId: string,
  { datasetId, id }: { datasetId: string; id: string },
): Promise<void> => {
  const { rows } =
    isUuid(id) && isUuid(datasetId)
      ? await sql<{ may: boolean }>`select ${changeableBy(userId)} as may from ${queries}
          where q.id = ${id} and q.dataset_id = ${datasetId} and ${readableBy(userId)} for update of q`.execute(db)
      : { rows: [] }
  if (!rows[0]) throw notFound('This query')
  if (!rows[0].may) throw await changeRefusal(db, userId, datasetId)
}

const getSavedQuery = async (db: Db, userId: string, id: string): Promise<SavedQuery> => {
  const { rows } = await sql<SavedQuery>`select ${columns(userId)} from ${queries} where q.id = ${id}`.execute(db)
  if (!rows[0]) throw notFound('This query')
  return rows[0]
}
