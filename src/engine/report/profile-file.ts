import { mkdtemp, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { runInProcess, TaskFailed } from '../run-in-process.ts'
import { type UnreadableFileCode, UnreadableFileError } from '../unreadable-file-error.ts'
import type { FileFindings, ProfileFileProgress, ProfileFileRequest } from './read-and-profile.ts'

const entry = new URL(`./profile-process${extname(import.meta.url)}`, import.meta.url)

/**
 * Reads and profiles a file in a process of its own that ends with the answer, so that whatever happens, also a lack of
 * memory and an abort, nothing stays in `tempDir`. Throws `UnreadableFileError`, and the signal's reason when it aborts.
 */
export async function profileFile(
  request: Omit<ProfileFileRequest, 'workDir'>,
  {
    tempDir,
    signal,
    onProgress,
  }: { tempDir: string; signal: AbortSignal; onProgress?: (progress: ProfileFileProgress) => void },
): Promise<FileFindings> {
  const workDir = await mkdtemp(join(tempDir, 'profile-'))
  try {
    return await runInProcess<ProfileFileRequest, FileFindings, ProfileFileProgress>(
      entry,
      { ...request, workDir },
      { signal, ...(onProgress ? { onProgress } : {}) },
    )
  } catch (error) {
    if (!(error instanceof TaskFailed) || error.failureName !== 'UnreadableFileError') throw error
    throw new UnreadableFileError(error.code as UnreadableFileCode, error.message)
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}
