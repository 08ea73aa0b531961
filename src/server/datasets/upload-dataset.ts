import { randomUUID } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import { unauthenticated } from '../accounts/unauthenticated.ts'
import type { Recorder } from '../audit/record-event.ts'
import type { Db } from '../database/db.ts'
import { storableText } from '../database/jsonb.ts'
import type { Home } from '../home.ts'
import { invalid, Problem } from '../http/problem-error.ts'
import type { DiskSpace } from './disk-space.ts'
import { insertDataset, insertVersion, type KeptFile } from './insert-dataset.ts'
import type { Quota } from './quota.ts'
import { readMultipart, tooLarge } from './read-multipart.ts'
import { type ReceivedFile, receiveFile } from './receive-file.ts'
import { absolutePath, incomingPath, originalPath, storedName, syncEntry } from './stored-file.ts'
import { parseUploadFields } from './upload-fields.ts'

export interface UploadOutside {
  db: Db
  home: Home
  maxBytes: number
  space: DiskSpace
  quota: Quota
  /** The uploads of this process that are under way. */
  live: Set<string>
  /** Tells that a file may lie about that no row knows. */
  sweepSoon: () => void
}

export interface UploadRequest {
  userId: string
  headers: IncomingHttpHeaders
  body: Readable
  idempotencyKey: string | undefined
  record: Recorder
  /** The dataset that the file is a new version of; a dataset of its own unless given. */
  datasetId?: string
}

/** What the fields around a file may add to it. */
const roomForFields = 4 * 1024 * 1024
/** How long a row of an upload outlives the last sign of life, and how often there is one. */
const minutesToLive = 10
const signOfLifeMs = 60_000

/**
 * Takes a file in and makes it a dataset, or a version of one. The file is on the disk under its final name before one transaction makes
 * the rows and the job. Until then a row of `uploads` knows the file, so that at any moment each file is
 * known to a row or is the sweeper's.
 */
export const uploadDataset = async (
  { userId, headers, body, idempotencyKey, record, datasetId }: UploadRequest,
  { db, home, maxBytes, space, quota, live, sweepSoon }: UploadOutside,
): Promise<KeptFile> => {
  const length = Number(headers['content-length'] ?? 0)
  if (length > maxBytes + roomForFields) throw tooLarge(maxBytes)
  // A repeated request is answered as before, also when nothing more would fit.
  if (!datasetId && !idempotencyKey) await quota.refuse(db, userId, Math.max(0, length - roomForFields))
  const reservation = await space.reserve(length)

  const id = randomUUID()
  const incoming = absolutePath(home, incomingPath(id))
  live.add(id)
  let name = ''
  let received: ReceivedFile | undefined
  try {
    const fields = await readMultipart({
      body,
      headers,
      maxFileBytes: maxBytes,
      onFile: async (stream, givenName) => {
        name = storableText(givenName ?? 'file')
        await insertUpload(db, { id, userId, name, length: length || null })
        received = await keepAlive(db, id, () => receiveFile(stream, incoming, reservation.note))
      },
    })
    if (!received) throw invalid('file', 'The form has no part "file".')
    const { title, options } = parseUploadFields(fields, name)
    const stored = absolutePath(home, originalPath(storedName(id, name)))
    await rename(incoming, stored)
    await syncEntry(stored)
    const keys = idempotencyKey === undefined ? [] : [idempotencyKey]
    const file = { id, userId, name, options, keys, quota, record, ...received }
    const answer = datasetId
      ? await insertVersion(db, { ...file, datasetId })
      : await insertDataset(db, { ...file, title })
    if (answer.isReplayed) sweepSoon()
    return answer
  } catch (error) {
    await rm(incoming, { force: true }).catch(() => {})
    live.delete(id)
    const isForgotten = await deleteUpload(db, id).catch(() => false)
    // Whether a transaction took the file is not always known, so the sweeper asks the rows before it goes.
    if (received || !isForgotten) sweepSoon()
    throw asProblem(error)
  } finally {
    live.delete(id)
    reservation.release()
  }
}

const insertUpload = async (
  db: Db,
  { id, userId, name, length }: { id: string; userId: string; name: string; length: number | null },
): Promise<void> => {
  await sql`insert into uploads (id, user_id, original_filename, file_path, length, expires_at)
    values (${id}, ${userId}, ${name}, ${incomingPath(id)}, ${length}, now() + make_interval(mins => ${minutesToLive}))`.execute(
    db,
  )
}

const deleteUpload = async (db: Db, id: string): Promise<boolean> => {
  await sql`delete from uploads where id = ${id}`.execute(db)
  return true
}

const keepAlive = async <T>(db: Db, id: string, work: () => Promise<T>): Promise<T> => {
  const extend = () =>
    sql`update uploads set expires_at = now() + make_interval(mins => ${minutesToLive}) where id = ${id}`.execute(db)
  const timer = setInterval(() => void extend().catch(() => {}), signOfLifeMs)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}

const asProblem = (error: unknown): unknown => {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new Problem(
      'no_space',
      'The disk of the server is full. Nothing was stored; try again when there is room.',
      {
        cause: error,
      },
    )
  }
  if (code === '23503') return unauthenticated('not_authenticated', 'This account does not exist any more.')
  return error
}
