import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AuditAction } from '../../shared/audit.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { NewAuditEvent } from '../audit/insert-event.ts'
import { recordEvent } from '../audit/record-event.ts'
import { asProblem } from '../http/answer-problems.ts'

const refusals: ProblemCode[] = ['forbidden', 'scope_missing', 'last_superuser']
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What a route does, for when it is refused; whatever else there is for administrators shows something. */
const actions: Record<string, AuditAction> = {
  'POST /users': 'user.create',
  'PATCH /users/:id': 'user.update',
  'DELETE /users/:id': 'user.delete',
  'DELETE /users/me': 'user.delete',
  'POST /users/:id/reset-link': 'user.reset_link',
  'POST /users/:id/sign-out': 'user.sign_out',
  'DELETE /users/:id/totp': 'user.disable_totp',
  'POST /invitations': 'invitation.create',
  'DELETE /invitations/:id': 'invitation.revoke',
  'DELETE /admin/datasets/:id': 'dataset.delete',
  'POST /admin/datasets/:id/transfer': 'dataset.transfer',
  'POST /admin/jobs/:id/retry': 'job.retry',
}

/** The action that a refused request to this route is called by in the audit log. */
export const refusedAction = (method: string, url: string): AuditAction =>
  actions[`${method} ${url.replace('/api/v1', '')}`] ?? 'admin.view'

/**
 * Tells the audit log who tried in vain what only those may do who run this installation, and who tried to take the last
 * of them away: the first time in a while, so that nobody fills the log.
 */
export const auditRefusals = (app: FastifyInstance, { isWorthTelling }: Pick<Accounts, 'isWorthTelling'>): void => {
  app.addHook('onError', async (request, _reply, error) => {
    const { actorId, method, routeOptions } = request
    const { url = '', config } = routeOptions
    const { code } = asProblem(error)
    const isAdministration = config.access === 'superuser' || config.scope === 'admin' || code === 'last_superuser'
    if (actorId === null || !isAdministration || !refusals.includes(code)) return
    if (!isWorthTelling(`refused ${actorId} ${method} ${url} ${code}`)) return
    await recordEvent(request, {
      action: refusedAction(method, url),
      outcome: 'failure',
      target: targetOf(request, actorId),
      details: { route: `${method} ${url}`, reason: code },
    })
  })
}

const targetOf = (
  { params, routeOptions: { url = '' } }: FastifyRequest,
  actorId: string,
): NonNullable<NewAuditEvent['target']> | null => {
  const { id = '' } = params as { id?: string }
  if (url === '/api/v1/users/me') return { type: 'user', id: actorId }
  if (!uuid.test(id)) return null
  if (url.startsWith('/api/v1/users/:id')) return { type: 'user', id }
  if (url.startsWith('/api/v1/admin/datasets/:id')) return { type: 'dataset', id }
  return url.startsWith('/api/v1/invitations/:id') ? { type: 'invitation', id } : null
}
