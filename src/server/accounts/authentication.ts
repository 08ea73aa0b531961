import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../http/problem-error.ts'
import type { Settings } from '../settings.ts'
import type { AccessTokens } from './access-token.ts'
import type { LiveSessions } from './live-sessions.ts'
import { refuseForeignOrigin } from './own-origin.ts'
import { accessCookie } from './session-cookies.ts'
import { unauthenticated } from './unauthenticated.ts'

/** Who sends a request. */
export interface CurrentUser {
  id: string
  username: string
  isSuperuser: boolean
  sessionId: string
}

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
  }
  interface FastifyInstance {
    /** Every route of the API and who may use it. */
    apiRoutes: ApiRoute[]
  }
}

type Access = 'public' | 'user' | 'superuser'

/** A route of the API and who may use it. */
export interface ApiRoute {
  method: string
  url: string
  access: Access
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
  {
    accessTokens,
    liveSessions,
    settings: { publicUrl },
  }: { accessTokens: AccessTokens; liveSessions: LiveSessions; settings: Pick<Settings, 'publicUrl'> },
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
    for (const one of [method].flat()) app.apiRoutes.push({ method: one, url, access: config?.access ?? 'user' })
  })

  app.addHook('onRequest', async (request) => {
    const { url, config } = request.routeOptions
    if (!url?.startsWith(prefix) || config.access === 'public') return
    const sent = accessTokenOf(request)
    if (!sent) throw unauthenticated('not_authenticated', 'Sign in to use this.')
    const { userId, sessionId } = await accessTokens.verify(sent.token)
    if (sent.byCookie && !readingMethods.has(request.method)) refuseForeignOrigin(request, publicUrl)
    const session = await liveSessions.find(sessionId)
    if (session?.userId !== userId) throw unauthenticated('not_authenticated', 'This session has ended. Sign in again.')
    if (!session.isActive) throw inactive()
    const { username, isSuperuser } = session
    if (config.access === 'superuser' && !isSuperuser)
      throw new Problem('forbidden', 'Only an administrator may do this.')
    currentUsers.set(request, { id: userId, username, isSuperuser, sessionId })
    request.actorId = userId
  })
}

/** The answer to whom an administrator has deactivated. */
export const inactive = (): Problem =>
  new Problem('inactive', 'This account is deactivated. An administrator can activate it again.')
