import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { AdministeredDataset, AdministeredDatasetQuery } from '../../shared/administered-dataset.ts'
import type { Db } from '../database/db.ts'
import { utc } from '../database/utc.ts'
import { isUuid } from '../datasets/find-dataset.ts'

const sortKeys: Record<string, RawBuilder<unknown>> = {
  created_at: sql`d.created_at`,
  updated_at: sql`d.updated_at`,
  deleted_at: sql`d.deleted_at`,
  file_size: sql`d.file_size`,
  status: sql`d.status`,
  owner: sql`lower(u.username)`,
}

/** A page of all datasets of everybody, without anything of what is in them. */
export const listAllDatasets = async (
  db: Db,
  query: AdministeredDatasetQuery,
): Promise<{ items: AdministeredDataset[]; total: number; limit: number; offset: number }> => {
  const { limit, offset } = query
  const where = conditionsOf(query)
  const order = orderOf(query.sort)
  const { rows } = await sql<AdministeredDataset>`
    select d.id, d.file_size::float8, d.status, ${utc(sql`d.created_at`)} as created_at,
      ${utc(sql`d.updated_at`)} as updated_at, ${utc(sql`d.deleted_at`)} as deleted_at,
      json_build_object('id', u.id, 'username', u.username, 'email', u.email, 'is_active', u.is_active) as owner,
      v.version_count, v.stored_bytes, (
        select count(distinct p.dashboard_id)::int from charts c join dashboard_places p on p.chart_id = c.id
        where c.dataset_id = d.id) as dashboard_count
    from (select d.* from datasets d join users u on u.id = d.user_id where ${where}
      order by ${order} limit ${limit} offset ${offset}) d
    join users u on u.id = d.user_id
    cross join lateral (
      select count(*)::int as version_count, (coalesce(sum(table_size), 0) + (
        select coalesce(sum(file_size), 0) from (
          select distinct file_path, file_size from dataset_versions where dataset_id = d.id) files))::float8 as stored_bytes
      from dataset_versions where dataset_id = d.id
    ) v
    order by ${order}`.execute(db)
  const { rows: counted } = await sql<{ total: number }>`
    select count(*)::int as total from datasets d join users u on u.id = d.user_id where ${where}`.execute(db)
  return { items: rows, total: counted[0]?.total ?? 0, limit, offset }
}

const conditionsOf = ({ q, status, trash }: AdministeredDatasetQuery): RawBuilder<SqlBool> => {
  const conditions = [sql<SqlBool>`true`]
  if (status) conditions.push(sql`d.status = ${status}`)
  if (trash) conditions.push(trash === 'true' ? sql`d.deleted_at is not null` : sql`d.deleted_at is null`)
  for (const word of q?.split(/\s+/).filter(Boolean) ?? []) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    const isId = isUuid(word) ? sql<SqlBool>`d.id = ${word}` : sql<SqlBool>`false`
    conditions.push(
      sql`(u.username ilike ${pattern} or u.email ilike ${pattern} or u.full_name ilike ${pattern} or ${isId})`,
    )
  }
  return sql.join(conditions, sql` and `)
}

/** What is not in the trash comes last whichever way; the id decides between equals. */
const orderOf = (sort: AdministeredDatasetQuery['sort']): RawBuilder<unknown> => {
  const direction = sql.raw(sort.startsWith('-') ? 'desc' : 'asc')
  return sql`${sortKeys[sort.replace('-', '')] ?? sql`d.created_at`} ${direction} nulls last, d.id ${direction}`
}
