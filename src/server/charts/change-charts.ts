import { sql } from 'kysely'
import type { z } from 'zod'
import { type chartChangeSchema, mostCharts, type newChartSchema } from '../../shared/charts.ts'
import type { Db } from '../database/db.ts'
import { jsonb } from '../database/jsonb.ts'
import { editableBy } from '../datasets/access.ts'
import { changeRefusal } from '../datasets/find-dataset.ts'
import { getReadyVersion } from '../datasets/get-version.ts'
import { Problem } from '../http/problem-error.ts'
import { isUnchangedSince } from './chart-record.ts'
import { checkSpec } from './check-spec.ts'
import { columnsOfSpec } from './columns-of-spec.ts'
import { getChart } from './find-chart.ts'

/** Keeps a chart with a dataset that is ready, and says its id. */
export const insertChart = async (
  db: Db,
  userId: string,
  datasetId: string,
  { title, spec }: z.output<typeof newChartSchema>,
): Promise<string> => {
  await getReadyVersion(db, userId, datasetId)
  const { rows } = await sql<{ charts: number }>`
    select (select count(*)::int from charts c where c.dataset_id = d.id) as charts from datasets d
    where d.id = ${datasetId} and ${editableBy(userId)} for no key update`.execute(db)
  if (!rows[0]) throw await changeRefusal(db, userId, datasetId)
  if (rows[0].charts >= mostCharts) {
    throw new Problem('conflict', `A dataset has at most ${mostCharts} charts. Delete one that is not needed any more.`)
  }
  await checkSpec(db, datasetId, spec)
  const { rows: inserted } = await sql<{ id: string }>`
    insert into charts (dataset_id, created_by, title, spec, columns)
    values (${datasetId}, ${userId}, ${title}, ${jsonb(spec)}, ${columnsOfSpec(spec)}) returning id`.execute(db)
  return (inserted[0] as { id: string }).id
}

/** Changes what is given of a chart, and says which fields that were. */
export const patchChart = async (
  db: Db,
  userId: string,
  id: string,
  { title, spec, updated_at }: z.output<typeof chartChangeSchema>,
): Promise<string[]> => {
  const chart = await getChart(db, userId, id)
  if (!chart.may_change) throw await changeRefusal(db, userId, chart.dataset_id)
  if (spec) await checkSpec(db, chart.dataset_id, spec)
  const changes = [
    ...(title === undefined ? [] : [sql`title = ${title}`]),
    ...(spec === undefined ? [] : [sql`spec = ${jsonb(spec)}, columns = ${columnsOfSpec(spec)}`]),
  ]
  if (changes.length === 0) return []
  const { numAffectedRows } = await sql`update charts c set ${sql.join(changes)}
    where c.id = ${id} and ${isUnchangedSince(sql`c.updated_at`, updated_at)}`.execute(db)
  if (numAffectedRows !== 1n) throw changedMeanwhile('chart')
  return Object.entries({ title, spec }).flatMap(([field, value]) => (value === undefined ? [] : [field]))
}

/** Deletes a chart, on dashboards too, and says whose dataset it was with. */
export const deleteChart = async (db: Db, userId: string, id: string): Promise<string> => {
  const chart = await getChart(db, userId, id)
  if (!chart.may_change) throw await changeRefusal(db, userId, chart.dataset_id)
  await sql`delete from charts where id = ${id}`.execute(db)
  return chart.dataset_id
}

/** Somebody else was quicker. */
export const changedMeanwhile = (what: 'chart' | 'dashboard'): Problem =>
  new Problem('conflict', `Somebody has changed this ${what} since you opened it. Load it again, then change it.`)
