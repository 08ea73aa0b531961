import { sql } from 'kysely'
import type { Db } from '../database/db.ts'
import type { VersionRecord } from '../datasets/get-version.ts'

/** What a load has found out about a version, as it was stored. */
export const readDocument = async <T>(
  db: Db,
  { versionId }: VersionRecord,
  column: 'profile' | 'receipt',
): Promise<T> => {
  const { rows } = await sql<{ document: T }>`
    select ${sql.ref(column)} as document from dataset_versions where id = ${versionId}`.execute(db)
  if (!rows[0]) throw new Error(`Version ${versionId} lost its ${column}`)
  return rows[0].document
}
