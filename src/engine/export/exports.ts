import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createPlaces } from '../places.ts'
import type { ExportQuestion } from './export-sql.ts'
import { usualWidth } from './open-exported.ts'
import { type ExportLimits, type StartedExport, startExport } from './start-export.ts'

/** Exports of tables, few at a time. */
export type Exports = {
  /**
   * Begins when it is its turn; `person` has at most all places but one, and of those whose `width`, the number of their
   * columns, takes more memory than usual one goes at a time. Throws as `startExport` does, and `busy`.
   */
  begin(question: ExportQuestion, asked: { person: string; width: number; signal: AbortSignal }): Promise<StartedExport>
}

/** What exports may use together: so many beside each other, each with these limits, in a directory of their own. */
export type ExportsOptions = Omit<ExportLimits, 'othersWait'> & {
  workDir: string
  places: number
  queueLimit: number
  patienceMs: number
}

/**
 * Lets exports wait for each other: each has a process with its memory, and a reader that may be slow. What exports of an
 * earlier run left in the directory goes first.
 */
export function createExports(options: ExportsOptions): Exports {
  const { workDir, places: count, queueLimit, patienceMs, ...limits } = options
  rmSync(workDir, { recursive: true, force: true })
  const waiting = {
    queueLimit,
    patienceMs,
    tooMany: 'Other exports are under way at this moment. Try again when they are done.',
  }
  const places = createPlaces({ ...waiting, places: count, placesEach: Math.max(count - 1, 1) })
  const widePlace = createPlaces({ ...waiting, places: 1, placesEach: 1 })

  const take = async (person: string, width: number, signal: AbortSignal) => {
    if (width <= usualWidth) return await places.take(person, signal)
    const leaveWide = await widePlace.take(person, signal)
    try {
      const leave = await places.take(person, signal)
      return () => {
        leave()
        leaveWide()
      }
    } catch (error) {
      leaveWide()
      throw error
    }
  }

  return {
    begin: async (question, { person, width, signal }) => {
      const leave = await take(person, width, signal)
      try {
        const othersWait = () => places.othersWait() || (width > usualWidth && widePlace.othersWait())
        const pace = { ...limits, othersWait }
        const started = await startExport(question, join(workDir, randomUUID()), pace, signal)
        started.ended.then(leave)
        return started
      } catch (error) {
        leave()
        throw error
      }
    },
  }
}
