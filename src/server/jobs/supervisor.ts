import { type ChildProcess, fork } from 'node:child_process'

/** What a worker process is told: first how to start, in the end to stop. */
export type WorkerOrder<Settings> = { start: Settings } | 'stop'

/** What a worker process tells: the name under which the queue knows it. */
export interface WorkerReport {
  workerId: string
}

export interface Supervisor {
  /** The processes that run now. */
  pids(): number[]
  /** Asks all of them to put their work back and end; ends those that do not. */
  stop(): Promise<void>
}

export interface SupervisorOptions<Settings> {
  entry: string
  count: number
  settings: Settings
  /** Hands the jobs of a worker back that has died; called until it succeeds, before the next worker starts. */
  onDeath: (workerId: string) => Promise<void>
  log: (level: 'info' | 'warn' | 'error', message: string, details?: object) => void
}

const longestPause = 10_000
/** A worker that ran so long was well; the next one starts at once. */
const provenMs = 10_000
const graceMs = 4_000

/** Keeps `count` worker processes running: one that dies is replaced, at once the first time, then more slowly. */
export const superviseWorkers = <Settings>(options: SupervisorOptions<Settings>): Supervisor => {
  const keepers = Array.from({ length: options.count }, () => keepWorker(options))
  return {
    pids: () => keepers.flatMap((keeper) => keeper.pid() ?? []),
    stop: async () => {
      await Promise.all(keepers.map((keeper) => keeper.stop()))
    },
  }
}

const keepWorker = <Settings>({ entry, settings, onDeath, log }: SupervisorOptions<Settings>) => {
  let child: ChildProcess | undefined
  let timer: NodeJS.Timeout | undefined
  let failures = 0
  const stopped = Promise.withResolvers<void>()
  let isStopping = false

  const start = () => {
    const startedAt = performance.now()
    const worker = fork(entry, { execArgv: process.execArgv.filter((flag) => !flag.startsWith('--inspect')) })
    child = worker
    let workerId: string | undefined
    worker.on('message', (report: WorkerReport) => {
      workerId = report.workerId
    })
    worker.on('error', (error) => log('error', 'A worker process failed', { err: error }))
    worker.once('exit', async (code, signal) => {
      child = undefined
      if (isStopping) log('info', 'A worker process has ended', { code, signal })
      else log('error', 'A worker process died and is replaced', { pid: worker.pid, code, signal })
      if (workerId) await handBack(workerId)
      if (isStopping) return stopped.resolve()
      failures = performance.now() - startedAt > provenMs ? 0 : failures + 1
      timer = setTimeout(start, failures <= 1 ? 0 : Math.min(longestPause, 100 * 2 ** failures))
    })
    tell(worker, { start: settings })
  }
  const tell = (worker: ChildProcess, order: WorkerOrder<Settings>) => {
    // One that is just dying hears nothing; its exit says the rest.
    worker.send(order, () => {})
  }
  const handBack = async (workerId: string) => {
    for (let pause = 50; ; pause = Math.min(pause * 2, 2_000)) {
      try {
        return await onDeath(workerId)
      } catch (error) {
        if (isStopping) return log('warn', 'The jobs of a worker are handed back at the next start', { err: error })
        log('warn', 'The jobs of a dead worker cannot be handed back yet', { err: error })
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
  }

  start()
  return {
    pid: () => child?.pid,
    async stop() {
      isStopping = true
      clearTimeout(timer)
      const worker = child
      if (!worker) return
      tell(worker, 'stop')
      const deadline = setTimeout(() => worker.kill('SIGKILL'), graceMs)
      await stopped.promise
      clearTimeout(deadline)
    },
  }
}
