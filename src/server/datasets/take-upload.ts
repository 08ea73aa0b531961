import { sql } from 'kysely'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import type { Recorder } from '../audit/record-event.ts'
import type { Db } from '../database/db.ts'
import type { Home } from '../home.ts'
import { notFound } from '../http/problem-error.ts'
import { followedBy } from './access.ts'
import { insertVersion, type KeptFile } from './insert-dataset.ts'
import { linkOriginal } from './link-original.ts'
import type { Quota } from './quota.ts'
import { finishUpload } from './resumable/finish-upload.ts'
import {
  findOutcome,
  findUpload,
  isFileOf,
  requireWhole,
  type UnfinishedUpload,
} from './resumable/unfinished-uploads.ts'

/** Uploads that are being taken. */
const underWay = new Map<string, Promise<unknown>>()

interface Taken {
  name: string
  path: string
  bytes: number
  sha256: string
  options: ReadingOptions | null
}

/**
 * Makes the bytes of a finished upload the next version of a dataset. They are linked under a name of their own, so that
 * the dataset that the upload became can go its own way.
 */
export const takeUpload = async (
  db: Db,
  home: Home,
  request: {
    userId: string
    datasetId: string
    uploadId: string
    keys: string[]
    quota: Quota
    record: Recorder
    live: Set<string>
  },
): Promise<KeptFile> => {
  const { userId, uploadId, live, ...rest } = request
  return await inLine(uploadId.toLowerCase(), live, async () => {
    const waiting = await findUpload(db, userId, uploadId)
    if (waiting) return await finishHeld(db, home, waiting, request)
    const { name, path, bytes, sha256, options } = await findBytes(db, userId, uploadId)
    return await linkOriginal(db, home, { userId, name, path, bytes }, (id) =>
      insertVersion(db, { id, userId, name, options, bytes, sha256, ...rest }),
    )
  })
}

/** Of two that take one upload, the second finds what it has become; and it does not expire while it is hashed. */
const inLine = async <T>(id: string, live: Set<string>, work: () => Promise<T>): Promise<T> => {
  const before = underWay.get(id)
  const done = (async () => {
    await before?.catch(() => {})
    live.add(id)
    return await work()
  })()
  underWay.set(id, done)
  try {
    return await done
  } finally {
    if (underWay.get(id) === done) {
      underWay.delete(id)
      live.delete(id)
    }
  }
}

/** Ends an upload that was held as a version of this dataset, under its own name. */
const finishHeld = async (
  db: Db,
  home: Home,
  waiting: UnfinishedUpload,
  { userId, datasetId, keys, quota, record }: Parameters<typeof takeUpload>[2],
): Promise<KeptFile> => {
  requireWhole(waiting)
  const upload = { ...waiting, metadata: { ...waiting.metadata, dataset: datasetId } }
  return await finishUpload(upload, { db, home, userId, running: undefined, quota, record, keys })
}

/** The bytes of an upload that has become a dataset or a version: those of the version whose file has its name. */
const findBytes = async (db: Db, userId: string, uploadId: string): Promise<Taken> => {
  const outcome = await findOutcome(db, userId, uploadId)
  const { rows } = outcome
    ? await sql<Taken>`
        select v.original_filename as name, v.file_path as path, v.file_size::float8 as bytes, v.sha256, v.options
        from dataset_versions v join datasets d on d.id = v.dataset_id
        where d.id = ${outcome.datasetId} and ${followedBy(userId)}
          and ${isFileOf(uploadId)}
        order by v.number limit 1`.execute(db)
    : { rows: [] }
  if (!rows[0]) throw notFound('This upload')
  return rows[0]
}
