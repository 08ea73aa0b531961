import { readdirSync, readFileSync } from 'node:fs'

/** Whether a process runs; one that has ended and that nobody has buried does not. */
export const isRunning = (pid: number): boolean => commandOf(pid) !== ''

/** The processes that a process has started and that were not left behind by it. */
export const childrenOf = (parent: number): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && parentOf(pid) === parent)

const parentOf = (pid: number): number => {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1])
  } catch {
    return 0
  }
}

/** The command line of a process; empty for one that is not there, or has ended and was not buried. */
export const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
