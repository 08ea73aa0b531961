import type { DatasetJob } from '../../shared/dataset.ts'
import type { Db } from '../database/db.ts'
import { type ClaimedVersion, noteProgress } from './version-states.ts'

const intervalMs = 250

/**
 * Writes how far an attempt is, about four times a second and always the latest. Calls `onLost` when the attempt no
 * longer counts. A database that is away for a moment costs a report and nothing else.
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
  let latest: DatasetJob | undefined
  let writing: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let lastWrite = Number.NEGATIVE_INFINITY
  let hasEnded = false

  const write = async () => {
    const job = latest
    latest = undefined
    if (!job) return
    lastWrite = performance.now()
    try {
      if (!(await noteProgress(db, claim, job)) && !hasEnded) onLost()
    } catch {}
  }
  const schedule = () => {
    if (timer || writing || hasEnded || !latest) return
    timer = setTimeout(
      () => {
        timer = undefined
        writing = write().finally(() => {
          writing = undefined
          schedule()
        })
      },
      Math.max(0, lastWrite + intervalMs - performance.now()),
    )
  }
  return {
    note(progress: Omit<DatasetJob, 'kind' | 'version'>) {
      latest = { ...identity, ...progress }
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
