import type { Dataset } from '../../shared/dataset.ts'
import type { DatasetChanges } from './dataset-changes.ts'

export interface Waiting {
  changes: DatasetChanges
  /** Reads the dataset as it is now. */
  read: () => Promise<Dataset | undefined>
  seconds: number
  /** Ends the wait early: the person has gone, or the server stops. */
  signal: AbortSignal
}

/**
 * The dataset as soon as nothing is being done to it, or as it is when the time is over. Hears of changes rather than
 * asking again, and holds no connection while it waits.
 */
export const waitForDataset = async (
  id: string,
  { changes, read, seconds, signal }: Waiting,
): Promise<Dataset | undefined> => {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)])
  let changed = Promise.withResolvers<void>()
  const unsubscribe = changes.ofDataset(id, (change) => {
    if (change === 'gap' || change.what !== 'progress') changed.resolve()
  })
  const stop = () => changed.resolve()
  deadline.addEventListener('abort', stop)
  try {
    for (;;) {
      changed = Promise.withResolvers<void>()
      const dataset = await read()
      if (!dataset?.job || deadline.aborted) return dataset
      await changed.promise
    }
  } finally {
    unsubscribe()
    deadline.removeEventListener('abort', stop)
  }
}
