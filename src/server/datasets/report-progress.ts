import type { DatasetJob } from '../../shared/dataset.ts'
import type { Db } from '../database/db.ts'
import { type ClaimedVersion, noteProgress } from './version-states.ts'

const intervalMs = 250

/**
 * Writes how far an attempt is: each stage at once, and of one about four times a second the latest. Calls `onLost` when
 * the attempt no longer counts. A database that is away for a moment costs a report and nothing else.
 */
export const reportProgress = (db: Db, claim: ClaimedVersion, onLost: () => void) => {
  const identity = {
    kind:
      claim.reason === 'reingest'
        ? ('reingest' as const)
        : claim.number === 1
          ? ('ingest' as const)
          : ('version' as const),
    version: claim.number,
  }
  /** The latest of each stage that is not written yet. */
  const waiting: DatasetJob[] = []
  let writing: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let lastWrite = Number.NEGATIVE_INFINITY
  let lastStage: DatasetJob['stage'] | undefined
  let hasEnded = false

  const write = async () => {
    const job = waiting.shift()
    if (!job) return
    lastWrite = performance.now()
    lastStage = job.stage
    try {
      if (!(await noteProgress(db, claim, job)) && !hasEnded) onLost()
    } catch {}
  }
  const schedule = () => {
    if (timer || writing || hasEnded || waiting.length === 0) return
    timer = setTimeout(
      () => {
        timer = undefined
        writing = write().finally(() => {
          writing = undefined
          schedule()
        })
      },
      waiting[0]?.stage === lastStage ? Math.max(0, lastWrite + intervalMs - performance.now()) : 0,
    )
  }
  return {
    note(progress: Omit<DatasetJob, 'kind' | 'version'>) {
      if (waiting.at(-1)?.stage === progress.stage) waiting.pop()
      waiting.push({ ...identity, ...progress })
      schedule()
    },
    /** Writes nothing more; resolves when the last write is through. */
    async end() {
      hasEnded = true
      clearTimeout(timer)
      await writing
    },
  }
}
