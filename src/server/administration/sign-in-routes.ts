import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { oneTimeLinkSchema } from '../../shared/people.ts'
import { problemSchema } from '../../shared/problem.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { noContent } from '../accounts/no-content.ts'
import { linkTo } from '../accounts/one-time-links.ts'
import { SecondFactorEntity } from '../accounts/second-factor.ts'
import { SessionEntity } from '../accounts/session.ts'
import { recordEvent } from '../audit/record-event.ts'
import { publicOrigin } from '../http/public-origin.ts'
import { linkFor } from './create-person.ts'
import { getPerson, personParams } from './get-person.ts'

const tags = ['People']
const config = { access: 'superuser' } as const
const refusals = { 401: problemSchema, 403: problemSchema, 404: problemSchema }
const bodyLimit = 16 * 1024

/** How an administrator lets somebody in again, or out. */
export const signInRoutes = (root: FastifyInstance, { now, settings }: Accounts): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/users/:id/reset-link',
    {
      bodyLimit,
      config,
      schema: {
        tags,
        summary: 'Make a link to a new password',
        description:
          'Good for a day and for once; the one made before ends. It is told only here: give it to the person by a way you trust.',
        params: personParams,
        response: { 201: oneTimeLinkSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const { id } = await getPerson(request.em, request.params.id)
      const { token, expiresAt } = await linkFor(request.em, id, 'reset_password', now)
      await recordEvent(request, { action: 'user.reset_link', target: { type: 'user', id } })
      reply.code(201)
      const origin = publicOrigin(settings, root.server.address())
      return { url: linkTo(origin, '/reset-password', token), expires_at: expiresAt.toISOString() }
    },
  )

  app.post(
    '/api/v1/users/:id/sign-out',
    {
      bodyLimit,
      config,
      schema: {
        tags,
        summary: 'Sign somebody out everywhere',
        description: 'Ends all their sessions, within a second. Their personal access tokens stay.',
        params: personParams,
        response: { 204: noContent, ...refusals },
      },
    },
    async (request, reply) => {
      const { id } = await getPerson(request.em, request.params.id)
      const sessions = await request.em.nativeDelete(SessionEntity, { user: id })
      await recordEvent(request, { action: 'user.sign_out', target: { type: 'user', id }, details: { sessions } })
      reply.code(204)
      return null
    },
  )

  app.delete(
    '/api/v1/users/:id/totp',
    {
      config,
      schema: {
        tags,
        summary: 'Turn off the second factor of somebody',
        description: 'For who has lost both the device and the recovery codes. Without one there is nothing to do.',
        params: personParams,
        response: { 204: noContent, ...refusals },
      },
    },
    async (request, reply) => {
      const { id } = await getPerson(request.em, request.params.id)
      const removed = await request.em.nativeDelete(SecondFactorEntity, { user: id })
      if (removed > 0) await recordEvent(request, { action: 'user.disable_totp', target: { type: 'user', id } })
      reply.code(204)
      return null
    },
  )
}
