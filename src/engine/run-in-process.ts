import { type ChildProcess, fork } from 'node:child_process'
import { flushCompileCache } from 'node:module'

/** What a process says of its one task: what came of it, or why nothing did; before that perhaps how far it is. */
export type TaskMessage<Result, Progress = never> =
  | { done: Result }
  | { failed: { name: string; code?: string; detail: string } }
  | { progress: Progress }

/** A task that failed in its process; `code` is there where the task said one, and `ended` where it said nothing. */
export class TaskFailed extends Error {
  override name = 'TaskFailed'
  readonly failureName: string
  readonly code: string | undefined

  constructor({ name, code, detail }: { name: string; code?: string; detail: string }) {
    super(detail)
    this.failureName = name
    this.code = code
  }
}

/**
 * Does one task in a process of its own, which inherits nothing secret of the environment and is gone afterwards, whatever
 * happens. Throws the signal's reason when it aborts, and `TaskFailed`.
 */
export async function runInProcess<Request, Result, Progress = never>(
  entry: URL,
  request: Request,
  {
    signal,
    start = startProcess,
    onProgress,
  }: { signal: AbortSignal; start?: (entry: URL) => ChildProcess; onProgress?: (progress: Progress) => void },
): Promise<Result> {
  signal.throwIfAborted()
  const child = start(entry)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  try {
    type Ending = Exclude<TaskMessage<Result>, { progress: unknown }>
    const message = await new Promise<Ending | undefined>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      child.on('message', (sent: TaskMessage<Result, Progress>) => {
        if ('progress' in sent) onProgress?.(sent.progress)
        else resolve(sent)
      })
      ended.then(() => resolve(undefined))
      child.send(request as object, () => {})
    })
    if (message && 'done' in message) return message.done
    throw new TaskFailed(
      message?.failed ?? { name: 'Error', code: 'ended', detail: 'The process ended without an answer.' },
    )
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}

/** How a process is started: a command before Node, options of Node, its directory; `isMute` drops what it prints. */
export type StartOptions = { before?: string[]; nodeOptions?: string[]; directory?: string; isMute?: boolean }

/** Starts a process that waits for its one task. */
export function startProcess(
  entry: URL,
  { before = [], nodeOptions = [], directory, isMute = false }: StartOptions = {},
): ChildProcess {
  const [program = process.execPath, ...rest] = [...before, process.execPath]
  return fork(entry, {
    execPath: program,
    execArgv: [...rest, '--disable-warning=ExperimentalWarning', ...nodeOptions],
    serialization: 'advanced',
    env: inherited(),
    stdio: ['ignore', 'ignore', isMute ? 'ignore' : 'inherit', 'ipc'],
    ...(directory === undefined ? {} : { cwd: directory }),
  })
}

/** Secrets are in the environment; where Node keeps what it has made of the sources is none, and halves the start. */
function inherited(): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE, SystemRoot } = process.env
  return {
    ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
    ...(process.platform === 'win32' ? { SystemRoot } : {}),
  }
}

/** The other side: does the task that the parent sends, and ends with the parent. */
export function doInProcess<Request, Result, Progress = never>(
  work: (request: Request, onProgress: (progress: Progress) => void) => Promise<Result>,
): void {
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => {})
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  const send = (message: TaskMessage<Result, Progress>) => process.send?.(message)
  // It will be killed, and would keep nothing of what it has compiled; a process that waits has the time to.
  const keeping = setTimeout(flushCompileCache, 1000).unref()
  process.once('message', (request) => {
    clearTimeout(keeping)
    work(request as Request, (progress) => send({ progress })).then(
      (done) => send({ done }),
      (error) => send({ failed: failureOf(error) }),
    )
  })
}

function failureOf(error: unknown): { name: string; code?: string; detail: string } {
  if (!(error instanceof Error)) return { name: 'Error', detail: String(error) }
  const { name, message, code, detail } = error as Error & { code?: unknown; detail?: unknown }
  return {
    name,
    detail: typeof detail === 'string' ? detail : message,
    ...(typeof code === 'string' ? { code } : {}),
  }
}
