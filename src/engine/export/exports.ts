import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ExportFormat } from '../../shared/export-format.ts'
import { createPlaces } from '../places.ts'
import { QueryFailure } from '../query/query-failure.ts'
import type { ExportQuestion } from './export-sql.ts'
import { type ExportLimits, type StartedExport, startExport } from './start-export.ts'
import { usualWidth } from './usual-width.ts'

/** Who asks for an export, of what (any name), and the number of its columns. */
export type ExportAsked = { person: string; of: string; width: number; signal: AbortSignal }

/** An export: it waits for its turn or counts its rows while `rowCount` is null, and is being written afterwards. */
export type ExportUnderWay = {
  id: string
  format: ExportFormat
  begunAt: Date
  rowCount: number | null
  rowsWritten: number
}

/** Exports of tables, few at a time. */
export type Exports = {
  /**
   * Begins when it is its turn; `person` has at most all places but one, and of those whose `width` takes more memory than
   * usual one goes at a time. Throws as `startExport` does, and `busy`.
   */
  begin(question: ExportQuestion, asked: ExportAsked): Promise<StartedExport>
  /** Those of a person, of one thing. */
  underWay(person: string, of: string): ExportUnderWay[]
  /** Stops one of them, so that its stream breaks off; false when there is none. */
  stop(person: string, of: string, id: string): boolean
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

  const running = new Map<string, { person: string; of: string; shown: () => ExportUnderWay; stop: () => void }>()

  const begin = async (question: ExportQuestion, { person, of, width, signal: asked }: ExportAsked) => {
    const [id, stopping, begunAt] = [randomUUID(), new AbortController(), new Date()]
    const signal = AbortSignal.any([asked, stopping.signal])
    let started: StartedExport | undefined
    const shown = () => ({
      ...{ id, format: question.format, begunAt },
      ...{ rowCount: started?.rowCount ?? null, rowsWritten: started?.rowsWritten() ?? 0 },
    })
    const stop = () => stopping.abort(new QueryFailure('busy', 'This export was stopped.'))
    running.set(id, { person, of, shown, stop })
    try {
      const leave = await take(person, width, signal)
      try {
        const othersWait = () => places.othersWait() || (width > usualWidth && widePlace.othersWait())
        started = await startExport(question, join(workDir, id), { ...limits, othersWait }, signal)
      } catch (error) {
        leave()
        throw error
      }
      started.ended.then(() => {
        running.delete(id)
        leave()
      })
      return started
    } catch (error) {
      running.delete(id)
      throw error
    }
  }

  const ofPerson = (person: string, of: string) =>
    [...running].filter(([, mine]) => mine.person === person && mine.of === of)

  return {
    begin,
    underWay: (person, of) => ofPerson(person, of).map(([, { shown }]) => shown()),
    stop: (person, of, id) => {
      const [, found] = ofPerson(person, of).find(([known]) => known === id) ?? []
      found?.stop()
      return found !== undefined
    },
  }
}
