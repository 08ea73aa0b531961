import { EventEmitter } from 'node:events'
import { run, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Pool } from 'pg'
import { queueLogger, queueSchema } from './queue.ts'

export interface Work {
  /** Resolves or rejects when the queue has stopped for a reason of its own. */
  ended: Promise<void>
  /** Takes no more jobs and waits for those under way. */
  stop(): Promise<void>
}

export interface WorkOutside {
  pool: Pool
  tasks: TaskList
  /** Hears the name under which the queue locks this process's jobs, before it locks the first. */
  onName?: (workerId: string) => void
  /** Jobs at once; one unless given. */
  concurrency?: number
  log: (level: 'warn' | 'error', message: string) => void
}

/** Takes jobs from the queue and does them. */
export const work = async ({ pool, tasks, onName, concurrency = 1, log }: WorkOutside): Promise<Work> => {
  const events = new EventEmitter() as WorkerEvents
  events.once('pool:create', ({ workerPool }) => onName?.(workerPool.id))
  const runner = await run({
    pgPool: pool,
    schema: queueSchema,
    taskList: tasks,
    concurrency,
    pollInterval: 2_000,
    noHandleSignals: true,
    events,
    logger: queueLogger(log),
  })
  return { ended: runner.promise, stop: () => runner.stop() }
}
