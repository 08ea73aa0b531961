import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { extname, join } from 'node:path'
import { createPlaces } from '../places.ts'
import { QueryFailure } from '../query/query-failure.ts'
import { QuestionError } from '../query/question-error.ts'
import { runInProcess, startProcess, TaskFailed } from '../run-in-process.ts'
import { spareProcess } from '../spare-process.ts'
import type { ComputedQuestion, StepsQuestion } from '../steps/answer-steps.ts'
import { asReader } from './as-reader.ts'
import { SqlError } from './sql-error.ts'
import type {
  SqlAnswer,
  SqlLimits,
  SqlOutcome,
  SqlQuestion,
  SqlTask,
  StepsTask,
  WrittenAnswer,
} from './sql-question.ts'

/** Who asks and how long an answer may take from when it is their turn, which `onTurn` hears of. */
export type SqlAsked = { person: string; timeoutMs: number; signal: AbortSignal; onTurn?: () => void }

/** People's SQL, a process of its own for each query, few at a time. */
export type SqlQueries = {
  /** Throws `SqlError`, `QueryFailure` and the signal's reason, after which nothing of the query goes on. */
  ask(question: SqlQuestion, asked: SqlAsked): Promise<SqlAnswer>
  /** Writes all rows as a Parquet file, which is gone after `remove`; throws as `ask` does. */
  write(question: SqlQuestion, asked: SqlAsked): Promise<AnswerFile>
  /** What steps would make of a table, or the types of what they compute, as JSON text. Throws `QuestionError` besides. */
  steps(question: StepsQuestion | ComputedQuestion, asked: SqlAsked): Promise<string>
}

/** An answer in a file, which whoever asked may take or remove. */
export type AnswerFile = WrittenAnswer & { file: string; remove(): Promise<void> }

/** What queries may use together, in a directory of their own. */
export type SqlQueriesOptions = SqlLimits & {
  workDir: string
  places: number
  placesEach: number
  queueLimit: number
  queueLimitEach: number
  patienceMs: number
  /** How long a process waits for the next query, so that nobody waits for its start. */
  idleMs: number
  /** Bytes that all queries together may write now; what one may is its share, where that is less than its limits. */
  room?: () => Promise<number>
}

const entry = new URL(`./sql-process${extname(import.meta.url)}`, import.meta.url)

/** What queries of an earlier run left in the directory goes first. */
export function createSqlQueries(options: SqlQueriesOptions): SqlQueries {
  const { workDir, idleMs, room, threads, memoryLimitBytes, maxTempBytes, maxFileBytes, maxAnswerBytes } = options
  const limits = { threads, memoryLimitBytes, maxTempBytes, maxFileBytes, maxAnswerBytes }
  rmSync(workDir, { recursive: true, force: true })
  const places = createPlaces({
    ...options,
    tooMany: 'Other queries are under way at this moment. Try again when they are done.',
    tooManyEach: 'You have asked as many queries at once as one person may. Wait until some have been answered.',
  })
  let before: string[] | undefined
  const processes = spareProcess(idleMs, (url) => {
    const directory = join(workDir, 'empty')
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    before ??= asReader()
    const child = startProcess(url, { before, directory, nodeOptions: ['--max-old-space-size=512'], isMute: true })
    if (child.pid !== undefined) giveWay(child.pid)
    return child
  })

  const withinRoom = async (): Promise<SqlLimits> => {
    if (!room) return limits
    const share = Math.max((await room()) / options.places / 2, leastRoom)
    return { ...limits, maxTempBytes: Math.min(maxTempBytes, share), maxFileBytes: Math.min(maxFileBytes, share) }
  }

  const run = async <Answer>(
    task: Omit<SqlTask, 'limits'> | Omit<StepsTask, 'limits'>,
    { person, timeoutMs, signal, onTurn }: SqlAsked,
  ): Promise<Answer> => {
    const leave = await places.take(person, signal)
    onTurn?.()
    const outOfTime = AbortSignal.timeout(timeoutMs)
    try {
      await mkdir(task.directory, { recursive: true, mode: 0o700 })
      const outcome = await runInProcess<SqlTask | StepsTask, SqlOutcome<Answer>>(
        entry,
        { ...task, limits: await withinRoom() },
        { signal: AbortSignal.any([signal, outOfTime]), start: processes.start },
      )
      if ('answer' in outcome) return outcome.answer
      const { path, message, place } = outcome.error
      throw path === undefined ? new SqlError(message, place) : new QuestionError(path, message, place)
    } catch (error) {
      signal.throwIfAborted()
      if (outOfTime.aborted) throw tooLong(timeoutMs)
      if (error instanceof TaskFailed && error.code === 'ended') throw new SqlError(unfinished)
      throw error
    } finally {
      leave()
    }
  }

  const inDirectory = async <Answer>(work: (directory: string) => Promise<Answer>): Promise<Answer> => {
    const directory = join(workDir, randomUUID())
    try {
      return await work(directory)
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  }

  const ask = (question: SqlQuestion, asked: SqlAsked) =>
    inDirectory((directory) => run<SqlAnswer>({ question, directory, target: undefined }, asked))

  const steps = (question: StepsQuestion | ComputedQuestion, asked: SqlAsked) =>
    inDirectory((directory) => run<string>({ steps: question, directory }, asked)).catch((error) => {
      throw error instanceof SqlError ? new QuestionError('steps', error.message) : error
    })

  const write = async (question: SqlQuestion, asked: SqlAsked): Promise<AnswerFile> => {
    const directory = join(workDir, randomUUID())
    const file = join(directory, 'answer.parquet')
    const remove = () => rm(directory, { recursive: true, force: true })
    try {
      const written = await run<WrittenAnswer>({ question, directory, target: file }, asked)
      return { ...written, file, remove }
    } catch (error) {
      await remove()
      throw error
    }
  }

  return { ask, write, steps }
}

/** Whoever looks at rows comes first; beside a load that takes all cores a query still gets a tenth of them. */
function giveWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already, which whoever waits for it hears.
  }
}

/** What DuckDB takes for a limit at all. */
const leastRoom = 2 ** 20

const unfinished = 'This query ended its process, most likely since it needs too much memory. Narrow it.'

const tooLong = (timeoutMs: number) =>
  new QueryFailure('timeout', `Stopped after ${timeoutMs / 1000} s. Narrow the query, or give it more time.`)
