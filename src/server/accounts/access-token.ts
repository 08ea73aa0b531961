import { randomUUID } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { SigningKeys } from './signing-keys.ts'
import { unauthenticated } from './unauthenticated.ts'

/** Seconds for which an access token is good. */
export const accessTokenSeconds = 15 * 60

const lastsMs = accessTokenSeconds * 1000
const issuer = 'datalens'
const audience = 'datalens-api'
const algorithm = 'HS256'
const longestToken = 2048
/** Three parts in base64url without padding (RFC 7515); decoders take more spellings than this for the same token. */
const compactForm = /^[\w-]+\.[\w-]+\.[\w-]+$/
const rememberedTokens = 5000

const claimsSchema = z.object({ sub: z.uuid(), sid: z.uuid(), exp: z.number() })

/** What an access token says once it has been believed. `expiresAt` is in milliseconds since 1970. */
export interface AccessClaims {
  userId: string
  sessionId: string
  expiresAt: number
  keyId: string
}

/** Signs access tokens, and tells the ones it signed from all others. */
export interface AccessTokens {
  sign(session: { userId: string; sessionId: string; endsAt: Date }): Promise<{ token: string; expiresIn: number }>
  verify(token: string): Promise<AccessClaims>
}

/** Tokens seen to be genuine are remembered, because verifying one again costs more than most requests. */
export function createAccessTokens(keys: SigningKeys, now: () => number = Date.now): AccessTokens {
  const genuine = new Map<string, AccessClaims>()

  const remember = (token: string, claims: AccessClaims) => {
    const [oldest] = genuine.keys()
    if (genuine.size >= rememberedTokens && oldest !== undefined) genuine.delete(oldest)
    genuine.set(token, claims)
    return claims
  }

  return {
    async sign({ userId, sessionId, endsAt }) {
      const issuedAt = Math.floor(now() / 1000)
      const expiresIn = Math.min(accessTokenSeconds, Math.floor(endsAt.getTime() / 1000) - issuedAt)
      const token = await new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: algorithm, kid: keys.current.id })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + expiresIn)
        .setJti(randomUUID())
        .sign(keys.current.key)
      return { token, expiresIn }
    },

    async verify(token) {
      const claims = genuine.get(token) ?? remember(token, await read(token, keys, new Date(now())))
      if (claims.expiresAt > now() && keys.isBelieved(claims.keyId, lastsMs)) return claims
      genuine.delete(token)
      throw claims.expiresAt > now() ? notGenuine() : expired()
    },
  }
}

async function read(token: string, keys: SigningKeys, currentDate: Date): Promise<AccessClaims> {
  if (token.length > longestToken || !compactForm.test(token)) throw notGenuine()
  try {
    const { payload, protectedHeader } = await jwtVerify(token, ({ kid }) => keys.get(kid, lastsMs), {
      algorithms: [algorithm],
      issuer,
      audience,
      requiredClaims: ['sub', 'sid', 'iat', 'exp', 'jti'],
      currentDate,
    })
    const { sub, sid, exp } = claimsSchema.parse(payload)
    return { userId: sub, sessionId: sid, expiresAt: exp * 1000, keyId: protectedHeader.kid ?? '' }
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw expired()
    throw notGenuine()
  }
}

const expired = () => unauthenticated('token_expired', 'The access token has expired. Refresh it, or sign in again.')

const notGenuine = () => unauthenticated('not_authenticated', 'The access token is not one of ours. Sign in again.')
