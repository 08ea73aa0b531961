import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ChartSpec, StoredChart } from '../../shared/charts.ts'
import type { Person } from '../../shared/sharing.ts'
import type { Db } from '../database/db.ts'
import { utc } from '../database/utc.ts'
import { editableBy, visibleTo } from '../datasets/access.ts'

interface ChartRecord {
  id: string
  dataset_id: string
  dataset_title: string
  title: string
  spec: ChartSpec
  missing_columns: string[]
  may_change: boolean
  created_by: Person | null
  created_at: string
  updated_at: string
}

/** Charts `c` that a person may see, with their dataset `d`; `which` narrows them and may order them. */
export const selectCharts = async (
  db: Db,
  userId: string,
  which: RawBuilder<unknown>,
  joined: RawBuilder<unknown> = sql``,
): Promise<StoredChart[]> => {
  const { rows } = await sql<ChartRecord>`
    select c.id, c.dataset_id, d.title as dataset_title, c.title, c.spec, ${missingColumns} as missing_columns,
      ${editableBy(userId)} as may_change, case when p.id is not null then
        json_build_object('id', p.id, 'username', p.username, 'full_name', p.full_name) end as created_by,
      ${utc(sql`c.created_at`)} as created_at, ${utc(sql`c.updated_at`)} as updated_at
    from charts c join datasets d on d.id = c.dataset_id left join users p on p.id = c.created_by ${joined}
    where ${visibleTo(userId)} and ${which}`.execute(db)
  return rows
}

/** The columns that a chart needs and the version in use has not. */
const missingColumns = sql<string[]>`array(select n from unnest(c.columns) n where d.columns_info is not null
  and not d.columns_info @> jsonb_build_array(jsonb_build_object('name', n)))`

/** Whether nobody has changed a row since it was read; times are compared as they were answered. */
export const isUnchangedSince = (updatedAt: RawBuilder<unknown>, seen: string | undefined): RawBuilder<SqlBool> =>
  seen === undefined ? sql<SqlBool>`true` : sql<SqlBool>`${utc(updatedAt)} = ${new Date(seen).toISOString()}`
