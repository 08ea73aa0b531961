import { stat } from 'node:fs/promises'
import { previewFile } from '../../engine/preview/preview-file.ts'
import type { FilePreview } from '../../engine/preview/preview-rows.ts'
import { previewedBytes } from '../../engine/preview/previewed-bytes.ts'
import { UnreadableFileError } from '../../engine/unreadable-file-error.ts'
import type { VersionPreview } from '../../shared/dataset-version.ts'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import type { Db } from '../database/db.ts'
import type { Home } from '../home.ts'
import { invalid, notFound, Problem } from '../http/problem-error.ts'
import { changeRefusal, getDataset } from './find-dataset.ts'
import { getVersion, readingOf } from './get-version.ts'
import { matchColumns } from './match-columns.ts'
import { findUpload, getWholeUpload } from './resumable/unfinished-uploads.ts'
import { findSteps } from './step-versions.ts'
import {
  absolutePath,
  incomingPath,
  originalPath,
  previewsDirectory,
  safeExtension,
  storedName,
} from './stored-file.ts'
import { parseUploadFields } from './upload-fields.ts'

const mostAtOnce = 2
let underWay = 0

/** The first rows of a dataset's file as they would be under other options; for those who may read it again. */
export const previewVersion = async (
  db: Db,
  home: Home,
  {
    userId,
    id,
    options,
    limit,
    signal,
  }: { userId: string; id: string; options: ReadingOptions; limit: number; signal: AbortSignal },
): Promise<FilePreview> => {
  await requireEditor(db, userId, id)
  const { filePath, originalFilename } = await getVersion(db, userId, id)
  const request = {
    file: absolutePath(home, filePath),
    originalName: originalFilename,
    reading: options,
    limit,
  }
  return await previewOneOfFew(home, request, signal).catch((error) => {
    throw error instanceof UnreadableFileError ? invalid('options', error.detail) : error
  })
}

/** What an upload would be as the next version of a dataset, and how its columns match those of the file in use. */
export const previewUpload = async (
  db: Db,
  home: Home,
  {
    userId,
    id,
    uploadId,
    limit,
    signal,
  }: { userId: string; id: string; uploadId: string; limit: number; signal: AbortSignal },
): Promise<VersionPreview> => {
  await requireEditor(db, userId, id)
  const version = await getVersion(db, userId, id)
  const upload = await getWholeUpload(db, userId, uploadId)
  const { options } = parseUploadFields(new Map(Object.entries(upload.metadata)), upload.name)
  const isSameType = version.fileType === safeExtension(upload.name)
  const kept = isSameType ? (await readingOf(db, version.versionId)).options : {}
  const request = {
    file: await fileOf(home, upload),
    originalName: upload.name,
    reading: options ?? kept,
    limit,
  }
  const preview = await previewOneOfFew(home, request, signal).catch((error) => {
    throw error instanceof UnreadableFileError ? invalid('upload_id', error.detail) : error
  })
  // Steps are done anew to the new file, so it is held against what they begin with.
  const inForce = await findSteps(db, id)
  const matches = matchColumns(inForce?.baseColumns ?? [], preview.columns)
  return { ...preview, filename: upload.name, bytes: upload.length, matches }
}

/** The first rows of an upload while the rest of it is on its way; of a text, as soon as its beginning is here. */
export const previewArriving = async (
  db: Db,
  home: Home,
  { userId, uploadId, limit, signal }: { userId: string; uploadId: string; limit: number; signal: AbortSignal },
): Promise<FilePreview> => {
  const upload = await findUpload(db, userId, uploadId)
  if (!upload) throw notFound('This upload')
  const file = await fileOf(home, upload)
  const { size } = await stat(file).catch(() => ({ size: 0 }))
  if (size === 0 || size < Math.min(upload.length, previewedBytes)) {
    throw new Problem('conflict', 'The beginning of this file is not here yet. Ask again in a moment.')
  }
  const { options } = parseUploadFields(new Map(Object.entries(upload.metadata)), upload.name)
  const request = { file, originalName: upload.name, reading: options ?? {}, limit }
  return { ...(await previewOneOfFew(home, request, signal)), of: upload.length }
}

/** Where the bytes of an upload lie: under their final name once somebody has begun to take it, even if that was refused. */
const fileOf = async (home: Home, { id, name }: { id: string; name: string }): Promise<string> => {
  const incoming = absolutePath(home, incomingPath(id))
  const isThere = await stat(incoming).then(
    () => true,
    () => false,
  )
  return isThere ? incoming : absolutePath(home, originalPath(storedName(id, name)))
}

const requireEditor = async (db: Db, userId: string, id: string) => {
  const dataset = await getDataset(db, userId, id)
  if (dataset.role === 'viewer') throw await changeRefusal(db, userId, id)
  return dataset
}

const previewOneOfFew = async (
  home: Home,
  request: Parameters<typeof previewFile>[0],
  signal: AbortSignal,
): Promise<FilePreview> => {
  if (underWay >= mostAtOnce) {
    const headers = { 'retry-after': '1' }
    throw new Problem('busy', 'Other files are being previewed at this moment. Try again in a second.', { headers })
  }
  underWay += 1
  try {
    return await previewFile(request, { tempDir: absolutePath(home, previewsDirectory), signal })
  } catch (error) {
    throw error instanceof UnreadableFileError ? invalid('options', error.detail) : error
  } finally {
    underWay -= 1
  }
}
