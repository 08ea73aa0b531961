import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify'
import { type TokenScope, tokenScopes } from '../../shared/tokens.ts'
import { Problem } from '../http/problem-error.ts'
import type { Accounts } from './accounts.ts'
import type { CurrentUser } from './current-user.ts'
import type { LiveSession, LiveToken } from './live-sessions.ts'
import { refuseForeignOrigin } from './own-origin.ts'
import { needsSecondFactor } from './second-factor-rule.ts'
import { accessCookie } from './session-cookies.ts'
import { hashToken, isTokenText, tokenPrefix } from './token-text.ts'
import { unauthenticated } from './unauthenticated.ts'

export type { CurrentUser } from './current-user.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends this request; there is nobody on routes with `access: 'public'`, and asking there throws. */
    user: CurrentUser
  }
  interface FastifyContextConfig {
    /**
     * `user` (the default under /api/v1): only for people who are signed in. `superuser`: only for those who run this
     * installation. `public`: for everybody.
     */
    access?: Access
    /**
     * What a personal access token must be good for; `session`: nobody comes here by token. The default is `session`
     * under /api/v1/auth/ and where `stepUp` is asked, `admin` where only superusers come, else `read` for what reads and
     * `write` for what writes. A question that is sent by POST says `read`.
     */
    scope?: TokenScope | 'session'
    /** Only for who has proved again, at most five minutes ago, who they are. */
    stepUp?: boolean
    /** Also for who has yet to set up the second factor that this installation wants of them. */
    beforeSecondFactor?: boolean
  }
  interface FastifyInstance {
    /** Every route of the API and who may use it. */
    apiRoutes: ApiRoute[]
  }
}

type Access = 'public' | 'user' | 'superuser'

/** A route of the API and who may use it, with everything that its config leaves to the defaults. */
export interface ApiRoute {
  method: string
  url: string
  access: Access
  scope: TokenScope | 'session'
  stepUp: boolean
}

const prefix = '/api/v1/'

const currentUsers = new WeakMap<FastifyRequest, CurrentUser>()
const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The token of a request and whether a cookie brought it. A bearer token is meant, a cookie just comes along. */
export function accessTokenOf(request: FastifyRequest): { token: string; byCookie: boolean } | undefined {
  const [, bearer] = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '') ?? []
  if (bearer) return { token: bearer, byCookie: false }
  const cookie = request.cookies[accessCookie]
  return cookie ? { token: cookie, byCookie: true } : undefined
}

/** Lets nobody into the API who is not signed in, except where a route says that it is public. */
export const authenticateRequests = (
  app: FastifyInstance,
  { accessTokens, liveSessions, now, settings, stepUps, tokenUse }: Accounts,
): void => {
  app.decorateRequest('user', {
    getter() {
      const user = currentUsers.get(this as unknown as FastifyRequest)
      if (!user) throw new Error('A public route asked who is signed in.')
      return user
    },
  })

  app.decorate('apiRoutes', [])
  app.addHook('onRoute', ({ method, url, config }) => {
    if (!url.startsWith(prefix)) return
    for (const one of [method].flat()) app.apiRoutes.push({ method: one, url, ...rulesOf(one, url, config ?? {}) })
  })

  const findToken = async (text: string): Promise<LiveToken> => {
    if (!isTokenText(text))
      throw unauthenticated('not_authenticated', 'A character of this access token is wrong or missing. Copy it anew.')
    const token = await liveSessions.findToken(hashToken(text))
    if (!token) throw unauthenticated('not_authenticated', 'This access token was revoked, or never was one of ours.')
    if (token.expiresAt !== null && token.expiresAt <= now())
      throw unauthenticated('token_expired', 'This personal access token has expired. Make another one.')
    return token
  }

  const findSession = async (text: string): Promise<LiveSession> => {
    const { userId, sessionId } = await accessTokens.verify(text)
    const session = await liveSessions.find(sessionId)
    if (session?.userId !== userId) throw unauthenticated('not_authenticated', 'This session has ended. Sign in again.')
    return session
  }

  app.addHook('onRequest', async (request) => {
    const { url, config } = request.routeOptions
    if (!url?.startsWith(prefix)) return
    const { access, scope, stepUp } = rulesOf(request.method, url, config)
    if (access === 'public') return
    const sent = accessTokenOf(request)
    if (!sent) throw unauthenticated('not_authenticated', 'Sign in to use this.')
    const isToken = !sent.byCookie && sent.token.startsWith(tokenPrefix)
    const token = isToken ? await findToken(sent.token) : undefined
    const live = token ?? (await findSession(sent.token))
    if (sent.byCookie && !readingMethods.has(request.method)) refuseForeignOrigin(request, settings.publicUrl)
    const user = currentUser(live, token)
    currentUsers.set(request, user)
    request.actorId = user.id
    if (!live.isActive) throw inactive()
    if (!live.hasSecondFactor && !config.beforeSecondFactor && needsSecondFactor(settings, live))
      throw new Problem('second_factor_setup_required', 'Set up a second factor first: it is required here.')
    if (token) {
      tokenUse.note(token)
      if (scope === 'session')
        throw new Problem('session_required', 'This cannot be done with an access token. Sign in to do it.')
    }
    if (access === 'superuser' && !live.isSuperuser)
      throw new Problem('forbidden', 'Only an administrator may do this.')
    if (user.token && !includesScope(user.token.scopes, scope))
      throw new Problem('scope_missing', `This access token lacks the scope ${scope}.`)
    if (stepUp) await stepUps.require(user)
  })
}

/** The answer to whom an administrator has deactivated. */
export const inactive = (): Problem =>
  new Problem('inactive', 'This account is deactivated. An administrator can activate it again.')

function rulesOf(
  method: string,
  url: string,
  { access = 'user', scope, stepUp = false }: FastifyContextConfig,
): Pick<ApiRoute, 'access' | 'scope' | 'stepUp'> {
  if (scope) return { access, scope, stepUp }
  if (stepUp || url.startsWith(`${prefix}auth/`)) return { access, scope: 'session', stepUp }
  if (access === 'superuser') return { access, scope: 'admin', stepUp }
  return { access, scope: readingMethods.has(method) ? 'read' : 'write', stepUp }
}

function currentUser(live: LiveSession | LiveToken, token: LiveToken | undefined): CurrentUser {
  const { userId: id, username, isSuperuser } = live
  if (!token) return { id, username, isSuperuser, sessionId: live.id, token: null }
  const { id: tokenId, hash, scopes } = token
  const mayRule = isSuperuser && includesScope(scopes, 'admin')
  return { id, username, isSuperuser: mayRule, sessionId: null, token: { id: tokenId, hash, scopes } }
}

/** Each scope includes the ones before it. */
const includesScope = (scopes: TokenScope[], wanted: TokenScope | 'session') =>
  wanted !== 'session' && scopes.some((scope) => tokenScopes.indexOf(scope) >= tokenScopes.indexOf(wanted))
