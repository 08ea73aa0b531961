import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { pageQuerySchema } from '../../shared/page.ts'
import { problemSchema } from '../../shared/problem.ts'
import { newPersonalTokenSchema, personalTokensSchema, tokenRequestSchema } from '../../shared/tokens.ts'
import { recordEvent } from '../audit/record-event.ts'
import { invalid, notFound, Problem } from '../http/problem-error.ts'
import type { Accounts } from './accounts.ts'
import { noContent } from './no-content.ts'
import { createToken, listTokens, presentToken, revokeToken } from './token-store.ts'

/** The personal access tokens by which a person's scripts come. */
export const tokenRoutes = (root: FastifyInstance, { now, stepUps }: Pick<Accounts, 'now' | 'stepUps'>): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/v1/auth/tokens',
    {
      schema: {
        tags: ['Accounts'],
        summary: 'Your personal access tokens',
        querystring: pageQuerySchema,
        response: { 200: personalTokensSchema, 401: problemSchema, 403: problemSchema },
      },
    },
    async ({ em, user, query: { limit, offset } }) => {
      const [tokens, total] = await listTokens(em, user.id, { limit, offset })
      return { items: tokens.map(presentToken), total, limit, offset }
    },
  )

  app.post(
    '/api/v1/auth/tokens',
    {
      bodyLimit: 16 * 1024,
      schema: {
        tags: ['Accounts'],
        summary: 'Make a personal access token',
        description:
          'The answer is the only time that `token` is shown. The scope `admin` is for superusers who have confirmed by `/auth/step-up` that it is them.',
        body: tokenRequestSchema,
        response: { 201: newPersonalTokenSchema, 401: problemSchema, 403: problemSchema, 422: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, user, body } = request
      if (body.expires_at && Date.parse(body.expires_at) <= now()) {
        throw invalid('expires_at', 'This time has passed. Choose a later one, or none.')
      }
      if (body.scopes.includes('admin')) {
        if (!user.isSuperuser) throw new Problem('forbidden', 'Only an administrator may make a token that is one.')
        await stepUps.require(user, { em })
      }
      const { token, text } = await createToken(em, user.id, body)
      const presented = presentToken(token)
      const { id, name, scopes, expires_at } = presented
      await recordEvent(request, {
        action: 'token.create',
        target: { type: 'token', id },
        details: { name, scopes, expires_at },
      })
      reply.code(201)
      return { ...presented, token: text }
    },
  )

  app.delete(
    '/api/v1/auth/tokens/:id',
    {
      schema: {
        tags: ['Accounts'],
        summary: 'Revoke a personal access token',
        params: z.object({ id: z.uuid() }),
        response: { 204: noContent, 401: problemSchema, 403: problemSchema, 404: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, user, params } = request
      if (!(await revokeToken(em, user.id, params.id))) throw notFound('This token')
      await recordEvent(request, { action: 'token.revoke', target: { type: 'token', id: params.id } })
      reply.code(204)
      return null
    },
  )
}
