import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { problemSchema } from '../../shared/problem.ts'
import { stepUpSchema } from '../../shared/second-factor.ts'
import { recordEvent } from '../audit/record-event.ts'
import { invalid, isProblem } from '../http/problem-error.ts'
import type { Accounts } from './accounts.ts'
import { noContent } from './no-content.ts'
import { spendCode, wasSetUpIn } from './second-factor-store.ts'
import { SessionEntity } from './session.ts'
import { passwordChangeLimits } from './sign-in-limits.ts'
import { getCurrentUser } from './user-store.ts'

/** How somebody who is signed in proves again that it is them, before what cannot be taken back. */
export const stepUpRoutes = (root: FastifyInstance, accounts: Accounts): void => {
  const { attemptLimits, hasher, now, settings } = accounts
  const app = root.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/auth/step-up',
    {
      bodyLimit: 16 * 1024,
      config: { unitOfWork: 'plain', beforeSecondFactor: true },
      schema: {
        tags: ['Accounts'],
        summary: 'Confirm that it is you',
        description:
          'By the password, or by a code of a second factor that is older than this session. Holds for five minutes, for this session.',
        body: stepUpSchema,
        response: { 204: noContent, 401: problemSchema, 403: problemSchema, 422: problemSchema, 429: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, user, body } = request
      const { hashedPassword } = await getCurrentUser(em, user)
      const refused = (reason: string) =>
        recordEvent(request, { action: 'auth.step_up', outcome: 'failure', details: { reason } })
      if (body.code !== undefined && (await wasSetUpIn(em, user.sessionId))) {
        throw invalid('code', 'This second factor was set up in this session, which proves nothing. Use your password.')
      }
      await attemptLimits.attempt(passwordChangeLimits(settings.limits, user.id), isProblem('invalid'), async () => {
        if (body.code !== undefined) {
          if (await spendCode(em, accounts, user.id, body.code)) return
          await refused('wrong_code')
          throw invalid('code', 'This code is wrong, or was used already. Wait for the next one and try again.')
        }
        if (await hasher.verify(body.password ?? '', hashedPassword)) return
        await refused('wrong_password')
        throw invalid('password', 'This is not your password.')
      })
      await em.transactional(async (tx) => {
        await tx.nativeUpdate(SessionEntity, { id: user.sessionId }, { steppedUpAt: new Date(now()) })
        await recordEvent(request, { action: 'auth.step_up' }, tx)
      })
      reply.code(204)
      return null
    },
  )
}
