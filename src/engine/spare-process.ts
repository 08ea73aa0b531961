import type { ChildProcess } from 'node:child_process'
import { startProcess } from './run-in-process.ts'

/** Starts processes for tasks that come in quick succession; `prepare` starts one ahead of a task that is to be expected. */
export type SpareProcess = { start(entry: URL): ChildProcess; prepare(entry: URL): void }

/**
 * After each task the next process is started ahead of its own and waits `idleMs` for it, so that nobody waits for the
 * start. A spare process keeps nothing else running.
 */
export function spareProcess(
  idleMs: number,
  startOne: (entry: URL) => ChildProcess = (entry) => startProcess(entry),
): SpareProcess {
  let spare: { child: ChildProcess; timer: NodeJS.Timeout } | undefined

  const prepare = (entry: URL) => {
    if (spare) return
    const child = startOne(entry)
    // Forgotten at once: until its end is heard of it would be taken for a task.
    const timer = setTimeout(() => {
      forget()
      child.kill('SIGKILL')
    }, idleMs).unref()
    const mine = { child, timer }
    const forget = () => {
      clearTimeout(timer)
      if (spare === mine) spare = undefined
    }
    child.once('exit', forget)
    // One that could not be started at all never exits.
    child.once('error', forget)
    child.unref()
    child.channel?.unref()
    spare = mine
  }

  const start = (entry: URL) => {
    const ready = spare
    spare = undefined
    if (ready) {
      clearTimeout(ready.timer)
      ready.child.ref()
      ready.child.channel?.ref()
    }
    const child = ready?.child ?? startOne(entry)
    child.once('exit', () => prepare(entry))
    return child
  }

  return { start, prepare }
}
