import { errorOfFailure } from './error-of-failure.ts'
import type { MessageFromProcess, ProcessSettings, SentAnswer, SentQuestion } from './process-message.ts'
import { type QueryChild, startQueryChild } from './query-child.ts'
import { QueryFailure } from './query-failure.ts'
import { createRecentMap } from './recent-map.ts'

/** Hands questions to query processes. */
export type Dispatcher = {
  ask(question: SentQuestion, signal?: AbortSignal): Promise<SentAnswer>
  forget(tableFile: string): void
  close(): Promise<void>
}

/**
 * How many processes, what each may use, where each spills, which questions are known to be quick, and how many of these
 * and of the others may wait.
 */
export type DispatcherOptions = Omit<ProcessSettings, 'tempDir'> & {
  processes: number
  isQuick: (question: SentQuestion) => boolean
  spillDir: () => string
  queueLimit: number
}

type Task = {
  question: SentQuestion
  isQuick: boolean
  attempts: number
  isWithdrawn: boolean
  resolve(answer: SentAnswer): void
  reject(reason: unknown): void
}

type Seat = { child?: QueryChild | undefined; task?: Task | undefined; overdue?: NodeJS.Timeout | undefined }

/** What a process needs beside what DuckDB may use. */
export const nodeMemory = 96 * 2 ** 20
const graceMs = 2000

/**
 * One question at a time in each process. A table goes to the process that has it open when that one is free, else to
 * any that is; when none is, it waits in line. A question whose process died is asked once more elsewhere. Questions that
 * may be slow leave one process to quick ones: each uses all cores, so that several at a time are hardly sooner done.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { processes, isQuick, queueLimit, spillDir, ...settings } = options
  const { timeoutMs } = settings
  const seats: Seat[] = Array.from({ length: processes }, () => ({}))
  const lastSeat = createRecentMap<Seat>(1000)
  const waiting: Task[] = []
  let isClosed = false

  const fill = () => {
    for (let task = next(); task; task = next()) {
      const seat = chooseSeat(seats, lastSeat.get(task.question.tableFile))
      if (!seat) return
      withdraw(task)
      give(seat, task)
    }
  }

  const next = (): Task | undefined => {
    const slow = seats.filter(({ task }) => task && !task.isQuick).length
    return slow < Math.max(processes - 1, 1) ? waiting[0] : waiting.find((task) => task.isQuick)
  }

  const give = (seat: Seat, task: Task) => {
    seat.child ??= start(seat)
    seat.task = task
    seat.overdue = setTimeout(() => stop(seat), timeoutMs + graceMs)
    lastSeat.set(task.question.tableFile, seat)
    task.attempts++
    seat.child.ask(task.question)
  }

  const start = (seat: Seat): QueryChild => {
    const child: QueryChild = startQueryChild(
      { ...settings, tempDir: spillDir() },
      {
        onMessage: (message) => {
          if (seat.child !== child) return
          if (message.memoryBytes > settings.memoryLimitBytes + 2 * nodeMemory) leave(seat)
          finish(seat, message)
          fill()
        },
        onEnd: () => {
          if (seat.child !== child) return
          seat.child = undefined
          const task = release(seat)
          if (task) retry(task)
          fill()
        },
      },
    )
    return child
  }

  /** What an allocator keeps after a large question comes back by a new process alone. */
  const leave = (seat: Seat) => {
    void seat.child?.kill()
    seat.child = undefined
  }

  /** For a process that no longer listens. */
  const stop = (seat: Seat) => {
    release(seat)?.reject(new QueryFailure('timeout', 'Stopped, since it took too long. Narrow the filter.'))
    leave(seat)
    fill()
  }

  const retry = (task: Task) => {
    if (task.isWithdrawn) return
    if (isClosed || task.attempts > 1) {
      task.reject(new QueryFailure('crashed', 'The process that answered this question ended twice. Try again.'))
    } else {
      waiting.unshift(task)
    }
  }

  const ask = (question: SentQuestion, signal?: AbortSignal): Promise<SentAnswer> => {
    const { promise, resolve, reject } = Promise.withResolvers<SentAnswer>()
    if (signal?.aborted) return Promise.reject(signal.reason)
    if (isClosed) return Promise.reject(new QueryFailure('busy', 'The server is stopping. Try again in a moment.'))
    const task: Task = { question, isQuick: isQuick(question), attempts: 0, isWithdrawn: false, resolve, reject }
    const ahead = waiting.filter((other) => other.isQuick === task.isQuick)
    if (ahead.length >= queueLimit) return Promise.reject(tooMany())
    const impatient = setTimeout(() => {
      if (withdraw(task)) reject(tooMany())
    }, timeoutMs)
    const abort = () => {
      task.isWithdrawn = true
      reject(signal?.reason)
      if (withdraw(task)) return
      const seat = seats.find((other) => other.task === task)
      if (!seat) return
      seat.child?.abort()
      clearTimeout(seat.overdue)
      seat.overdue = setTimeout(() => stop(seat), graceMs)
    }
    signal?.addEventListener('abort', abort, { once: true })
    waiting.push(task)
    fill()
    return promise.finally(() => {
      clearTimeout(impatient)
      signal?.removeEventListener('abort', abort)
    })
  }

  const withdraw = (task: Task): boolean => {
    const place = waiting.indexOf(task)
    if (place >= 0) waiting.splice(place, 1)
    return place >= 0
  }

  return {
    ask,
    forget: (tableFile) => {
      lastSeat.delete(tableFile)
      for (const { child } of seats) child?.forget(tableFile)
    },
    close: async () => {
      isClosed = true
      for (const task of waiting.splice(0)) task.reject(new QueryFailure('crashed', 'The server is stopping.'))
      await Promise.all(seats.map(({ child }) => child?.kill()))
    },
  }
}

/** The one that has the table open, when it is free; else one that runs already; else one that must be started. */
function chooseSeat(seats: Seat[], last: Seat | undefined): Seat | undefined {
  if (last && !last.task) return last
  const free = seats.filter(({ task }) => !task)
  return free.find(({ child }) => child) ?? free[0]
}

function release(seat: Seat): Task | undefined {
  clearTimeout(seat.overdue)
  const { task } = seat
  seat.task = undefined
  return task
}

function finish(seat: Seat, message: MessageFromProcess): void {
  const task = release(seat)
  if ('answer' in message) task?.resolve(message.answer)
  else task?.reject(errorOfFailure(message.failure))
}

function tooMany(): QueryFailure {
  return new QueryFailure('busy', 'Too many questions are being answered at this moment. Try again in a few seconds.')
}
