import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { jsonb } from '../src/server/database/jsonb.ts'
import type { Orm } from '../src/server/database/orm.ts'
import type { ColumnInfo, DatasetStatus } from '../src/shared/dataset.ts'

export interface DatasetWish {
  title?: string
  status?: DatasetStatus
  columns?: ColumnInfo[]
  rowCount?: number
  attempt?: number
  createdAt?: Date
  deletedAt?: Date
}

/** A column as a load would describe it. */
export const buildColumn = (name: string, kind: ColumnInfo['kind'] = 'text'): ColumnInfo => ({
  name,
  source_name: name,
  sql_type: kind === 'numeric' ? 'BIGINT' : 'VARCHAR',
  kind,
  null_count: 0,
})

/** A dataset with its first version as rows only: there is no file. */
export const buildDataset = async (orm: Orm, owner: { id: string }, wish: DatasetWish = {}) => {
  const db = orm.em.fork().getKysely()
  const [id, versionId] = [randomUUID(), randomUUID()]
  const { title = `dataset ${id.slice(0, 8)}`, status = 'ready', columns = [], rowCount = 0, attempt = 1 } = wish
  const filename = `${randomUUID()}.csv`
  const done = status === 'ready'
  await sql`insert into datasets (id, user_id, filename, original_filename, title, file_type, file_size, file_path, status,
      row_count, column_count, columns_info, created_at, deleted_at)
    values (${id}, ${owner.id}, ${filename}, ${`${title}.csv`}, ${title}, 'csv', 10, ${`files/originals/${filename}`},
      ${status}, ${done ? rowCount : null}, ${done ? columns.length : null}, ${done ? jsonb(columns) : null},
      ${(wish.createdAt ?? new Date()).toISOString()}, ${wish.deletedAt?.toISOString() ?? null})`.execute(db)
  await sql`insert into dataset_versions
      (id, dataset_id, number, status, attempt, created_by, original_filename, file_path, file_size, sha256)
    values (${versionId}, ${id}, 1, ${status}, ${status === 'uploaded' ? 0 : attempt}, ${owner.id},
      ${`${title}.csv`}, ${`files/originals/${filename}`}, 10, ${'0'.repeat(64)})`.execute(db)
  return { id, versionId, filename, title }
}
