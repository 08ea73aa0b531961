import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { problemSchema } from '../../shared/problem.ts'
import { recoveryCodesSchema, secondFactorStateSchema } from '../../shared/second-factor.ts'
import { recordEvent } from '../audit/record-event.ts'
import { notFound } from '../http/problem-error.ts'
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts'
import { findRecoveryState, replaceRecoveryCodes } from './second-factor-store.ts'

/** How many recovery codes somebody has left, and new ones. */
export const recoveryCodeRoutes = (root: FastifyInstance): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['Accounts']

  app.get(
    '/api/v1/auth/totp',
    {
      schema: {
        tags,
        summary: 'How your second factor stands',
        response: { 200: secondFactorStateSchema, 401: problemSchema, 403: problemSchema },
      },
    },
    async ({ em, user }) => {
      const state = await findRecoveryState(em, user.id)
      return {
        enabled: state !== undefined,
        enabled_at: state?.confirmedAt.toISOString() ?? null,
        recovery_codes_left: state?.recoveryCodesLeft ?? null,
      }
    },
  )

  app.post(
    '/api/v1/auth/totp/recovery-codes',
    {
      bodyLimit: 16 * 1024,
      config: { stepUp: true },
      schema: {
        tags,
        summary: 'Make new recovery codes',
        description: 'Needs `/auth/step-up` first. The answer is the only time they are shown; those before are void.',
        response: { 200: recoveryCodesSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema },
      },
    },
    async (request) => {
      const { em, user } = request
      const codes = newRecoveryCodes()
      const hashes = codes.flatMap((code) => hashRecoveryCode(code) ?? [])
      if (!(await replaceRecoveryCodes(em, user.id, hashes))) throw notFound('A second factor')
      await recordEvent(request, { action: 'totp.recovery_codes', target: { type: 'user', id: user.id } })
      return { recovery_codes: codes }
    },
  )
}
