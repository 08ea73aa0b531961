import { sql } from 'kysely'
import type { Db } from '../../database/db.ts'
import { jsonb } from '../../database/jsonb.ts'
import { utc } from '../../database/utc.ts'
import { notFound, Problem } from '../../http/problem-error.ts'
import { isUuid } from '../find-dataset.ts'
import { incomingPath, originalPath } from '../stored-file.ts'

/** How long an upload waits for its sender. */
const daysToWait = 7

/** An upload that can be gone on with: `offset` bytes of `length` are safe. Times are RFC 3339 in UTC. */
export interface UnfinishedUpload {
  id: string
  name: string
  offset: number
  length: number
  metadata: Record<string, string>
  expiresAt: string
}

const columns = sql`id, original_filename as name, received::float8 as "offset", length::float8 as length, metadata,
  ${utc(sql`expires_at`)} as "expiresAt"`
const afterAWhile = sql`now() + make_interval(days => ${daysToWait})`

export const beginUpload = async (
  db: Db,
  {
    id,
    userId,
    name,
    length,
    metadata,
  }: { userId: string } & Pick<UnfinishedUpload, 'id' | 'name' | 'length' | 'metadata'>,
): Promise<UnfinishedUpload> => {
  const { rows } = await sql<UnfinishedUpload>`
    insert into uploads (id, user_id, original_filename, file_path, length, resumable, metadata, expires_at)
    values (${id}, ${userId}, ${name}, ${incomingPath(id)}, ${length}, true, ${jsonb(metadata)}, ${afterAWhile})
    returning ${columns}`.execute(db)
  return rows[0] as UnfinishedUpload
}

/** An unfinished upload of this person, or undefined. */
export const findUpload = async (db: Db, userId: string, id: string): Promise<UnfinishedUpload | undefined> => {
  if (!isUuid(id)) return undefined
  const { rows } = await sql<UnfinishedUpload>`
    select ${columns} from uploads where id = ${id} and user_id = ${userId} and resumable`.execute(db)
  return rows[0]
}

/** Whether an upload waits, once it is whole, until it is taken as a version; else it becomes what it says at once. */
export const isHeld = ({ metadata }: Pick<UnfinishedUpload, 'metadata'>): boolean => metadata.hold === 'true'

/** An upload of this person of which every byte is here, and that waits to be taken. */
export const getWholeUpload = async (db: Db, userId: string, id: string): Promise<UnfinishedUpload> => {
  const upload = await findUpload(db, userId, id)
  if (!upload) throw notFound('This upload')
  requireWhole(upload)
  return upload
}

/** Throws unless every byte of the upload is here and it waits to be taken. */
export const requireWhole = (upload: UnfinishedUpload): void => {
  if (upload.offset === upload.length && isHeld(upload)) return
  throw new Problem('conflict', 'This upload is not complete. Send the rest of it first.')
}

/** The unfinished uploads of a person, the latest first. */
export const listUploads = async (
  db: Db,
  userId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ items: UnfinishedUpload[]; total: number }> => {
  const { rows } = await sql<UnfinishedUpload & { total: number }>`
    select ${columns}, count(*) over ()::int as total from uploads where user_id = ${userId} and resumable
    order by created_at desc, id limit ${limit} offset ${offset}`.execute(db)
  if (rows.length > 0 || offset === 0) return { items: rows, total: rows[0]?.total ?? 0 }
  const { rows: counted } = await sql<{ total: number }>`
    select count(*)::int as total from uploads where user_id = ${userId} and resumable`.execute(db)
  return { items: [], total: counted[0]?.total ?? 0 }
}

/** Notes up to where the bytes are safe. Throws when the upload was ended meanwhile. */
export const noteSafe = async (db: Db, id: string, offset: number): Promise<void> => {
  const { numAffectedRows } = await sql`
    update uploads set received = ${offset}, expires_at = ${afterAWhile} where id = ${id}`.execute(db)
  if (numAffectedRows !== 1n) throw notFound('This upload')
}

/** Ends an upload; its file is the caller's or the sweeper's. */
export const forgetUpload = async (db: Db, userId: string, id: string): Promise<boolean> => {
  if (!isUuid(id)) return false
  const { numAffectedRows } = await sql`
    delete from uploads where id = ${id} and user_id = ${userId} and resumable`.execute(db)
  return numAffectedRows === 1n
}

/** The key under which the answer to a finished upload is kept; a key that a person sends has no blank. */
export const answerKey = (id: string): string => `upload ${id}`

/** Whether the version `v` has the file of this upload, which lies under its name. */
export const isFileOf = (id: string) => sql<boolean>`starts_with(v.file_path, ${originalPath(`${id.toLowerCase()}.`)})`

/** The dataset that an upload has become, as long as that is remembered. */
export const findOutcome = async (
  db: Db,
  userId: string,
  id: string,
): Promise<{ datasetId: string; bytes: number } | undefined> => {
  const { rows } = await sql<{ datasetId: string; bytes: number }>`
    select k.dataset_id as "datasetId", coalesce(
      (select v.file_size from dataset_versions v where v.dataset_id = k.dataset_id
        and ${isFileOf(id)} limit 1),
      (k.answer ->> 'file_size')::bigint)::float8 as bytes
    from idempotency_keys k where k.user_id = ${userId} and k.key = ${answerKey(id)}`.execute(db)
  return rows[0]
}
