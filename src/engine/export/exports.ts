import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { QueryFailure } from '../query/query-failure.ts'
import type { ExportQuestion } from './export-sql.ts'
import { type ExportLimits, type StartedExport, startExport } from './start-export.ts'

/** Exports of tables, few at a time. */
export type Exports = {
  /** Begins when it is its turn; `person` has at most all places but one. Throws as `startExport` does, and `busy`. */
  begin(question: ExportQuestion, asked: { person: string; signal: AbortSignal }): Promise<StartedExport>
}

/** What exports may use together: so many beside each other, each with these limits, in a directory of their own. */
export type ExportsOptions = Omit<ExportLimits, 'othersWait'> & {
  workDir: string
  places: number
  queueLimit: number
  patienceMs: number
}

type Waiting = { person: string; go: () => void }

/**
 * Lets exports wait for each other: each has a process with its memory, and a reader that may be slow. What exports of an
 * earlier run left in the directory goes first.
 */
export function createExports(options: ExportsOptions): Exports {
  const { workDir, places, queueLimit, patienceMs, ...limits } = options
  rmSync(workDir, { recursive: true, force: true })
  const running: string[] = []
  const waiting: Waiting[] = []

  const mayBegin = (person: string) =>
    running.length < places && running.filter((other) => other === person).length < Math.max(places - 1, 1)

  const leave = (person: string) => {
    running.splice(running.indexOf(person), 1)
    const next = waiting.findIndex((other) => mayBegin(other.person))
    if (next >= 0) waiting.splice(next, 1)[0]?.go()
  }

  const takePlace = (person: string, signal: AbortSignal): Promise<void> => {
    if (mayBegin(person)) {
      running.push(person)
      return Promise.resolve()
    }
    if (waiting.length >= queueLimit) return Promise.reject(tooMany())
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const go = () => {
      running.push(person)
      resolve()
    }
    const mine = { person, go }
    const withdraw = (reason: unknown) => {
      const place = waiting.indexOf(mine)
      if (place < 0) return
      waiting.splice(place, 1)
      reject(reason)
    }
    const impatient = setTimeout(() => withdraw(tooMany()), patienceMs)
    const abort = () => withdraw(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    waiting.push(mine)
    return promise.finally(() => {
      clearTimeout(impatient)
      signal.removeEventListener('abort', abort)
    })
  }

  return {
    begin: async (question, { person, signal }) => {
      const othersWait = () => waiting.length > 0
      await takePlace(person, signal)
      try {
        const started = await startExport(question, join(workDir, randomUUID()), { ...limits, othersWait }, signal)
        started.ended.then(() => leave(person))
        return started
      } catch (error) {
        leave(person)
        throw error
      }
    },
  }
}

const tooMany = () =>
  new QueryFailure('busy', 'Other exports are under way at this moment. Try again when they are done.')
