import { join } from 'node:path'
import { previewFile } from '../../engine/preview/preview-file.ts'
import type { FilePreview } from '../../engine/preview/preview-rows.ts'
import { UnreadableFileError } from '../../engine/unreadable-file-error.ts'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import type { Db } from '../database/db.ts'
import type { Home } from '../home.ts'
import { invalid, Problem } from '../http/problem-error.ts'
import { changeRefusal, getDataset } from './find-dataset.ts'
import { getVersion } from './get-version.ts'
import { absolutePath } from './stored-file.ts'

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
  const { role } = await getDataset(db, userId, id)
  if (role === 'viewer') throw await changeRefusal(db, userId, id)
  const { filePath, originalFilename, sha256 } = await getVersion(db, userId, id)
  if (underWay >= mostAtOnce) {
    const headers = { 'retry-after': '1' }
    throw new Problem('busy', 'Other files are being previewed at this moment. Try again in a second.', { headers })
  }
  underWay += 1
  try {
    const request = {
      file: absolutePath(home, filePath),
      originalName: originalFilename,
      sha256,
      reading: options,
      limit,
    }
    return await previewFile(request, { tempDir: join(home.tmp, 'previews'), signal })
  } catch (error) {
    throw error instanceof UnreadableFileError ? invalid('options', error.detail) : error
  } finally {
    underWay -= 1
  }
}
