import { sql } from 'kysely'
import type { StoredChart } from '../../shared/charts.ts'
import type { Db } from '../database/db.ts'
import { isUuid } from '../datasets/find-dataset.ts'
import { notFound } from '../http/problem-error.ts'
import { selectCharts } from './chart-record.ts'

/** A chart that a person may see. */
export const getChart = async (db: Db, userId: string, id: string): Promise<StoredChart> => {
  const [chart] = isUuid(id) ? await selectCharts(db, userId, sql`c.id = ${id}`) : []
  if (!chart) throw notFound('This chart')
  return chart
}
