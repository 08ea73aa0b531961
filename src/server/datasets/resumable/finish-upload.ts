import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Recorder } from '../../audit/record-event.ts'
import type { Db } from '../../database/db.ts'
import type { Home } from '../../home.ts'
import { insertDataset, insertVersion, type KeptFile } from '../insert-dataset.ts'
import type { Quota } from '../quota.ts'
import { absolutePath, incomingPath, originalPath, storedName, syncEntry } from '../stored-file.ts'
import { parseUploadFields } from '../upload-fields.ts'
import type { RunningHash } from './receive-part.ts'
import { answerKey, type UnfinishedUpload } from './unfinished-uploads.ts'

/**
 * Makes an upload of which every byte is here a dataset, or a version of the one it names. It may be done again after a
 * crash at any point: the file is then under its final name already, or the answer is known.
 */
export const finishUpload = async (
  { id, name, length, metadata }: UnfinishedUpload,
  {
    db,
    home,
    userId,
    running,
    quota,
    record,
    keys = [],
  }: {
    db: Db
    home: Home
    userId: string
    running: RunningHash | undefined
    quota: Quota
    record: Recorder
    /** Further keys to keep the answer under, beside that of the upload. */
    keys?: string[]
  },
): Promise<KeptFile> => {
  const stored = absolutePath(home, originalPath(storedName(id, name)))
  await rename(absolutePath(home, incomingPath(id)), stored).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    if (length === 0) await writeFile(stored, '', { mode: 0o600 })
  })
  await syncEntry(stored)
  const sha256 = running?.upTo === length ? running.hash.copy().digest('hex') : await hashOf(stored)
  const { title, options } = parseUploadFields(new Map(Object.entries(metadata)), name)
  const file = {
    id,
    userId,
    name,
    options,
    bytes: length,
    sha256,
    keys: [answerKey(id), ...keys],
    quota,
    record,
  }
  return metadata.dataset
    ? await insertVersion(db, { ...file, datasetId: metadata.dataset })
    : await insertDataset(db, { ...file, title })
}

const hashOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 2 ** 20 }), hash)
  return hash.digest('hex')
}
