import type { BrushQuestion } from '../brush/answer-brush.ts'
import type { ChartQuestion } from '../charts/chart-question.ts'
import type { SqlPlace } from '../sql/sql-error.ts'
import type { StatisticsQuestion } from '../statistics/statistics-question.ts'
import type { StepsQuestion } from '../steps/answer-steps.ts'
import type { SummariesQuestion } from '../summaries/answer-summaries.ts'
import type { ValuesQuestion } from '../summaries/answer-values.ts'
import type { QueryFailureCode } from './query-failure.ts'
import type { RowsQuestion } from './query-pool.ts'
import type { RowListStore } from './row-list-store.ts'

/** A question on its way to a process. */
export type SentQuestion =
  | RowsQuestion
  | StatisticsQuestion
  | StepsQuestion
  | ChartQuestion
  | SummariesQuestion
  | ValuesQuestion
  | BrushQuestion

/** An answer on its way back: the JSON text, and how many rows the whole table has. */
export type SentAnswer = { text: string; rowCount: number }

/** What a query process is started with, as JSON in its first argument. */
export type ProcessSettings = {
  threads: number
  memoryLimitBytes: number
  tempDir: string
  maxTempBytes: number
  timeoutMs: number
  rowLists: RowListStore
}

/** What a query process is told. It answers one question at a time. */
export type MessageToProcess =
  | { type: 'ask'; question: SentQuestion }
  | { type: 'abort' }
  | { type: 'forget'; tableFile: string }

/** Why a question failed, so that the pool can throw it as the error it was. */
export type SentFailure =
  | { type: 'question'; path: string; message: string; place?: SqlPlace | undefined }
  | { type: 'failure'; code: QueryFailureCode; message: string }
  | { type: 'aborted' }
  | { type: 'defect'; message: string; stack: string | undefined }

/** What a query process says after each question, with its resident memory in bytes. */
export type MessageFromProcess = { memoryBytes: number } & ({ answer: SentAnswer } | { failure: SentFailure })
