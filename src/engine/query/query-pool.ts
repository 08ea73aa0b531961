import type { Filter, RowsAnswer } from '../../shared/rows.ts'

/** One column to sort by; nulls come last either way. */
export type SortKey = { column: string; descending: boolean }

/** A page of rows to fetch: all columns unless `columns` names some, file order unless `sort` says otherwise. */
export type RowsQuestion = {
  tableFile: string
  columns?: string[] | undefined
  offset: number
  limit: number
  sort: SortKey[]
  filter?: Filter | undefined
  q?: string | undefined
}

/** What a pool needs: how many processes, how much memory all of them may use, and a directory for spilled data. */
export type QueryPoolOptions = {
  processes: number
  memoryLimitBytes: number
  tempDir: string
  threadsPerProcess?: number | undefined
  timeoutMs?: number | undefined
}

/** How one question is asked: `signal` interrupts it and the promise rejects with the signal's reason. */
export type AskOptions = { signal?: AbortSignal | undefined }

/** Query processes that answer questions about table files. */
export type QueryPool = {
  /** Throws `QuestionError` for an unknown column or a wrong value, `QueryFailure` when no answer came. */
  rows(question: RowsQuestion, options?: AskOptions): Promise<RowsAnswer>
  /** Forgets what is held open for a table file, before it is deleted. */
  forget(tableFile: string): void
  /** Ends all processes; questions under way are rejected. */
  close(): Promise<void>
}

/** Starts a pool; its processes start with the first questions and are replaced when they crash. */
export function createQueryPool(_options: QueryPoolOptions): QueryPool {
  throw new Error('Not built yet')
}
