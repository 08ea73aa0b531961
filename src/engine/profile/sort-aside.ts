import { once } from 'node:events'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type SortedValues, sortInPlace } from './sort-in-place.ts'

const thread = new URL(`./sorting-thread${extname(import.meta.url)}`, import.meta.url)
const fewValues = 1_000_000

/** Threads that wait for the next values; they keep no process alive. */
const resting: Worker[] = []

/** Room for so many doubles, which threads can share when they are millions. */
export function sharedDoubles(length: number): Float64Array {
  return length < fewValues
    ? new Float64Array(length)
    : new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT))
}

/**
 * Sorts finite doubles in place, ascending; millions of shared ones in a thread of their own, so that other columns go on
 * meanwhile. There must be no NaN and no -0. Throws the signal's reason when it is aborted.
 */
export async function sortAside(values: Float64Array, signal: AbortSignal | undefined): Promise<SortedValues> {
  if (values.length < fewValues || !(values.buffer instanceof SharedArrayBuffer)) return sortInPlace(values)
  signal?.throwIfAborted()
  const worker = resting.pop() ?? new Worker(thread, { execArgv: ['--disable-warning=ExperimentalWarning'] })
  try {
    worker.ref()
    worker.postMessage(values)
    const [sorted] = await once(worker, 'message', { signal })
    worker.unref()
    resting.push(worker)
    return sorted
  } catch (error) {
    await worker.terminate()
    signal?.throwIfAborted()
    throw error
  }
}
