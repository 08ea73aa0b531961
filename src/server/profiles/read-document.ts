import { sql } from 'kysely'
import type { Db } from '../database/db.ts'
import type { VersionRecord } from '../datasets/get-version.ts'

type Column = 'profile' | 'receipt'

/** What a load has found out about a version so far, as it was stored. */
export const findDocument = async <T>(db: Db, { versionId }: VersionRecord, column: Column): Promise<T | undefined> => {
  const { rows } = await sql<{ document: T | null }>`
    select ${sql.ref(column)} as document from dataset_versions where id = ${versionId}`.execute(db)
  return rows[0]?.document ?? undefined
}

/** The same of a version that is ready, which has it. */
export const readDocument = async <T>(db: Db, version: VersionRecord, column: Column): Promise<T> => {
  const document = await findDocument<T>(db, version, column)
  if (document === undefined) throw new Error(`Version ${version.versionId} lost its ${column}`)
  return document
}
