import { sql } from 'kysely'
import type { Dashboard } from '../../shared/dashboards.ts'
import type { Db } from '../database/db.ts'
import { visibleTo } from '../datasets/access.ts'
import { isUuid } from '../datasets/find-dataset.ts'
import { notFound } from '../http/problem-error.ts'
import { selectCharts } from './chart-record.ts'
import { dashboardColumns, dashboardVisibleTo, placesOf } from './dashboard-record.ts'

/** A dashboard that a person may see, with those of its charts that they may see. */
export const getDashboard = async (db: Db, userId: string, id: string): Promise<Dashboard> => {
  const { rows } = isUuid(id)
    ? await sql<Omit<Dashboard, 'charts'>>`
        select ${dashboardColumns(userId)}, coalesce((
            select json_agg(json_build_object('chart_id', p.chart_id, 'x', p.x, 'y', p.y, 'w', p.w, 'h', p.h)
              order by p.y, p.x, p.id)
            from dashboard_places p where p.dashboard_id = b.id), '[]') as layout,
          case when not exists (
            select 1 from ${placesOf} where p.dashboard_id = b.id and not ${visibleTo(userId)}) then b.filter end as filter
        from dashboards b join users u on u.id = b.user_id where b.id = ${id} and ${dashboardVisibleTo(userId)}`.execute(
        db,
      )
    : { rows: [] }
  const [dashboard] = rows
  if (!dashboard) throw notFound('This dashboard')
  const charts = await selectCharts(
    db,
    userId,
    sql`p2.dashboard_id = ${id} order by p2.y, p2.x, p2.id`,
    sql`join dashboard_places p2 on p2.chart_id = c.id`,
  )
  return { ...dashboard, charts }
}
