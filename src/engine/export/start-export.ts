import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { constants, createReadStream, openSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { Socket } from 'node:net'
import { extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { errorOfFailure } from '../query/error-of-failure.ts'
import type { SentFailure } from '../query/process-message.ts'
import { QueryFailure } from '../query/query-failure.ts'
import { startProcess } from '../run-in-process.ts'
import type { ExportTask, MessageFromExport } from './export-message.ts'
import { type Pace, watchedChunks } from './watched-chunks.ts'

/**
 * An export under way: how many rows it has, how many of them are about written, its bytes, and when its process and its
 * files are gone, whichever way it ended.
 */
export type StartedExport = { rowCount: number; rowsWritten: () => number; stream: Readable; ended: Promise<void> }

/** What an export may use, and how its reader keeps it. */
export type ExportLimits = Pace & {
  threads: number
  memoryLimitBytes: number
  maxTempBytes: number
  /** False writes a file first and sends it then, as where there are no pipes with a name. */
  hasPipes?: boolean
}

const entry = new URL(`./export-process${extname(import.meta.url)}`, import.meta.url)

/**
 * Starts a process that writes rows of one table into a pipe, and reads from it as fast as its own reader takes them.
 * Throws `QuestionError` and `QueryFailure` before the first byte; afterwards a failure destroys the stream, so that half
 * an export is never taken for a whole one.
 */
export async function startExport(
  question: ExportTask['question'],
  workDir: string,
  { stallMs, leastBytes, othersWait, hasPipes = process.platform !== 'win32', ...limits }: ExportLimits,
  signal: AbortSignal,
): Promise<StartedExport> {
  signal.throwIfAborted()
  const target = join(workDir, 'rows')
  let pipe: Socket | undefined
  let child: ReturnType<typeof startProcess> | undefined
  let exited: Promise<unknown> | undefined
  const end = async () => {
    child?.kill('SIGKILL')
    pipe?.destroy()
    await exited
    await rm(workDir, { recursive: true, force: true })
  }
  let stream: Readable | undefined
  const abort = () => {
    // Who takes nothing at the moment would not ask the pipe, and never hear that it is gone.
    stream?.destroy(signal.reason)
    void end()
  }
  signal.addEventListener('abort', abort, { once: true })
  try {
    await mkdir(workDir, { recursive: true, mode: 0o700 })
    pipe = hasPipes ? await openPipe(target) : undefined
    signal.throwIfAborted()
    child = startProcess(entry)
    exited = once(child, 'exit').catch(() => {})
    const said = messagesOf(child, exited)
    child.send({ question, target, tempDir: join(workDir, 'spilled'), ...limits } satisfies ExportTask, () => {})
    const { rowCount } = await said.begun
    const chunks = async function* () {
      if (!pipe) await said.written
      for await (const chunk of pipe ?? createReadStream(target)) yield chunk
      await said.written
    }
    const pace = { stallMs, leastBytes, othersWait }
    const bytes: Readable = Readable.from(
      watchedChunks(chunks(), pace, (reason) => bytes.destroy(reason)),
      { objectMode: false, highWaterMark: 2 ** 16 },
    )
    stream = bytes
    // It may fail before anybody reads it, which must not end the process.
    bytes.on('error', () => {})
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    bytes.once('close', () => {
      signal.removeEventListener('abort', abort)
      end()
        .catch(() => {})
        .then(resolve)
    })
    return { rowCount, rowsWritten: said.rowsWritten, stream: bytes, ended }
  } catch (error) {
    signal.removeEventListener('abort', abort)
    await end()
    signal.throwIfAborted()
    throw error
  }
}

/** A pipe with a name, whose end for reading is open, so that opening it for writing waits for nobody. */
async function openPipe(path: string): Promise<Socket> {
  await promisify(execFile)('mkfifo', ['-m', '600', path])
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  return new Socket({ fd, readable: true, writable: false, allowHalfOpen: true }).pause()
}

function messagesOf(child: ReturnType<typeof startProcess>, ended: Promise<unknown>) {
  const [begun, written] = [Promise.withResolvers<{ rowCount: number }>(), Promise.withResolvers<true>()]
  const fail = (failure: SentFailure | undefined) => {
    const error = failure
      ? errorOfFailure(failure)
      : new QueryFailure('crashed', 'The process that wrote this export has ended before it was done. Try again.')
    begun.reject(error)
    written.reject(error)
  }
  let rowsWritten = 0
  child.on('message', (message: MessageFromExport) => {
    if ('rowCount' in message) begun.resolve(message)
    else if ('rowsWritten' in message) rowsWritten = message.rowsWritten
    else if ('failure' in message) fail(message.failure)
    else written.resolve(true)
  })
  ended.then(() => fail(undefined))
  // Whoever waits hears of it; who no longer does need not.
  written.promise.catch(() => {})
  return { begun: begun.promise, written: written.promise, rowsWritten: () => rowsWritten }
}
