import type { QueryAnswer } from '../../shared/queries.ts'
import type { Parameters, PreparedStatement } from '../duckdb.ts'
import type { ComputedQuestion, StepsQuestion } from '../steps/answer-steps.ts'
import type { SqlPlace } from './sql-error.ts'

/** People's SQL: one SELECT, values for its parameters, and by their alias the table files that it may read. */
export type SqlQuestion = {
  sql: string
  parameters?: Parameters | undefined
  tables: Record<string, string>
  /** Rows at most; all unless given, where a file is written. */
  limit?: number | undefined
}

/** What the process of a query may use. Sizes are bytes; `maxFileBytes` is for an answer that is written. */
export type SqlLimits = {
  threads: number
  memoryLimitBytes: number
  maxTempBytes: number
  maxFileBytes: number
  /** The JSON of all rows. */
  maxAnswerBytes: number
}

/**
 * What the process of a query is sent, once: a directory of its own, and the file in it that the answer is written to as
 * Parquet; undefined wants the first rows in memory.
 */
export type SqlTask = { question: SqlQuestion; directory: string; target: string | undefined; limits: SqlLimits }

/** The same of steps that compute columns, by expressions that are people's too. */
export type StepsTask = { steps: StepsQuestion | ComputedQuestion; directory: string; limits: SqlLimits }

/** A statement that may be run: bound, its text without what ends it, and values for all its parameters. */
export type CheckedStatement = { prepared: PreparedStatement; statement: string; parameters: Parameters | undefined }

/** The answer in memory: all but the time it took, and `rows` as JSON text. */
export type SqlAnswer = Pick<QueryAnswer, 'columns' | 'row_count' | 'truncated'> & { rowsText: string }

/** An answer that was written. */
export type WrittenAnswer = { rowCount: number; columnCount: number; bytes: number }

/** What comes back: an answer, or what its author did wrong; `path` is there where it is no SQL as a whole. */
export type SqlOutcome<Answer> =
  | { answer: Answer }
  | { error: { message: string; place?: SqlPlace | undefined; path?: string } }
