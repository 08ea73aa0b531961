import { type ChildProcess, fork } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { extname } from 'node:path'
import type { MessageFromProcess, MessageToProcess, ProcessSettings, SentQuestion } from './process-message.ts'

/** One query process as its parent sees it. */
export type QueryChild = {
  ask(question: SentQuestion): void
  abort(): void
  forget(tableFile: string): void
  /** Ends the process at once; resolves when it is gone and what it spilled to disk is removed. */
  kill(): Promise<void>
}

/** What a parent hears: an answer to its question, or that the process has ended by whatever cause. */
export type QueryChildEvents = { onMessage(message: MessageFromProcess): void; onEnd(): void }

const entry = new URL(`./query-process${extname(import.meta.url)}`, import.meta.url)

/** Starts a query process. It inherits nothing of the environment, where secrets are. */
export function startQueryChild(settings: ProcessSettings, events: QueryChildEvents): QueryChild {
  const child = fork(entry, [JSON.stringify(settings)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    env: process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot } : {},
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = endOf(child)
    .then(() => rm(settings.tempDir, { recursive: true, force: true }))
    .catch(() => {})
  child.on('message', (message) => events.onMessage(message as MessageFromProcess))
  ended.then(() => events.onEnd())

  const send = (message: MessageToProcess) => {
    if (child.connected) child.send(message, () => {})
  }
  return {
    ask: (question) => send({ type: 'ask', question }),
    abort: () => send({ type: 'abort' }),
    forget: (tableFile) => send({ type: 'forget', tableFile }),
    kill: () => {
      child.kill('SIGKILL')
      return ended
    },
  }
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('exit', () => resolve())
    child.on('error', () => {
      if (child.pid === undefined) resolve()
    })
  })
}
