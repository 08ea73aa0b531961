import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import {
  authOptionsSchema,
  loginSchema,
  registrationSchema,
  tokenAnswerSchema,
  userSchema,
} from '../../shared/account.ts'
import { problemSchema } from '../../shared/problem.ts'
import { signInProblemSchema } from '../../shared/second-factor.ts'
import { recordEvent, recorderOf } from '../audit/record-event.ts'
import { addressOf } from '../http/address-of.ts'
import { publicOrigin } from '../http/public-origin.ts'
import type { Accounts } from './accounts.ts'
import { accessTokenOf, inactive } from './authentication.ts'
import { deviceOf, handOver } from './hand-over.ts'
import { noContent } from './no-content.ts'
import { isFromOwnPage, refuseForeignOrigin } from './own-origin.ts'
import { presentUser } from './present-user.ts'
import { readRefreshToken } from './refresh-token.ts'
import { isUnclaimed, registerUser } from './register-user.ts'
import { needsSetupCode } from './registration-rule.ts'
import { clearSessionCookies, deviceCookie, isReachedByHttps, refreshCookie } from './session-cookies.ts'
import { endSession, endSessionOf, exchangeToken } from './session-store.ts'
import { signIn } from './sign-in.ts'
import { unauthenticated } from './unauthenticated.ts'

/** Bytes; nothing that belongs here is longer. */
const bodyLimit = 16 * 1024

/** Registration, sign-in and the life of the session of a browser or script. */
export const authRoutes = (root: FastifyInstance, accounts: Accounts): void => {
  const { accessTokens, now, settings } = accounts
  const { publicUrl } = settings
  const app = root.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/v1/auth/options',
    {
      config: { access: 'public' },
      schema: {
        tags: ['Accounts'],
        summary: 'What the sign-in page may offer',
        security: [],
        response: { 200: authOptionsSchema },
      },
    },
    async ({ em }) => {
      const isFirst = await isUnclaimed(em)
      return {
        registration: settings.registration,
        first_account: isFirst,
        needs_setup_code: isFirst && needsSetupCode(settings),
        oidc: settings.oidc ? { name: settings.oidc.name } : null,
        mail: settings.smtpUrl !== undefined,
        require_second_factor: settings.requireSecondFactor,
      }
    },
  )

  app.post(
    '/api/v1/auth/register',
    {
      bodyLimit,
      config: { access: 'public', unitOfWork: 'plain' },
      schema: {
        tags: ['Accounts'],
        summary: 'Make an account',
        security: [],
        body: registrationSchema,
        response: { 201: userSchema, 403: problemSchema, 409: problemSchema, 422: problemSchema },
      },
    },
    async (request, reply) => {
      const user = await registerUser(request.em, accounts, {
        registration: request.body,
        ip: addressOf(request),
        origin: publicOrigin(settings, root.server.address()),
        record: recorderOf(request),
      })
      reply.code(201)
      return await presentUser(request.em, user, settings)
    },
  )

  app.post(
    '/api/v1/auth/login',
    {
      bodyLimit,
      config: { access: 'public', unitOfWork: 'plain' },
      schema: {
        tags: ['Accounts'],
        summary: 'Sign in by e-mail address or username',
        security: [],
        body: loginSchema,
        response: { 200: tokenAnswerSchema, 401: signInProblemSchema, 403: problemSchema, 429: problemSchema },
      },
    },
    async (request, reply) => {
      if (isFromOwnPage(request, publicUrl) === false) refuseForeignOrigin(request, publicUrl)
      const attempt = {
        credentials: request.body,
        device: deviceOf(request),
        mark: request.cookies[deviceCookie],
        record: recorderOf(request),
      }
      const signedIn = await signIn(request.em, accounts, attempt)
      return await handOver(request, reply, accounts, signedIn)
    },
  )

  app.post(
    '/api/v1/auth/refresh',
    {
      bodyLimit,
      config: { access: 'public', unitOfWork: 'plain' },
      schema: {
        tags: ['Accounts'],
        summary: 'Exchange the refresh cookie for a new access token',
        security: [],
        response: { 200: tokenAnswerSchema, 401: problemSchema, 403: problemSchema },
      },
    },
    async (request, reply) => {
      const cookie = request.cookies[refreshCookie]
      if (cookie === undefined) throw sessionEnded('There is no session to refresh. Sign in.')
      refuseForeignOrigin(request, publicUrl)
      const token = readRefreshToken(cookie)
      if (!token) throw sessionEnded()
      const exchange = await exchangeToken(request.em, { token, device: deviceOf(request), now: new Date(now()) })
      if (exchange.outcome === 'continued') return await handOver(request, reply, accounts, exchange)
      if (exchange.outcome === 'inactive') throw inactive()
      if (exchange.outcome === 'reused') {
        const { userId, sessionId } = exchange
        request.log.warn({ userId, sessionId }, 'a refresh token was used again')
        const target = { type: 'user', id: userId } as const
        const details = { session_id: sessionId }
        await recordEvent(request, { action: 'auth.refresh_reuse', outcome: 'failure', actor: null, target, details })
      }
      throw sessionEnded()
    },
  )

  app.post(
    '/api/v1/auth/logout',
    {
      bodyLimit,
      config: { access: 'public' },
      schema: {
        tags: ['Accounts'],
        summary: 'End this session',
        response: { 204: noContent, 403: problemSchema },
      },
    },
    async (request, reply) => {
      const sent = accessTokenOf(request)
      const refreshToken = readRefreshToken(request.cookies[refreshCookie])
      if (refreshToken || sent?.byCookie) refuseForeignOrigin(request, publicUrl)
      const claims = sent && (await accessTokens.verify(sent.token).catch(() => undefined))
      const ended = [
        claims && (await endSession(request.em, claims.userId, claims.sessionId)) && claims,
        refreshToken && (await endSessionOf(request.em, refreshToken)),
      ]
      for (const session of ended) {
        if (!session) continue
        const target = { type: 'session', id: session.sessionId } as const
        await recordEvent(request, { action: 'auth.logout', actor: { id: session.userId }, target })
      }
      clearSessionCookies(reply, isReachedByHttps(request, publicUrl))
      reply.code(204)
      return null
    },
  )
}

const sessionEnded = (detail = 'The session has ended. Sign in again.') => unauthenticated('session_ended', detail)
