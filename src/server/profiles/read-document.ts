import { sql } from 'kysely'
import type { Db } from '../database/db.ts'
import type { VersionRecord } from '../datasets/get-version.ts'

type Column = 'profile' | 'receipt'

/** What a load has found out about a version so far, as the text that was stored. */
export const findDocumentText = async (
  db: Db,
  { versionId }: VersionRecord,
  column: Column,
): Promise<string | undefined> => {
  const { rows } = await sql<{ document: string | null }>`
    select ${sql.ref(column)}::text as document from dataset_versions where id = ${versionId}`.execute(db)
  return rows[0]?.document ?? undefined
}

/** The same of a version that is ready, which has it. */
export const readDocumentText = async (db: Db, version: VersionRecord, column: Column): Promise<string> => {
  const document = await findDocumentText(db, version, column)
  if (document === undefined) throw new Error(`Version ${version.versionId} lost its ${column}`)
  return document
}

/** The same as an object. */
export const readDocument = async <T>(db: Db, version: VersionRecord, column: Column): Promise<T> =>
  JSON.parse(await readDocumentText(db, version, column)) as T
