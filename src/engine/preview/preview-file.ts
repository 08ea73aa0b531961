import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { runInProcess, TaskFailed } from '../run-in-process.ts'
import { spareProcess } from '../spare-process.ts'
import { type UnreadableFileCode, UnreadableFileError } from '../unreadable-file-error.ts'
import type { FilePreview, PreviewRequest } from './preview-rows.ts'

const entry = new URL(`./preview-process${extname(import.meta.url)}`, import.meta.url)
const timeoutMs = 20_000
/** A person who has seen one preview is likely to want another. */
const processes = spareProcess(30_000)

/** Gets ready for a preview that is to be expected, so that it comes at once. */
export const expectPreview = (): void => processes.prepare(entry)

/**
 * Shows what a file would look like if it were read in another way, in a process of its own that ends with the answer.
 * `tempDir` is a directory for what is in between. Throws `UnreadableFileError`, and the signal's reason when it aborts.
 */
export async function previewFile(
  request: Omit<PreviewRequest, 'workDir'>,
  { tempDir, signal }: { tempDir: string; signal: AbortSignal },
): Promise<FilePreview> {
  await mkdir(tempDir, { recursive: true, mode: 0o700 })
  const workDir = await mkdtemp(join(tempDir, 'preview-'))
  const outOfTime = AbortSignal.timeout(timeoutMs)
  try {
    return await runInProcess(
      entry,
      { ...request, workDir },
      {
        signal: AbortSignal.any([signal, outOfTime]),
        start: processes.start,
      },
    )
  } catch (error) {
    if (outOfTime.aborted && !signal.aborted) throw tooSlow()
    if (!(error instanceof TaskFailed) || error.failureName !== 'UnreadableFileError') throw error
    throw new UnreadableFileError(error.code as UnreadableFileCode, error.message)
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}

const tooSlow = () =>
  new UnreadableFileError(
    'too_large',
    'The preview took too long. Read the file again as you think: the version in use stays.',
  )
