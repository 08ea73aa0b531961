import type { WorkerOrder, WorkerReport } from './jobs/supervisor.ts'
import { startWorker, type Worker, type WorkerSettings } from './worker.ts'

let worker: Worker | undefined

/** An ordinary exit would wait for the statement that DuckDB is at, for minutes perhaps. */
const end = (): never => {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('This process has ended.')
}

const fail = (error: unknown): never => {
  console.error('The worker cannot go on:', error)
  return end()
}

// Its parent holds the home: without it, nothing may be touched any more.
process.once('disconnect', end)
// A signal to the whole group is for the parent, which decides when its workers end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

process.on('message', async (order: WorkerOrder<WorkerSettings>) => {
  if (order === 'stop') {
    await worker?.stop()
    process.exit(0)
  }
  const tellName = (workerId: string) => process.send?.({ workerId } satisfies WorkerReport)
  worker = await startWorker(order.start, tellName).catch(fail)
  await worker.ended.catch(fail)
})
