import type { WorkerOrder, WorkerReport } from './jobs/supervisor.ts'
import { startWorker, type Worker, type WorkerSettings } from './worker.ts'

let worker: Worker | undefined

const fail = (error: unknown) => {
  console.error('The worker cannot go on:', error)
  process.exit(1)
}

// Its parent holds the home: without it, nothing may be touched any more.
process.once('disconnect', () => process.exit(1))
// Ctrl-C reaches the whole group; the parent decides when its workers end.
process.on('SIGINT', () => {})

process.on('message', async (order: WorkerOrder<WorkerSettings>) => {
  if (order === 'stop') {
    await worker?.stop()
    process.exit(0)
  }
  const tellName = (workerId: string) => process.send?.({ workerId } satisfies WorkerReport)
  worker = await startWorker(order.start, tellName).catch(fail)
  await worker.ended.catch(fail)
})
