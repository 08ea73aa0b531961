import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../shared/problem.ts'
import { recorderOf } from '../audit/record-event.ts'
import { notFound } from '../http/problem-error.ts'
import { publicOrigin } from '../http/public-origin.ts'
import type { Accounts } from './accounts.ts'
import { deviceOf, handOver } from './hand-over.ts'
import { ownPlace, providerMs, rememberAttempt, takeAttempt } from './oidc-attempt.ts'
import { createOidcClient, type ProviderClaims, ProviderFailure, type ProviderReason } from './oidc-client.ts'
import { findProviderUser, type Unwelcome } from './oidc-user.ts'
import { findSecondFactor } from './second-factor-store.ts'
import { deviceCookie } from './session-cookies.ts'
import { completeSignIn, refused, type SignInOrigin } from './sign-in-attempt.ts'

const redirect = z.null().describe('Sent on.')

/** Sign-in with an OpenID Connect provider. Whatever goes wrong leads back to the sign-in page, which says what. */
export const oidcRoutes = (root: FastifyInstance, accounts: Accounts): void => {
  const { now, seal, secondFactorTokens, settings } = accounts
  const client = settings.oidc && createOidcClient(settings.oidc)
  const app = root.withTypeProvider<ZodTypeProvider>()
  const origin = () => publicOrigin(settings, root.server.address())
  const redirectUri = () => `${origin()}/api/v1/auth/oidc/callback`

  const reasonOf = (request: FastifyRequest, error: unknown): ProviderReason => {
    if (!(error instanceof ProviderFailure)) throw error
    request.log.warn({ err: error.cause, reason: error.reason }, 'the sign-in provider brought nobody in')
    return error.reason
  }

  app.get(
    '/api/v1/auth/oidc/login',
    {
      config: { access: 'public' },
      schema: {
        tags: ['Accounts'],
        summary: 'Sign in with the provider',
        description: 'A page, not an endpoint for scripts. `return_to` is a place on this server.',
        security: [],
        querystring: z.object({ return_to: z.string().max(2000).optional() }),
        response: { 302: redirect, 404: problemSchema },
      },
    },
    async (request, reply) => {
      if (!client) throw notFound('Sign-in with a provider')
      const returnTo = ownPlace(request.query.return_to, origin())
      try {
        const { url, secrets } = await client.begin(redirectUri())
        const attempt = { ...secrets, returnTo, until: now() + providerMs }
        rememberAttempt(request, reply, { seal, publicUrl: settings.publicUrl }, attempt)
        return reply.redirect(url)
      } catch (error) {
        return reply.redirect(signInPage(reasonOf(request, error), returnTo))
      }
    },
  )

  app.get(
    '/api/v1/auth/oidc/callback',
    {
      config: { access: 'public' },
      schema: {
        tags: ['Accounts'],
        summary: 'Where the provider sends people back to',
        security: [],
        response: { 302: redirect, 404: problemSchema },
      },
    },
    async (request, reply) => {
      if (!client) throw notFound('Sign-in with a provider')
      const attempt = takeAttempt(request, reply, { seal, now: now() })
      const callbackUrl = new URL(`${redirectUri()}${new URL(request.url, origin()).search}`)
      if (!attempt || callbackUrl.searchParams.get('state') !== attempt.state) {
        return reply.redirect(signInPage('expired', '/'))
      }
      const { returnTo } = attempt
      let claims: ProviderClaims
      try {
        claims = await client.finish(callbackUrl, attempt)
      } catch (error) {
        return reply.redirect(signInPage(reasonOf(request, error), returnTo))
      }
      const from = originOf(request, claims)
      const user = await findProviderUser(request.em, accounts, claims, recorderOf(request))
      if (typeof user === 'string')
        return reply.redirect(signInPage(await refused(from, undefined, user, user), returnTo))
      const secondFactor = await findSecondFactor(request.em, user.id)
      const isWithoutSecondFactor = !claims.amr?.includes('mfa')
      if (secondFactor?.confirmedAt && isWithoutSecondFactor) {
        const { id: userId, hashedPassword } = user
        const token = await secondFactorTokens.sign({ userId, hashedPassword, isRemembered: false })
        return reply.redirect(`/login?${new URLSearchParams({ to: returnTo })}#${token}`)
      }
      const deviceId = await accounts.knownDevices.identify(from.mark, user.id)
      const proved = { user, remember: false, deviceId, isWithoutSecondFactor }
      const signedIn = await completeSignIn(request.em, accounts, from, proved)
      await handOver(request, reply, accounts, signedIn)
      return reply.redirect(returnTo)
    },
  )
}

const signInPage = (problem: ProviderReason | Unwelcome | 'expired', returnTo: string) =>
  `/login?${new URLSearchParams({ problem, ...(returnTo === '/' ? {} : { to: returnTo }) })}`

/** The audit log says which provider brought somebody. */
const originOf = (request: FastifyRequest, { iss: provider }: ProviderClaims): SignInOrigin => {
  const record = recorderOf(request)
  return {
    device: deviceOf(request),
    mark: request.cookies[deviceCookie],
    record: (event, em) => record({ ...event, details: { ...event.details, provider } }, em),
  }
}
