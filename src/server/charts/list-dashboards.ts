import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ListedDashboard } from '../../shared/dashboards.ts'
import type { Db } from '../database/db.ts'
import { followedBy, visibleTo } from '../datasets/access.ts'
import { isUuid } from '../datasets/find-dataset.ts'
import { notFound } from '../http/problem-error.ts'
import { dashboardColumns, dashboardVisibleTo, placesOf } from './dashboard-record.ts'

/** A page of the dashboards that a person may see, the latest changed first. */
export const listDashboards = async (
  db: Db,
  userId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ items: ListedDashboard[]; total: number; limit: number; offset: number }> => {
  const where = dashboardVisibleTo(userId)
  const [items, total] = [await selectDashboards(db, userId, where, { limit, offset }), await countOf(db, where)]
  return { items, total, limit, offset }
}

const mostTitles = 20

/** The dashboards that show charts of a dataset, which its owner may have put into the trash: how many, some titles. */
export const dashboardsOfDataset = async (
  db: Db,
  userId: string,
  datasetId: string,
): Promise<{ count: number; titles: string[] }> => {
  const { rows: seen } = isUuid(datasetId)
    ? await sql`select 1 from datasets d where d.id = ${datasetId} and ${followedBy(userId)}`.execute(db)
    : { rows: [] }
  if (seen.length === 0) throw notFound('This dataset')
  const where = sql<SqlBool>`exists (select 1 from dashboard_places p join charts c on c.id = p.chart_id
    where p.dashboard_id = b.id and c.dataset_id = ${datasetId})`
  const { rows } = await sql<{ title: string }>`
    select b.title from dashboards b where ${where} order by lower(b.title), b.id limit ${mostTitles}`.execute(db)
  return { count: await countOf(db, where), titles: rows.map(({ title }) => title) }
}

const countOf = async (db: Db, where: RawBuilder<SqlBool>): Promise<number> => {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from dashboards b where ${where}`.execute(db)
  return rows[0]?.total ?? 0
}

const selectDashboards = async (
  db: Db,
  userId: string,
  where: RawBuilder<SqlBool>,
  { limit, offset }: { limit: number; offset: number },
): Promise<ListedDashboard[]> => {
  const { rows } = await sql<ListedDashboard>`
    select ${dashboardColumns(userId)},
      (select count(*)::int from dashboard_places p where p.dashboard_id = b.id) as chart_count,
      coalesce((select json_agg(json_build_object('id', s.id, 'title', s.title) order by lower(s.title), s.id)
        from (select distinct d.id, d.title from ${placesOf} where p.dashboard_id = b.id and ${visibleTo(userId)}) s),
        '[]') as datasets
    from dashboards b join users u on u.id = b.user_id where ${where}
    order by b.updated_at desc, b.id desc limit ${limit} offset ${offset}`.execute(db)
  return rows
}
