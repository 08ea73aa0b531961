import type { ChildProcess } from 'node:child_process'
import { startProcess } from './run-in-process.ts'

/**
 * Starts processes for tasks that come in quick succession: after each, the next one is started ahead of its task and
 * waits `idleMs` for it, so that nobody waits for the start. A spare process keeps nothing else running.
 */
export function spareProcess(idleMs: number): (entry: URL) => ChildProcess {
  let spare: { child: ChildProcess; timer: NodeJS.Timeout } | undefined

  const prepare = (entry: URL) => {
    const child = startProcess(entry)
    const timer = setTimeout(() => child.kill('SIGKILL'), idleMs).unref()
    const mine = { child, timer }
    child.once('exit', () => {
      clearTimeout(timer)
      if (spare === mine) spare = undefined
    })
    child.once('error', () => {})
    child.unref()
    child.channel?.unref()
    spare = mine
  }

  return (entry) => {
    const ready = spare
    spare = undefined
    if (ready) {
      clearTimeout(ready.timer)
      ready.child.ref()
      ready.child.channel?.ref()
    }
    const child = ready?.child ?? startProcess(entry)
    child.once('exit', () => {
      if (!spare) prepare(entry)
    })
    return child
  }
}
