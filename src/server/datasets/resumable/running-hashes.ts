import { createHash } from 'node:crypto'
import type { RunningHash } from './receive-part.ts'

/** The hashes of files that are on their way, as long as this process saw all of each. */
export interface RunningHashes {
  begin(id: string): RunningHash
  find(id: string): RunningHash | undefined
  forget(id: string): void
}

/** A file whose hash was given up is read once more at its end. */
const mostKept = 1_000

export const runningHashes = (): RunningHashes => {
  const hashes = new Map<string, RunningHash>()
  return {
    begin(id) {
      const known = hashes.get(id)
      if (known) return known
      const running = { hash: createHash('sha256'), upTo: 0 }
      const [oldest] = hashes.keys()
      if (hashes.size >= mostKept && oldest !== undefined) hashes.delete(oldest)
      hashes.set(id, running)
      return running
    },
    find: (id) => hashes.get(id),
    forget(id) {
      hashes.delete(id)
    },
  }
}
