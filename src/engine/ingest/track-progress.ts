import type { IngestProgress } from './ingest-file.ts'

/** Turns bytes that were read into progress reports: at most five a second, never going back. */
export function trackProgress(
  bytesTotal: number,
  onProgress?: (progress: IngestProgress) => void,
): { bytes(bytesDone: number): void } {
  const started = performance.now()
  let furthest = 0
  let reportedAt = Number.NEGATIVE_INFINITY
  const report = (stage: IngestProgress['stage'], bytesDone: number, etaMs: number | null) =>
    onProgress?.({ stage, bytesDone, bytesTotal, rows: null, rowsPerSecond: null, etaMs })
  report('sniffing', 0, null)
  return {
    bytes(bytesDone) {
      const now = performance.now()
      furthest = Math.min(Math.max(furthest, Math.floor(bytesDone)), bytesTotal)
      if (now - reportedAt < 200 || furthest === 0) return
      reportedAt = now
      const elapsed = now - started
      report('reading', furthest, elapsed < 500 ? null : Math.round((elapsed * (bytesTotal - furthest)) / furthest))
    },
  }
}
