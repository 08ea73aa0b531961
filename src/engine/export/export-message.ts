import type { SentFailure } from '../query/process-message.ts'
import type { ExportQuestion } from './export-sql.ts'

/** What an export process is sent, once: where to write, and what it may use meanwhile. */
export type ExportTask = {
  question: ExportQuestion
  target: string
  tempDir: string
  threads: number
  memoryLimitBytes: number
  maxTempBytes: number
}

/** What it says: how many rows will come, how many are about written, that all are, or why they will not be. */
export type MessageFromExport =
  | { rowCount: number }
  | { rowsWritten: number }
  | { written: true }
  | { failure: SentFailure }
