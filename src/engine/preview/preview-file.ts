import { fork } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { type UnreadableFileCode, UnreadableFileError } from '../unreadable-file-error.ts'
import type { FilePreview, PreviewRequest } from './preview-rows.ts'

/** What the process of a preview says, once. */
export type PreviewMessage =
  | { preview: FilePreview }
  | { unreadable: { code: UnreadableFileCode; detail: string } }
  | { defect: string }

const entry = new URL(`./preview-process${extname(import.meta.url)}`, import.meta.url)
const timeoutMs = 20_000

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
  const child = fork(entry, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    env: process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot } : {},
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  try {
    const message = await new Promise<PreviewMessage | undefined>((resolve, reject) => {
      const stop = AbortSignal.any([signal, outOfTime])
      stop.addEventListener('abort', () => reject(stop.reason), { once: true })
      if (stop.aborted) reject(stop.reason)
      child.once('message', (sent) => resolve(sent as PreviewMessage))
      ended.then(() => resolve(undefined))
      child.send({ ...request, workDir } satisfies PreviewRequest, () => {})
    })
    if (message && 'preview' in message) return message.preview
    if (message && 'unreadable' in message)
      throw new UnreadableFileError(message.unreadable.code, message.unreadable.detail)
    throw new Error(message ? message.defect : 'The process of a preview ended without an answer')
  } catch (error) {
    if (outOfTime.aborted && !signal.aborted) throw tooSlow()
    throw error
  } finally {
    child.kill('SIGKILL')
    await ended
    await rm(workDir, { recursive: true, force: true })
  }
}

const tooSlow = () =>
  new UnreadableFileError(
    'too_large',
    'The preview took too long. Read the file again as you think: the version in use stays.',
  )
