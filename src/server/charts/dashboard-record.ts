import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { utc } from '../database/utc.ts'
import { editableBy, visibleTo } from '../datasets/access.ts'

/** The places of a dashboard `b` with their charts `c` and the datasets `d` of these. */
export const placesOf = sql`dashboard_places p join charts c on c.id = p.chart_id join datasets d on d.id = c.dataset_id`

/** Who may see a dashboard: its owner, and whoever may see one of its charts. */
export const dashboardVisibleTo = (userId: string): RawBuilder<SqlBool> => sql<SqlBool>`(b.user_id = ${userId}
  or exists (select 1 from ${placesOf} where p.dashboard_id = b.id and ${visibleTo(userId)}))`

/** Who may change a dashboard: its owner, and whoever may edit the datasets of all its charts. */
const dashboardEditableBy = (userId: string): RawBuilder<SqlBool> => sql<SqlBool>`(b.user_id = ${userId}
  or (exists (select 1 from dashboard_places p where p.dashboard_id = b.id)
    and not exists (select 1 from ${placesOf} where p.dashboard_id = b.id and not ${editableBy(userId)})))`

/** What every answer about a dashboard `b` and its owner `u` says. */
export const dashboardColumns = (userId: string): RawBuilder<unknown> => sql`b.id, b.title,
  json_build_object('id', u.id, 'username', u.username, 'full_name', u.full_name) as owner,
  ${dashboardEditableBy(userId)} as may_change,
  ${utc(sql`b.created_at`)} as created_at, ${utc(sql`b.updated_at`)} as updated_at`
