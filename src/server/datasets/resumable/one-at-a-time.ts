import { Problem } from '../../http/problem-error.ts'

/** Lets one request at a time work on an upload; the latest is the one that counts. */
export interface OneAtATime {
  /** Ends the work that is under way on `id`, then does this. `signal` aborts when a later one comes, or with `leave`. */
  do<T>(id: string, leave: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>
}

/**
 * After a connection broke, its request may hang for minutes while the sender is back with another. So the later one does
 * not wait for the earlier to end by itself.
 */
export const oneAtATime = (): OneAtATime => {
  const underWay = new Map<string, { stop: AbortController; ended: Promise<unknown> }>()
  return {
    async do(id, leave, work) {
      const before = underWay.get(id)
      const stop = new AbortController()
      const signal = AbortSignal.any([stop.signal, leave])
      const done = (async () => {
        before?.stop.abort(overtaken())
        await before?.ended.catch(() => {})
        signal.throwIfAborted()
        return await work(signal)
      })()
      const mine = { stop, ended: done }
      underWay.set(id, mine)
      try {
        return await done
      } finally {
        if (underWay.get(id) === mine) underWay.delete(id)
      }
    },
  }
}

const overtaken = () =>
  new Problem('busy', 'Another request goes on with this upload. Ask again how far it is.', {
    headers: { 'retry-after': '1' },
  })
