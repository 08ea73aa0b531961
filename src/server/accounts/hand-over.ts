import type { FastifyReply, FastifyRequest } from 'fastify'
import type { User } from '../../shared/account.ts'
import { addressOf } from '../http/address-of.ts'
import type { Accounts } from './accounts.ts'
import { knownDeviceMs } from './known-device.ts'
import { presentUser } from './present-user.ts'
import { writeRefreshToken } from './refresh-token.ts'
import { isReachedByHttps, setDeviceCookie, setSessionCookies } from './session-cookies.ts'
import type { Continued, Device } from './session-store.ts'

/** The answer to a sign-in or refresh. */
interface TokenAnswer {
  access_token: string
  token_type: 'bearer'
  expires_in: number
  user: User
}

/** Gives who has begun or continued a session what it is used by: cookies for browsers, the answer for scripts. */
export async function handOver(
  request: FastifyRequest,
  reply: FastifyReply,
  { accessTokens, now, settings }: Accounts,
  { session, token, mark }: Continued & { mark?: string },
): Promise<TokenAnswer> {
  const { id: sessionId, expiresAt, isRemembered, user } = session
  const access = await accessTokens.sign({ userId: user.id, sessionId, endsAt: expiresAt })
  const isSecure = isReachedByHttps(request, settings.publicUrl)
  if (mark) setDeviceCookie(reply, isSecure, mark, new Date(now() + knownDeviceMs))
  setSessionCookies(reply, isSecure, {
    accessToken: access.token,
    refreshToken: writeRefreshToken(token),
    expiresAt: isRemembered ? expiresAt : null,
  })
  return {
    access_token: access.token,
    token_type: 'bearer',
    expires_in: access.expiresIn,
    user: await presentUser(request.em, user, settings),
  }
}

/** Where a request comes from, as the list of sessions shows it. */
export const deviceOf = (request: FastifyRequest): Device => ({
  ip: addressOf(request),
  userAgent: request.headers['user-agent'],
})
