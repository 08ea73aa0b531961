import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { verificationSchema } from '../../shared/one-time-links.ts'
import { problemSchema } from '../../shared/problem.ts'
import { recorderOf } from '../audit/record-event.ts'
import { Problem } from '../http/problem-error.ts'
import { publicOrigin } from '../http/public-origin.ts'
import type { Accounts } from './accounts.ts'
import { noContent } from './no-content.ts'
import { verificationLimits } from './sign-in-limits.ts'
import { getCurrentUser } from './user-store.ts'
import { mailVerification } from './verification-mails.ts'
import { verifyEmail } from './verify-email.ts'

/** How people show that an e-mail address is theirs. */
export const verifyRoutes = (root: FastifyInstance, accounts: Accounts): void => {
  const { attemptLimits, mailer, now, settings } = accounts
  const app = root.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/auth/verify-email',
    {
      bodyLimit: 16 * 1024,
      config: { access: 'public', unitOfWork: 'plain' },
      schema: {
        tags: ['Accounts'],
        summary: 'Confirm an e-mail address by the link that was mailed to it',
        description: 'An address that was asked for in the profile takes effect now.',
        security: [],
        body: verificationSchema,
        response: { 204: noContent, 409: problemSchema, 422: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, body } = request
      const { id: userId, emails } = await verifyEmail(em, {
        token: body.token,
        now: new Date(now()),
        record: recorderOf(request),
      })
      // The address is confirmed, whether the mails are forgiven or not.
      await attemptLimits.forgive(verificationLimits(settings.limits, { userId, emails })).catch(() => undefined)
      reply.code(204)
      return null
    },
  )

  app.post(
    '/api/v1/auth/verify-email/resend',
    {
      schema: {
        tags: ['Accounts'],
        summary: 'Mail the link that confirms your e-mail address once more',
        response: {
          202: z.object({}).describe('A mail is on its way.'),
          401: problemSchema,
          409: problemSchema,
          429: problemSchema,
        },
      },
    },
    async (request, reply) => {
      const { em, user } = request
      const row = await getCurrentUser(em, user)
      if (row.emailVerified) throw new Problem('conflict', 'Your e-mail address is confirmed already.')
      const { email } = row
      await attemptLimits.countMail(verificationLimits(settings.limits, { userId: user.id, emails: [email] }), em)
      await mailVerification(em, { mailer, now, origin: publicOrigin(settings, root.server.address()) }, row)
      reply.code(202)
      return {}
    },
  )
}
