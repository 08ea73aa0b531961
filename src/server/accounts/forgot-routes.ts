import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { forgottenSchema, resetSchema } from '../../shared/one-time-links.ts'
import { problemSchema } from '../../shared/problem.ts'
import { recordEvent, recorderOf } from '../audit/record-event.ts'
import { addressOf } from '../http/address-of.ts'
import { publicOrigin } from '../http/public-origin.ts'
import type { Accounts } from './accounts.ts'
import { askForReset } from './forgotten-password.ts'
import { noContent } from './no-content.ts'
import { resetPassword } from './reset-password.ts'
import { forgottenLimits } from './sign-in-limits.ts'

const bodyLimit = 16 * 1024

/** How people who have lost their password get another one. */
export const forgotRoutes = (root: FastifyInstance, accounts: Accounts): void => {
  const { attemptLimits, seal, settings } = accounts
  const app = root.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/auth/forgot',
    {
      bodyLimit,
      config: { access: 'public' },
      schema: {
        tags: ['Accounts'],
        summary: 'Ask for a link to a new password',
        description:
          'The answer is the same whether the address has an account or not. The link is mailed, and good for one hour; without a mail server the mail is a file in the home.',
        security: [],
        body: forgottenSchema,
        response: {
          202: z.object({}).describe('If there is such an account, a mail is on its way.'),
          429: problemSchema,
        },
      },
    },
    async (request, reply) => {
      const { em, body } = request
      await attemptLimits.countMail(forgottenLimits(settings.limits, { email: body.email, ip: addressOf(request) }), em)
      const origin = publicOrigin(settings, root.server.address())
      await askForReset(em, seal, { email: body.email, origin })
      await recordEvent(request, { action: 'auth.forgot', actor: null, details: { email: body.email } })
      reply.code(202)
      return {}
    },
  )

  app.post(
    '/api/v1/auth/reset',
    {
      bodyLimit,
      config: { access: 'public', unitOfWork: 'plain' },
      schema: {
        tags: ['Accounts'],
        summary: 'Choose a new password by a link',
        description: 'The link is used up. All sessions and personal access tokens of the account end.',
        security: [],
        body: resetSchema,
        response: { 204: noContent, 403: problemSchema, 422: problemSchema },
      },
    },
    async (request, reply) => {
      const ip = addressOf(request)
      await resetPassword(request.em, accounts, { reset: request.body, ip, record: recorderOf(request) })
      reply.code(204)
      return null
    },
  )
}
