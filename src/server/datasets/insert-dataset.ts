import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Dataset } from '../../shared/dataset.ts'
import type { MadeBy } from '../../shared/made-by.ts'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import type { Recorder } from '../audit/record-event.ts'
import { type Db, inTransaction } from '../database/db.ts'
import { json, jsonb } from '../database/jsonb.ts'
import { notFound, Problem } from '../http/problem-error.ts'
import { followedBy } from './access.ts'
import { lockForNewVersion, nextNumber } from './add-version.ts'
import { getDataset } from './find-dataset.ts'
import { addIngestJob } from './ingest-job.ts'
import type { Quota } from './quota.ts'
import { originalPath, safeExtension, storedName } from './stored-file.ts'

/** A file that lies under its final name and is to be kept. `id` is that of its row in `uploads`. */
export interface NewFile {
  id: string
  userId: string
  name: string
  /** How a person wants it read. */
  options: ReadingOptions | null
  bytes: number
  sha256: string
  /** What the answer is kept under: the key of whoever sent it, that of the upload itself. */
  keys: string[]
  /** What the keys stand for, where that is not these bytes: the SHA-256 of a request. */
  keyedBy?: string
  quota: Quota
  record: Recorder
}

/** A file that is to become a dataset. */
export interface NewDataset extends NewFile {
  title: string
  /** The query whose answer the file is. */
  madeBy?: MadeBy
  description?: string
  tags?: string[]
}

/** What a file has become; a replayed answer was given before, for the same key and the same bytes. */
export interface KeptFile {
  dataset: Dataset
  isReplayed: boolean
}

/** Makes the dataset, its first version and the job that reads it. */
export const insertDataset = (db: Db, upload: NewDataset): Promise<KeptFile> =>
  keepFile(db, upload, async (transaction) => {
    const id = await insertRows(transaction, upload)
    const from = upload.madeBy ? { from: upload.madeBy.datasets.map(({ id: source }) => source) } : {}
    const details = { bytes: upload.bytes, ...from }
    await upload.record({ action: 'dataset.create', target: { type: 'dataset', id }, details }, transaction)
    return id
  })

/** Makes a file the next version of a dataset; the one in use stays until it is read. */
export const insertVersion = (db: Db, upload: NewFile & { datasetId: string }): Promise<KeptFile> =>
  keepFile(db, upload, async (transaction) => {
    const { datasetId: id, userId, name, bytes, sha256, options } = upload
    const { current } = await lockForNewVersion(transaction, userId, id)
    const versionId = randomUUID()
    const filePath = originalPath(storedName(upload.id, name))
    await sql`insert into dataset_versions
        (id, dataset_id, number, created_by, original_filename, file_path, file_size, sha256, options)
      select ${versionId}, ${id}, ${nextNumber(id)}, ${userId}, ${name}, ${filePath}, ${bytes}, ${sha256},
        ${options ? jsonb(options) : sql`case when file_type = ${safeExtension(name) ?? ''} then v.options end`}
      from dataset_versions v join datasets d on d.id = v.dataset_id
      where d.id = ${id} and v.number = ${current}`.execute(transaction)
    await addIngestJob(transaction, versionId)
    await upload.record({ action: 'dataset.version', target: { type: 'dataset', id }, details: { bytes } }, transaction)
    return id
  })

/**
 * Keeps a file in one transaction that also ends its upload. The same key with the same bytes keeps nothing and gives the
 * first answer again.
 */
const keepFile = (
  db: Db,
  upload: NewFile & { datasetId?: string },
  keep: (transaction: Db) => Promise<string>,
): Promise<KeptFile> =>
  inTransaction(db, async (transaction) => {
    const { rows: ended } = await sql`delete from uploads where id = ${upload.id} returning id`.execute(transaction)
    let given: Dataset | undefined
    for (const key of upload.keys)
      given ??= await findAnswer(transaction, { userId: upload.userId, sha256: keyedBy(upload) }, key)
    if (given && upload.datasetId && given.id !== upload.datasetId.toLowerCase()) {
      throw new Problem('conflict', 'This was kept for another dataset already. Nothing was stored.')
    }
    if (given) return { dataset: given, isReplayed: true }

    const id = await keep(transaction)
    // Without its row the bytes may be swept away already, so nothing is stored. An account that is gone says so before.
    if (ended.length !== 1) throw new Problem('busy', 'The upload was interrupted. Send it again.')
    await upload.quota.hold(transaction, { userId: upload.userId, datasetId: id })
    const dataset = await getDataset(transaction, upload.userId, id)
    for (const key of upload.keys) await keepAnswer(transaction, upload, key, dataset)
    return { dataset, isReplayed: false }
  })

const insertRows = async (db: Db, upload: NewDataset): Promise<string> => {
  const [id, versionId] = [randomUUID(), randomUUID()]
  const { userId, name, title, description = null, tags = [], options, bytes, sha256, madeBy } = upload
  const filename = storedName(upload.id, name)
  await sql`insert into datasets
      (id, user_id, filename, original_filename, title, description, tags, file_type, file_size, file_path, duplicate_of)
    values (${id}, ${userId}, ${filename}, ${name}, ${title}, ${description}, ${tags},
      ${safeExtension(name) ?? 'unknown'}, ${bytes}, ${originalPath(filename)}, (
        select d.id from dataset_versions v join datasets d on d.id = v.dataset_id
        where v.sha256 = ${sha256} and d.user_id = ${userId} and d.deleted_at is null
        order by d.created_at limit 1))`.execute(db)
  await sql`insert into dataset_versions
      (id, dataset_id, number, created_by, original_filename, file_path, file_size, sha256, options, made_by)
    values (${versionId}, ${id}, 1, ${userId}, ${name}, ${originalPath(filename)}, ${bytes}, ${sha256},
      ${options && jsonb(options)}, ${madeBy ? json(madeBy) : null})`.execute(db)
  await addIngestJob(db, versionId)
  return id
}

const keyedBy = ({ keyedBy, sha256 }: NewFile) => keyedBy ?? sha256

/** What was answered under a key, in a transaction; refuses a key that stood for something else. */
export const findAnswer = async (
  db: Db,
  { userId, sha256 }: { userId: string; sha256: string },
  key: string,
): Promise<Dataset | undefined> => {
  // Two requests with one key stand in line here.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${userId} ${key}`}, 0))`.execute(db)
  const { rows } = await sql<{ sha256: string; answer: Dataset; isTheirs: boolean }>`
    select k.sha256, k.answer, ${followedBy(userId)} as "isTheirs"
    from idempotency_keys k join datasets d on d.id = k.dataset_id
    where k.user_id = ${userId} and k.key = ${key}`.execute(db)
  const known = rows[0]
  // What was handed over or taken back since is not shown again.
  if (known && !known.isTheirs) throw notFound('This dataset')
  if (known && known.sha256 !== sha256) {
    throw new Problem(
      'idempotency_key_reused',
      'This Idempotency-Key was used for something else. Use a new key for a new file or query; nothing was stored.',
    )
  }
  return known?.answer
}

const keepAnswer = async (db: Db, file: NewFile, key: string, answer: Dataset): Promise<void> => {
  await sql`insert into idempotency_keys (user_id, key, sha256, dataset_id, answer)
    values (${file.userId}, ${key}, ${keyedBy(file)}, ${answer.id}, ${json(answer)})`.execute(db)
}
