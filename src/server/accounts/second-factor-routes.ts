import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { tokenAnswerSchema } from '../../shared/account.ts'
import { problemSchema } from '../../shared/problem.ts'
import {
  codeBodySchema,
  recoveryCodesSchema,
  secondFactorSetupSchema,
  secondFactorSignInSchema,
} from '../../shared/second-factor.ts'
import { recordEvent, recorderOf } from '../audit/record-event.ts'
import { invalid, isProblem, notFound, Problem } from '../http/problem-error.ts'
import type { Accounts } from './accounts.ts'
import { deviceOf, handOver } from './hand-over.ts'
import { noContent } from './no-content.ts'
import { isFromOwnPage, refuseForeignOrigin } from './own-origin.ts'
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts'
import { confirmSecondFactor, findSecondFactor, keepNewSecret, removeSecondFactor } from './second-factor-store.ts'
import { deviceCookie } from './session-cookies.ts'
import { passwordChangeLimits } from './sign-in-limits.ts'
import { signInWithCode } from './sign-in-with-code.ts'
import { describeTotp, newTotpSecret, stepOfCode } from './totp.ts'
import { getCurrentUser } from './user-store.ts'

const bodyLimit = 16 * 1024

/** The second factor of an account: setting it up, signing in with it, turning it off. */
export const secondFactorRoutes = (root: FastifyInstance, accounts: Accounts): void => {
  const { attemptLimits, now, secretBox, settings, stepUps } = accounts
  const app = root.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/auth/login/second-factor',
    {
      bodyLimit,
      config: { access: 'public', unitOfWork: 'plain' },
      schema: {
        tags: ['Accounts'],
        summary: 'Sign in, second step',
        description:
          'With the `mfa_token` of `POST /auth/login`, good for five minutes, and a code: six digits of the authenticator app, or a recovery code. A code works once.',
        security: [],
        body: secondFactorSignInSchema,
        response: { 200: tokenAnswerSchema, 401: problemSchema, 403: problemSchema, 429: problemSchema },
      },
    },
    async (request, reply) => {
      if (isFromOwnPage(request, settings.publicUrl) === false) refuseForeignOrigin(request, settings.publicUrl)
      const signedIn = await signInWithCode(request.em, accounts, {
        mfaToken: request.body.mfa_token,
        code: request.body.code,
        device: deviceOf(request),
        mark: request.cookies[deviceCookie],
        record: recorderOf(request),
      })
      return await handOver(request, reply, accounts, signedIn)
    },
  )

  app.post(
    '/api/v1/auth/totp',
    {
      bodyLimit,
      config: { beforeSecondFactor: true },
      schema: {
        tags: ['Accounts'],
        summary: 'Begin to set up a second factor',
        description:
          'A new secret for an authenticator app. It counts once `/auth/totp/confirm` has had a code of it. Needs a sign-in, or `/auth/step-up`, of the last five minutes: who finds an open session must not lock its owner out.',
        response: { 200: secondFactorSetupSchema, 401: problemSchema, 403: problemSchema, 409: problemSchema },
      },
    },
    async ({ em, user }) => {
      await stepUps.require(user, { signInCounts: true, em })
      const { email } = await getCurrentUser(em, user)
      const secret = newTotpSecret()
      if (!(await keepNewSecret(em, user.id, secretBox.seal(secret, user.id))))
        throw new Problem('conflict', 'You have a second factor already. Turn it off to set up another one.')
      const { uri, qrSvg } = describeTotp(secret, email)
      return { secret, otpauth_uri: uri, qr_svg: qrSvg }
    },
  )

  app.post(
    '/api/v1/auth/totp/confirm',
    {
      bodyLimit,
      config: { unitOfWork: 'plain', beforeSecondFactor: true },
      schema: {
        tags: ['Accounts'],
        summary: 'Turn the second factor on',
        description: 'The answer is the only time that the ten recovery codes are shown; each works once.',
        body: codeBodySchema,
        response: {
          200: recoveryCodesSchema,
          401: problemSchema,
          403: problemSchema,
          409: problemSchema,
          422: problemSchema,
          429: problemSchema,
        },
      },
    },
    async (request) => {
      const { em, user, body } = request
      const factor = await findSecondFactor(em, user.id)
      if (!factor || factor.confirmedAt)
        throw new Problem('conflict', 'No second factor waits for a code. Begin to set one up.')
      const limits = passwordChangeLimits(settings.limits, user.id)
      const lastStep = await attemptLimits.attempt(limits, isProblem('invalid'), async () => {
        const step = stepOfCode(secretBox.open(factor.sealedSecret, user.id), body.code, now())
        if (step !== undefined) return step
        throw invalid('code', 'This code is wrong. Check the clock of your device, and type the code it shows now.')
      })
      const codes = newRecoveryCodes()
      const recoveryHashes = codes.flatMap((code) => hashRecoveryCode(code) ?? [])
      await em.transactional(async (tx) => {
        if (!(await confirmSecondFactor(tx, factor, { lastStep, recoveryHashes, confirmedAt: new Date(now()) })))
          throw new Problem('conflict', 'It was set up in another place at the same moment. Begin anew.')
        await recordEvent(request, { action: 'totp.enable', target: { type: 'user', id: user.id } }, tx)
      })
      return { recovery_codes: codes }
    },
  )

  app.delete(
    '/api/v1/auth/totp',
    {
      config: { stepUp: true },
      schema: {
        tags: ['Accounts'],
        summary: 'Turn the second factor off',
        description: 'Needs `/auth/step-up` first. The recovery codes go with it.',
        response: { 204: noContent, 401: problemSchema, 403: problemSchema, 404: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, user } = request
      if (!(await removeSecondFactor(em, user.id))) throw notFound('A second factor')
      await recordEvent(request, { action: 'totp.disable', target: { type: 'user', id: user.id } })
      reply.code(204)
      return null
    },
  )
}
