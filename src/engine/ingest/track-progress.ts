import type { IngestProgress } from './ingest-file.ts'

/**
 * Turns bytes that were read into progress reports: that reading begins, then at most five a second, never going back. Rows
 * are told once it is known about how many there will be.
 */
export function trackProgress(
  bytesTotal: number,
  onProgress?: (progress: IngestProgress) => void,
): { begin(): void; bytes(bytesDone: number): void; expectRows(rows: number): void } {
  const started = performance.now()
  let furthest = 0
  let reportedAt = Number.NEGATIVE_INFINITY
  let expectedRows: number | null = null
  const report = (stage: IngestProgress['stage'], bytesDone: number, etaMs: number | null) => {
    const rows = expectedRows === null ? null : Math.floor((expectedRows * bytesDone) / Math.max(bytesTotal, 1))
    const rowsPerSecond = rows === null ? null : Math.round((rows * 1000) / (performance.now() - started))
    onProgress?.({ stage, bytesDone, bytesTotal, rows, rowsPerSecond, etaMs })
  }
  report('sniffing', 0, null)
  return {
    begin() {
      if (reportedAt > Number.NEGATIVE_INFINITY) return
      reportedAt = performance.now()
      report('reading', furthest, null)
    },
    expectRows(rows) {
      expectedRows = Math.round(rows)
    },
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
