import { availableParallelism } from 'node:os'
import type { Filter, RowsAnswer } from '../../shared/rows.ts'
import type { Summaries } from '../../shared/summaries.ts'
import type { BrushQuestion } from '../brush/answer-brush.ts'
import type { ChartQuestion } from '../charts/chart-question.ts'
import type { StatisticsQuestion } from '../statistics/statistics-question.ts'
import type { StepsQuestion } from '../steps/answer-steps.ts'
import type { SummariesQuestion } from '../summaries/answer-summaries.ts'
import type { ValuesQuestion } from '../summaries/answer-values.ts'
import { rememberSummaries } from '../summaries/remembered-summaries.ts'
import { askedTogether } from './asked-together.ts'
import { createDispatcher, nodeMemory } from './dispatcher.ts'
import type { SentQuestion } from './process-message.ts'
import { QueryFailure } from './query-failure.ts'
import { quickQuestions } from './quick-questions.ts'
import { rememberTexts } from './remembered-texts.ts'
import { openRowListStore } from './row-list-store.ts'
import { firstRows, quicklySorted } from './select-rows.ts'
import { createSortLists } from './sort-lists.ts'
import { spillDirectories } from './spill-directories.ts'

/** One column to sort by; nulls come last either way. */
export type SortKey = { column: string; descending: boolean }

/**
 * A page of rows to fetch: all columns unless `columns` names some, file order unless `sort` says otherwise (rows that
 * tie stay in file order). `q` leaves the rows with a text column that contains it, in any case.
 */
export type RowsQuestion = {
  tableFile: string
  columns?: string[] | undefined
  offset: number
  limit: number
  sort: SortKey[]
  filter?: Filter | undefined
  q?: string | undefined
  /** These rows, in this order, whatever else the question says of rows. */
  rowNumbers?: number[] | undefined
}

/**
 * What a pool needs: how many processes, how much memory all of them may use, and a directory for spilled data that no
 * other program uses. One question takes one process for at most `timeoutMs`; `queueLimit` questions may wait as long.
 * Lists of row numbers are kept in `listsDir`, which may outlive the pool and holds at most `mostListBytes`.
 */
export type QueryPoolOptions = {
  processes: number
  memoryLimitBytes: number
  tempDir: string
  listsDir?: string | undefined
  mostListBytes?: number | undefined
  maxTempBytes?: number | undefined
  threadsPerProcess?: number | undefined
  timeoutMs?: number | undefined
  queueLimit?: number | undefined
}

/** How one question is asked: `signal` interrupts it and the promise rejects with the signal's reason. */
export type AskOptions = { signal?: AbortSignal | undefined }

/** Query processes that answer questions about table files. */
export type QueryPool = {
  /** Throws `QuestionError` for an unknown column or a wrong value, `QueryFailure` when no answer came. */
  rows(question: RowsQuestion, options?: AskOptions): Promise<RowsAnswer>
  /** The same answer as JSON text, to be sent on as it is: it was never parsed in this process. */
  rowsText(question: RowsQuestion, options?: AskOptions): Promise<string>
  /** The answer to a question of statistics as JSON text; throws as `rows` does. */
  statisticsText(question: StatisticsQuestion, options?: AskOptions): Promise<string>
  /** What steps that compute nothing would make of a table, as JSON text; throws as `rows` does. */
  stepsText(question: StepsQuestion, options?: AskOptions): Promise<string>
  /** Columns over the rows that a filter leaves; throws as `rows` does. */
  summaries(question: SummariesQuestion, options?: AskOptions): Promise<Summaries>
  /** Values of a column that match a text, as JSON text; throws as `rows` does. */
  valuesText(question: ValuesQuestion, options?: AskOptions): Promise<string>
  /** The numbers of a chart as JSON text; throws as `rows` does. */
  chartText(question: ChartQuestion, options?: AskOptions): Promise<string>
  /** The cubes that answer a brush, as JSON text; throws as `rows` does. */
  brushText(question: BrushQuestion, options?: AskOptions): Promise<string>
  /** Forgets what is held open for a table file, before it is deleted. */
  forget(tableFile: string): void
  /** Ends all processes; questions under way are rejected. */
  close(): Promise<void>
}

const mebibyte = 2 ** 20

/** Starts a pool; its processes start with the first questions and are replaced when they crash. */
export function createQueryPool(options: QueryPoolOptions): QueryPool {
  const { processes, memoryLimitBytes, tempDir, timeoutMs = 30_000, queueLimit = 100 } = options
  const rowLists = {
    directory: options.listsDir ?? `${tempDir}-lists`,
    mostBytes: options.mostListBytes ?? 2048 * mebibyte,
  }
  openRowListStore(rowLists)
  const spillDir = spillDirectories(tempDir)
  const memoryOf = (processCount: number) => Math.max(memoryLimitBytes / processCount - nodeMemory, 128 * mebibyte)
  const limits = {
    threads: options.threadsPerProcess ?? Math.min(availableParallelism(), 4),
    maxTempBytes: options.maxTempBytes ?? 4096 * mebibyte,
    rowLists,
  }
  const eachProcess = { ...limits, memoryLimitBytes: memoryOf(processes), timeoutMs }
  const sorts = createSortLists({ ...limits, memoryLimitBytes: memoryOf(1) }, spillDir)
  const quick = quickQuestions(sorts)
  const dispatcher = createDispatcher({ ...eachProcess, processes, isQuick: quick.isQuick, queueLimit, spillDir })
  const ask = askedTogether(async (question: SentQuestion, signal) => {
    const answer = await dispatcher.ask(question, signal)
    quick.note(question, answer)
    return answer
  })
  const textOf = async (question: SentQuestion, signal?: AbortSignal) => (await ask(question, signal)).text

  const pageOf = async (question: RowsQuestion, signal?: AbortSignal) => {
    const { tableFile, sort, offset, limit } = question
    const isSorted = sort.length > 0 && question.rowNumbers === undefined
    if (isSorted && offset + limit > firstRows && !sorts.has(tableFile, sort)) {
      const { rowCount } = await ask({ ...question, offset: 0, limit: 0 }, signal)
      if (rowCount > quicklySorted) await patiently(sorts.ready(tableFile, sort), timeoutMs, signal)
    }
    const { text, rowCount } = await ask(question, signal)
    if (isSorted && rowCount > quicklySorted) sorts.begin(tableFile, sort)
    return text
  }

  const summaries = rememberSummaries(async (question, signal) => JSON.parse(await textOf(question, signal)))
  const remembered = rememberTexts((question: RowsQuestion | ChartQuestion | BrushQuestion, signal) =>
    'about' in question ? textOf(question, signal) : pageOf(question, signal),
  )
  const rowsText = (question: RowsQuestion, { signal }: AskOptions = {}) => remembered.of(question, signal)

  return {
    rowsText,
    statisticsText: (question, { signal } = {}) => textOf(question, signal),
    stepsText: (question, { signal } = {}) => textOf(question, signal),
    summaries: (question, { signal } = {}) => summaries.of(question, signal),
    valuesText: (question, { signal } = {}) => textOf(question, signal),
    chartText: (question, { signal } = {}) => remembered.of(question, signal),
    brushText: (question, { signal } = {}) => remembered.of(question, signal),
    rows: async (question, askOptions) => JSON.parse(await rowsText(question, askOptions)),
    forget: (tableFile) => {
      summaries.forget(tableFile)
      sorts.forget(tableFile)
      remembered.forget(tableFile)
      dispatcher.forget(tableFile)
    },
    close: async () => {
      await Promise.all([sorts.close(), dispatcher.close()])
    },
  }
}

async function patiently(work: Promise<void>, mostMs: number, signal: AbortSignal | undefined): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal?.reason)
  const late = setTimeout(() => {
    reject(new QueryFailure('busy', 'The order of these rows is still being worked out. Ask again in a moment.'))
  }, mostMs)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    signal?.throwIfAborted()
    await Promise.race([work, promise])
  } finally {
    clearTimeout(late)
    signal?.removeEventListener('abort', abort)
  }
}
