import type { FastifyInstance } from 'fastify'
import type { RequestError } from '../../shared/system.ts'
import { asProblem } from '../http/answer-problems.ts'

const mostKept = 100

/** Keeps the latest failures of ours in memory, the newest first; the log has their reasons. */
export const keepErrors = (app: FastifyInstance, now: () => number): { latest: () => RequestError[] } => {
  const kept: RequestError[] = []
  app.addHook('onError', async (request, _reply, error) => {
    const { status, code } = asProblem(error)
    if (status < 500 || code === 'no_space' || code === 'quota_exceeded') return
    kept.unshift({
      at: new Date(now()).toISOString(),
      request_id: request.id,
      method: request.method,
      route: request.routeOptions.url ?? '(no route)',
      code,
      type: error.name,
    })
    kept.length = Math.min(kept.length, mostKept)
  })
  return { latest: () => [...kept] }
}
