import { sql } from 'kysely'
import type { DatasetVersion } from '../../shared/dataset-version.ts'
import type { Db } from '../database/db.ts'
import { utc } from '../database/utc.ts'
import { notFound } from '../http/problem-error.ts'
import { visibleTo } from './access.ts'
import { isUuid } from './find-dataset.ts'

interface VersionRow extends Omit<DatasetVersion, 'by' | 'error'> {
  by_id: string | null
  by_username: string | null
  error_code: string | null
  error_detail: string | null
  total: number
}

/** A page of the versions of a dataset; a dataset always has one, so no rows at the beginning mean no dataset. */
export const listVersions = async (
  db: Db,
  userId: string,
  id: string,
  { limit, offset }: { limit: number; offset: number },
) => {
  if (!isUuid(id)) throw notFound('This dataset')
  const { rows } = await sql<VersionRow | { number: null; total: number }>`
    select v.number, ${utc(sql`v.created_at`)} as created_at, u.id as by_id, u.username as by_username, v.reason, v.status, v.options,
      coalesce(v.steps, '[]') as steps, v.base_version,
      v.error_code, v.error_detail,
      v.row_count::float8, v.column_count, v.file_size::float8 as bytes, v.number = d.current_version as current, d.total
    from (
      select d.id, d.current_version,
        (select count(*)::int from dataset_versions v where v.dataset_id = d.id) as total
      from datasets d where d.id = ${id} and ${visibleTo(userId)}
    ) d
    left join (
      select * from dataset_versions where dataset_id = ${id} order by number desc limit ${limit} offset ${offset}
    ) v on true
    left join users u on u.id = v.created_by
    order by v.number desc`.execute(db)
  const [first] = rows
  if (!first) throw notFound('This dataset')
  const items = rows.flatMap((row): DatasetVersion[] => {
    if (row.number === null) return []
    const { by_id, by_username, error_code, error_detail, total: _, ...version } = row
    const by = by_id === null || by_username === null ? null : { id: by_id, username: by_username }
    return [{ ...version, by, error: error_code === null ? null : { code: error_code, detail: error_detail ?? '' } }]
  })
  return { items, total: first.total, limit, offset }
}
