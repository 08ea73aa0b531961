import { withBrowserLock } from '../api/browser-lock.ts'

const lanes = ['upload-1', 'upload-2', 'upload-3']

/**
 * Runs `work` when one of three lanes is free, counted over all tabs: a browser keeps six connections to one origin, and
 * reading must go on while files leave.
 */
export function inUploadLane<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const others = new AbortController()
  let taken = false
  return new Promise((resolve, reject) => {
    for (const lane of lanes) {
      withBrowserLock(lane, AbortSignal.any([signal, others.signal]), async () => {
        if (taken) return
        taken = true
        others.abort()
        await work().then(resolve, reject)
      }).catch((error) => {
        if (!taken) reject(error)
      })
    }
  })
}
