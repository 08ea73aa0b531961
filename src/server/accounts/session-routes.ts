import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { passwordChangeSchema, type Session, sessionSchema } from '../../shared/account.ts'
import { pageOf, pageQuerySchema } from '../../shared/page.ts'
import { problemSchema } from '../../shared/problem.ts'
import { recordEvent, recorderOf } from '../audit/record-event.ts'
import { notFound } from '../http/problem-error.ts'
import type { Accounts } from './accounts.ts'
import { changePassword } from './change-password.ts'
import { noContent } from './no-content.ts'
import type { SessionRow } from './session.ts'
import { endOtherSessions, endSession, listSessions } from './session-store.ts'

const present = (session: SessionRow, currentId: string | null): Session => ({
  id: session.id,
  current: session.id === currentId,
  ip: session.ip,
  user_agent: session.userAgent ?? null,
  created_at: session.createdAt.toISOString(),
  last_used_at: session.lastUsedAt.toISOString(),
  expires_at: session.expiresAt.toISOString(),
})

/** Where a person is signed in, and how they end it. */
export const sessionRoutes = (root: FastifyInstance, accounts: Accounts): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/v1/auth/sessions',
    {
      schema: {
        tags: ['Accounts'],
        summary: 'Where you are signed in',
        querystring: pageQuerySchema,
        response: { 200: pageOf(sessionSchema), 401: problemSchema },
      },
    },
    async ({ em, user, query: { limit, offset } }) => {
      const now = new Date(accounts.now())
      const [sessions, total] = await listSessions(em, user.id, { limit, offset, now })
      return { items: sessions.map((session) => present(session, user.sessionId)), total, limit, offset }
    },
  )

  app.delete(
    '/api/v1/auth/sessions',
    {
      schema: {
        tags: ['Accounts'],
        summary: 'Sign out everywhere else',
        querystring: z.object({ others: z.literal('true', 'Say others=true: this session is ended by signing out.') }),
        response: { 204: noContent, 401: problemSchema, 422: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, user } = request
      const sessions = await endOtherSessions(em, user.id, user.sessionId)
      const target = { type: 'user', id: user.id } as const
      if (sessions > 0) await recordEvent(request, { action: 'session.revoke', target, details: { sessions } })
      reply.code(204)
      return null
    },
  )

  app.delete(
    '/api/v1/auth/sessions/:id',
    {
      schema: {
        tags: ['Accounts'],
        summary: 'End one of your sessions',
        params: z.object({ id: z.uuid() }),
        response: { 204: noContent, 401: problemSchema, 404: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, user, params } = request
      if (!(await endSession(em, user.id, params.id))) throw notFound('This session')
      await recordEvent(request, { action: 'session.revoke', target: { type: 'session', id: params.id } })
      reply.code(204)
      return null
    },
  )

  app.put(
    '/api/v1/auth/password',
    {
      bodyLimit: 16 * 1024,
      config: { unitOfWork: 'plain' },
      schema: {
        tags: ['Accounts'],
        summary: 'Change your password and sign out everywhere else',
        body: passwordChangeSchema,
        response: { 204: noContent, 401: problemSchema, 422: problemSchema, 429: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, user, body } = request
      await changePassword(em, accounts, { user, change: body, record: recorderOf(request) })
      reply.code(204)
      return null
    },
  )
}
