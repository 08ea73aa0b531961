import { sql } from 'kysely'
import type { StoredChart } from '../../shared/charts.ts'
import type { Db } from '../database/db.ts'
import { getDataset } from '../datasets/find-dataset.ts'
import { selectCharts } from './chart-record.ts'

/** A page of the charts that were kept with a dataset, the latest first. */
export const listCharts = async (
  db: Db,
  userId: string,
  datasetId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ items: StoredChart[]; total: number; limit: number; offset: number }> => {
  await getDataset(db, userId, datasetId)
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from charts where dataset_id = ${datasetId}`.execute(db)
  const which = sql`c.dataset_id = ${datasetId} order by c.created_at desc, c.id desc limit ${limit} offset ${offset}`
  return { items: await selectCharts(db, userId, which), total: rows[0]?.total ?? 0, limit, offset }
}
