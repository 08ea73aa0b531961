import type { FastifyInstance } from 'fastify'
import type { ProblemCode } from '../../shared/problem.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { recordEvent } from '../audit/record-event.ts'
import { asProblem } from '../http/answer-problems.ts'

const refusals: ProblemCode[] = ['forbidden', 'scope_missing', 'last_superuser']
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Tells the audit log who tried in vain what only those may do who run this installation, and who tried to take the last
 * of them away: the first time in a while, so that nobody fills the log.
 */
export const auditRefusals = (app: FastifyInstance, { isWorthTelling }: Pick<Accounts, 'isWorthTelling'>): void => {
  app.addHook('onError', async (request, _reply, error) => {
    const { actorId, method, params, routeOptions } = request
    const { url = '', config } = routeOptions
    const { code } = asProblem(error)
    const isAdministration = config.access === 'superuser' || config.scope === 'admin' || code === 'last_superuser'
    if (actorId === null || !isAdministration || !refusals.includes(code)) return
    const { id } = params as { id?: string }
    if (!isWorthTelling(`refused ${actorId} ${method} ${url} ${code}`)) return
    const type = url.startsWith('/api/v1/admin/datasets') ? 'dataset' : 'user'
    const isOfOne = /^\/api\/v1\/(users|admin\/datasets)\/:id/.test(url) && uuid.test(id ?? '')
    await recordEvent(request, {
      action: 'admin.refuse',
      outcome: 'failure',
      target: id && isOfOne ? { type, id } : null,
      details: { route: `${method} ${url}`, reason: code },
    })
  })
}
