import { sql } from 'kysely'
import type { z } from 'zod'
import {
  type DashboardPlace,
  type dashboardChangeSchema,
  mostDashboards,
  type newDashboardSchema,
} from '../../shared/dashboards.ts'
import type { Db } from '../database/db.ts'
import { jsonb } from '../database/jsonb.ts'
import { visibleTo } from '../datasets/access.ts'
import { invalid, Problem } from '../http/problem-error.ts'
import { changedMeanwhile } from './change-charts.ts'
import { isUnchangedSince } from './chart-record.ts'
import { getDashboard } from './find-dashboard.ts'

/** Makes a dashboard of charts that its owner may see, and says its id. */
export const insertDashboard = async (
  db: Db,
  userId: string,
  { title, layout, filter }: z.output<typeof newDashboardSchema>,
): Promise<string> => {
  const { rows } = await sql<{ dashboards: number }>`
    select (select count(*)::int from dashboards b where b.user_id = u.id) as dashboards from users u
    where u.id = ${userId} for no key update`.execute(db)
  if ((rows[0]?.dashboards ?? 0) >= mostDashboards) {
    throw new Problem('conflict', `You have ${mostDashboards} dashboards, which is the most. Delete one first.`)
  }
  const { rows: inserted } = await sql<{ id: string }>`
    insert into dashboards (user_id, title, filter)
    values (${userId}, ${title}, ${filter === null ? null : jsonb(filter)}) returning id`.execute(db)
  const { id } = inserted[0] as { id: string }
  await setPlaces(db, userId, id, layout)
  return id
}

/** Changes what is given of a dashboard, and says which fields that were. */
export const patchDashboard = async (
  db: Db,
  userId: string,
  id: string,
  { title, layout, filter, updated_at }: z.output<typeof dashboardChangeSchema>,
): Promise<string[]> => {
  const dashboard = await getDashboard(db, userId, id)
  if (!dashboard.may_change) throw onlyForOwner(dashboard.owner.username, 'change')
  const changed = Object.entries({ title, layout, filter }).flatMap(([field, value]) =>
    value === undefined ? [] : [field],
  )
  if (changed.length === 0) return []
  const changes = [
    sql`updated_at = now()`,
    ...(title === undefined ? [] : [sql`title = ${title}`]),
    ...(filter === undefined ? [] : [sql`filter = ${filter === null ? null : jsonb(filter)}`]),
  ]
  const { numAffectedRows } = await sql`update dashboards b set ${sql.join(changes)}
    where b.id = ${id} and ${isUnchangedSince(sql`b.updated_at`, updated_at)}`.execute(db)
  if (numAffectedRows !== 1n) throw changedMeanwhile('dashboard')
  if (layout) await setPlaces(db, userId, id, layout)
  return changed
}

/** Deletes a dashboard of one's own; its charts stay with their datasets. */
export const deleteDashboard = async (db: Db, userId: string, id: string): Promise<void> => {
  const { owner } = await getDashboard(db, userId, id)
  if (owner.id !== userId) throw onlyForOwner(owner.username, 'delete')
  await sql`delete from dashboards where id = ${id}`.execute(db)
}

/**
 * Puts charts where the layout says; those that were not there must be ones that the person may see. Until the transaction
 * ends nobody deletes one of them.
 */
const setPlaces = async (db: Db, userId: string, id: string, layout: DashboardPlace[]): Promise<void> => {
  const ids = layout.map(({ chart_id }) => chart_id)
  const { rows } = await sql<{ id: string }>`
    select c.id from charts c join datasets d on d.id = c.dataset_id where c.id = any(${ids}::uuid[]) and (
      ${visibleTo(userId)} or exists (
        select 1 from dashboard_places p where p.dashboard_id = ${id} and p.chart_id = c.id))
    order by c.id for key share of c`.execute(db)
  const known = new Set(rows.map((row) => row.id))
  const unknown = ids.findIndex((chart) => !known.has(chart))
  if (unknown >= 0) {
    throw invalid(`layout.${unknown}.chart_id`, 'This chart does not exist, or you have no access to it.')
  }
  await sql`delete from dashboard_places where dashboard_id = ${id}`.execute(db)
  if (layout.length === 0) return
  const places = layout.map(({ x, y, w, h }, index) => sql`(${id}::uuid, ${ids[index]}::uuid, ${x}, ${y}, ${w}, ${h})`)
  await sql`insert into dashboard_places (dashboard_id, chart_id, x, y, w, h) values ${sql.join(places)}`.execute(db)
}

const onlyForOwner = (username: string, what: 'change' | 'delete'): Problem =>
  new Problem(
    'forbidden',
    what === 'delete'
      ? `Only the owner of this dashboard, ${username}, may delete it.`
      : `You may look at this dashboard, but not change it. Its owner is ${username}; so may whoever edits the datasets of all its charts.`,
  )
