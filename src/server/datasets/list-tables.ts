import { sql } from 'kysely'
import type { FilePart } from '../../engine/ingest/loaded-table.ts'
import type { FileTable } from '../../shared/file-table.ts'
import type { Db } from '../database/db.ts'
import { visibleTo } from './access.ts'
import type { VersionRecord } from './get-version.ts'

/** Every table that was found in the file of a version, in its order. A file of one table lists that one. */
export const listTables = async (
  db: Db,
  userId: string,
  { versionId, sha256, datasetId, rowCount, columnCount, fileType }: VersionRecord,
): Promise<FileTable[]> => {
  const { rows } = await sql<{ parts: FilePart[] | null; index: number; name: string | null }>`
    select v.file_tables as parts, d.table_index as index, d.table_name as name
    from dataset_versions v join datasets d on d.id = v.dataset_id where v.id = ${versionId}`.execute(db)
  const { parts, index = 0, name = null } = rows[0] ?? { parts: null }
  const made = await datasetsOf(db, userId, sha256)
  made.set(index, datasetId)
  const kind = fileType === 'xlsx' ? ('sheet' as const) : ('block' as const)
  const alone = [{ index, name, kind, range: null, rowCount, columnCount, isHidden: false }]
  return (parts && parts.length > 0 ? parts : alone).map((part) => ({
    index: part.index,
    name: part.name,
    kind: part.kind,
    range: part.range,
    row_count: part.rowCount,
    column_count: part.columnCount,
    hidden: part.isHidden,
    dataset_id: made.get(part.index) ?? null,
  }))
}

/** The datasets made of the same bytes that this person can see, by the table they are. */
const datasetsOf = async (db: Db, userId: string, sha256: string): Promise<Map<number, string>> => {
  const { rows } = await sql<{ id: string; index: number }>`
    select d.id, d.table_index as index from dataset_versions v
    join datasets d on d.id = v.dataset_id and d.current_version = v.number
    where v.sha256 = ${sha256} and ${visibleTo(userId)} order by d.created_at desc`.execute(db)
  return new Map(rows.map(({ id, index }) => [index, id]))
}
