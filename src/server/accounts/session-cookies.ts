import type { FastifyReply, FastifyRequest } from 'fastify'

/** Carries the access token, to every route of the API. */
export const accessCookie = 'datalens_access'

/** Carries the refresh token, to nothing but the routes that need it. */
export const refreshCookie = 'datalens_refresh'

/** Marks a browser in which somebody has signed in; it outlives the session and opens nothing. */
export const deviceCookie = 'datalens_device'

const paths = { [accessCookie]: '/api', [refreshCookie]: '/api/v1/auth', [deviceCookie]: '/api/v1/auth/login' }

/** What a sign-in or refresh hands to a browser. */
export interface SessionCookies {
  accessToken: string
  refreshToken: string
  /** When the browser forgets both; null means when it is closed. */
  expiresAt: Date | null
}

/** Sets both cookies of the session. The access token's outlives the token, so that a request with a spent one can say so. */
export function setSessionCookies(reply: FastifyReply, isSecure: boolean, cookies: SessionCookies): void {
  const values = { [accessCookie]: cookies.accessToken, [refreshCookie]: cookies.refreshToken }
  for (const [name, value] of Object.entries(values)) {
    reply.setCookie(name, value, {
      ...attributes(name as keyof typeof paths, isSecure),
      ...(cookies.expiresAt ? { expires: cookies.expiresAt } : {}),
    })
  }
}

/** Sets the mark of a browser. */
export function setDeviceCookie(reply: FastifyReply, isSecure: boolean, mark: string, expires: Date): void {
  reply.setCookie(deviceCookie, mark, { ...attributes(deviceCookie, isSecure), expires })
}

/** Takes both cookies of the session away. */
export function clearSessionCookies(reply: FastifyReply, isSecure: boolean): void {
  reply.clearCookie(accessCookie, attributes(accessCookie, isSecure))
  reply.clearCookie(refreshCookie, attributes(refreshCookie, isSecure))
}

/** Whether people reach us by https, so that a cookie must never travel without. */
export function isReachedByHttps(request: FastifyRequest, publicUrl: string | undefined): boolean {
  return publicUrl ? publicUrl.startsWith('https:') : request.protocol === 'https'
}

function attributes(name: keyof typeof paths, secure: boolean) {
  return { path: paths[name], httpOnly: true, sameSite: 'strict', secure } as const
}
