import { sql } from 'kysely'
import type { DatasetStatus } from '../../shared/dataset.ts'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import type { Db } from '../database/db.ts'
import { notFound, Problem } from '../http/problem-error.ts'
import { visibleTo } from './access.ts'
import { isUuid } from './find-dataset.ts'

/** The version that a question is about: the one in use, or the one it names. */
export interface VersionRecord {
  datasetId: string
  versionId: string
  number: number
  title: string
  originalFilename: string
  fileType: string
  filePath: string
  fileSize: number
  sha256: string
  rowCount: number | null
  columnCount: number | null
  tablePath: string | null
  /** Its rows are not those of the file: steps have changed them. */
  hasSteps: boolean
  status: DatasetStatus
  errorCode: string | null
  errorDetail: string | null
}

/** A version that has a table. */
export interface ReadyVersion extends VersionRecord {
  tablePath: string
  rowCount: number
}

const retryAfterSeconds = 1

/** A version of a dataset that `userId` may see, in whatever state it is. */
export const getVersion = async (
  db: Db,
  userId: string,
  datasetId: string,
  number?: number,
): Promise<VersionRecord> => {
  const { rows } = isUuid(datasetId)
    ? await sql<VersionRecord>`
        select d.id as "datasetId", v.id as "versionId", v.number, d.title, v.original_filename as "originalFilename",
          d.file_type as "fileType", v.file_path as "filePath", v.file_size::float8 as "fileSize", v.sha256,
          v.row_count::float8 as "rowCount", v.column_count as "columnCount", v.table_path as "tablePath", v.status,
          coalesce(jsonb_array_length(v.steps), 0) > 0 as "hasSteps",
          v.error_code as "errorCode", v.error_detail as "errorDetail"
        from datasets d join dataset_versions v
          on v.dataset_id = d.id and v.number = ${number ?? sql`d.current_version`}
        where d.id = ${datasetId} and ${visibleTo(userId)}`.execute(db)
    : { rows: [] }
  if (!rows[0]) throw notFound(number === undefined ? 'This dataset' : 'This dataset or version')
  return rows[0]
}

/** The same, once it has a table; before that, and when it never will, a refusal that says so. */
export const getReadyVersion = async (...question: Parameters<typeof getVersion>): Promise<ReadyVersion> =>
  requireReady(await getVersion(...question))

/** Refuses what is not ready, in the words of the API. */
export const requireReady = (version: VersionRecord): ReadyVersion => {
  if (version.status === 'ready' && version.tablePath !== null) return version as ReadyVersion
  if (version.status === 'error') {
    const detail = version.errorDetail ?? 'This file could not be read.'
    throw new Problem('dataset_failed', detail, { extra: { error: { code: version.errorCode, detail } } })
  }
  throw new Problem(
    'dataset_not_ready',
    'This dataset is still being read. Ask again in a moment, or wait for it with ?wait=.',
    {
      headers: { 'retry-after': String(retryAfterSeconds) },
    },
  )
}

/** How a version was read: the names its columns have, and what a person decided. */
export const readingOf = async (db: Db, versionId: string): Promise<{ columns: string[]; options: ReadingOptions }> => {
  const { rows } = await sql<{ columns: string[]; options: ReadingOptions | null }>`
    select array(select c ->> 'name' from jsonb_array_elements(columns_info) with ordinality e(c, n) order by n) as columns,
      options
    from dataset_versions where id = ${versionId}`.execute(db)
  return { columns: rows[0]?.columns ?? [], options: rows[0]?.options ?? {} }
}
