import { type FileHandle, open, rm } from 'node:fs/promises'
import type { RowReport } from './row-report.ts'

/** Reports in the order of the file, kept on disk as lines of JSON until they are written beside the table. */
export type ReportLog = {
  file: string
  add(report: RowReport): void
  count(): number
  /** The length of the longest report in bytes, at most. */
  longest(): number
  /** Puts what was added so far on the disk; to be called now and then, so that memory stays small. */
  flush(): Promise<void>
  /** Begins anew. */
  clear(): Promise<void>
  close(): Promise<void>
}

/** A log in a file of its own, which exists once there is something to say. */
export function reportLog(file: string): ReportLog {
  let handle: FileHandle | undefined
  let lines: string[] = []
  let count = 0
  let longest = 0
  const flush = async () => {
    if (lines.length === 0) return
    handle ??= await open(file, 'w')
    const text = lines.join('')
    lines = []
    await handle.writeFile(text)
  }
  return {
    file,
    add(report) {
      const text = JSON.stringify(report)
      lines.push(`${text}\n`)
      longest = Math.max(longest, 3 * text.length)
      count++
    },
    count: () => count,
    longest: () => longest,
    flush,
    async clear() {
      lines = []
      count = 0
      await handle?.close()
      handle = undefined
      await rm(file, { force: true })
    },
    async close() {
      await flush()
      await handle?.close()
      handle = undefined
    },
  }
}
