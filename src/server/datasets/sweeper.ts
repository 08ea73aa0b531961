import type { Db } from '../database/db.ts'
import type { Home } from '../home.ts'
import type { DatasetChanges } from './dataset-changes.ts'
import { addMissingIngestJobs } from './ingest-job.ts'
import { expireRows, forgetBrokenUploads, sweepFiles } from './sweep-files.ts'

/** Keeps files and rows together while the server runs. */
export interface Sweeper {
  /** Sweeps as soon as it can; many calls at once are one sweep. */
  soon(): void
  /** Ends after the sweep under way. */
  close(): Promise<void>
}

export interface SweeperOutside {
  db: () => Db
  home: Home
  trashDays: number
  changes: DatasetChanges
  /** The uploads whose requests this process is receiving. */
  liveUploads: ReadonlySet<string>
  /** Throws when the database no longer belongs to the home, so that what it does not know proves nothing. */
  checkHome?: () => Promise<void>
  /** Is told of a file just before it goes, to let go of it. */
  beforeRemoval: (file: string) => void
  log: (message: string, error?: unknown) => void
}

const everyMs = 10 * 60_000
const afterMs = 100
const afterFailureMs = 5_000

/** Sweeps now and then, and whenever rows are deleted (by plain SQL too) or an attempt has failed. */
export const startSweeper = ({
  db,
  home,
  trashDays,
  changes,
  liveUploads,
  checkHome = async () => {},
  beforeRemoval,
  log,
}: SweeperOutside): Sweeper => {
  let timer: NodeJS.Timeout | undefined
  let dueAt = Number.POSITIVE_INFINITY
  let sweeping: Promise<void> | undefined
  let isClosed = false

  const sweep = async () => {
    try {
      await checkHome()
      await forgetBrokenUploads(db(), liveUploads)
      await expireRows(db(), trashDays, liveUploads)
      await addMissingIngestJobs(db())
      const swept = await sweepFiles(db(), home, { checkHome, beforeRemoval })
      if (swept.length > 0)
        log(`Removed ${swept.length} files that nothing refers to: ${swept.slice(0, 10).join(', ')}`)
      schedule(everyMs)
    } catch (error) {
      log('Sweeping failed and is tried again', error)
      schedule(afterFailureMs)
    }
  }
  const schedule = (delay: number) => {
    const at = performance.now() + delay
    if (isClosed || at >= dueAt) return
    dueAt = at
    clearTimeout(timer)
    timer = setTimeout(async () => {
      await sweeping
      dueAt = Number.POSITIVE_INFINITY
      sweeping = sweep()
    }, delay)
    timer.unref()
  }
  const soon = () => schedule(afterMs)

  const unsubscribe = changes.ofAll((change) => {
    if (change === 'gap' || change.what === 'deleted' || change.what === 'error') soon()
  })
  schedule(everyMs)
  return {
    soon,
    async close() {
      isClosed = true
      unsubscribe()
      clearTimeout(timer)
      await sweeping
    },
  }
}
