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

/** An export under way: how many rows it has, and its bytes. It has ended, whichever way, when the stream has closed. */
export type StartedExport = { rowCount: number; stream: Readable }

/** What an export may use. Its reader is given up when it takes nothing for `stallMs`. */
export type ExportLimits = {
  threads: number
  memoryLimitBytes: number
  maxTempBytes: number
  stallMs: number
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
  { stallMs, hasPipes = process.platform !== 'win32', ...limits }: ExportLimits,
  signal: AbortSignal,
): Promise<StartedExport> {
  signal.throwIfAborted()
  await mkdir(workDir, { recursive: true, mode: 0o700 })
  const target = join(workDir, 'rows')
  const pipe = hasPipes ? await openPipe(target) : undefined
  const child = startProcess(entry)
  const ended = once(child, 'exit').catch(() => {})
  const said = messagesOf(child, ended)
  const end = async () => {
    child.kill('SIGKILL')
    pipe?.destroy()
    await ended
    await rm(workDir, { recursive: true, force: true })
  }
  const abort = () => void end()
  signal.addEventListener('abort', abort, { once: true })
  try {
    child.send({ question, target, tempDir: join(workDir, 'spilled'), ...limits } satisfies ExportTask, () => {})
    const { rowCount } = await said.begun
    const chunks = async function* () {
      if (!pipe) await said.written
      for await (const chunk of pipe ?? createReadStream(target)) yield chunk
      await said.written
    }
    const giveUp = () => stream.destroy(new Error('The reader of an export took nothing for too long'))
    const stream: Readable = Readable.from(watched(chunks(), stallMs, giveUp), {
      objectMode: false,
      highWaterMark: 2 ** 16,
    })
    stream.once('close', () => {
      signal.removeEventListener('abort', abort)
      void end()
    })
    return { rowCount, stream }
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
  child.on('message', (message: MessageFromExport) => {
    if ('rowCount' in message) begun.resolve(message)
    else if ('failure' in message) fail(message.failure)
    else written.resolve(true)
  })
  ended.then(() => fail(undefined))
  // Whoever waits hears of it; who no longer does need not.
  written.promise.catch(() => {})
  return { begun: begun.promise, written: written.promise }
}

/** The chunks, watching that each is asked for within some time after the one before. */
async function* watched<Chunk>(
  chunks: AsyncGenerator<Chunk>,
  milliseconds: number,
  giveUp: () => void,
): AsyncGenerator<Chunk> {
  for await (const chunk of chunks) {
    const timer = setTimeout(giveUp, milliseconds)
    try {
      yield chunk
    } finally {
      clearTimeout(timer)
    }
  }
}
