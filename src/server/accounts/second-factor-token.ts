import { createHash } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { SigningKeys } from './signing-keys.ts'
import { unauthenticated } from './unauthenticated.ts'

/** Milliseconds from the right password to the code. */
export const secondFactorMs = 5 * 60_000

const issuer = 'datalens'
const audience = 'datalens-second-factor'
const claimsSchema = z.object({ sub: z.uuid(), pwd: z.string(), rem: z.boolean() })

/** A sign-in that has got as far as the password. */
export interface HalfSignIn {
  userId: string
  /** Of the password that was right; another one by now makes the sign-in begin anew. */
  hashedPassword: string
  isRemembered: boolean
}

/** What a person holds between password and code. */
export interface SecondFactorTokens {
  sign(half: HalfSignIn): Promise<string>
  /** Throws for what is not ours or too old. `isOf` tells whether the password is still that of the token. */
  read(token: string): Promise<{ userId: string; isRemembered: boolean; isOf: (hashedPassword: string) => boolean }>
}

/** Signed tokens of another audience than access tokens, so neither passes for the other; nothing is kept of them. */
export function createSecondFactorTokens(keys: SigningKeys, now: () => number): SecondFactorTokens {
  return {
    sign: ({ userId, hashedPassword, isRemembered }) =>
      new SignJWT({ pwd: digest(hashedPassword), rem: isRemembered })
        .setProtectedHeader({ alg: 'HS256', kid: keys.current.id })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setExpirationTime(new Date(now() + secondFactorMs))
        .sign(keys.current.key),

    async read(token) {
      try {
        const { payload } = await jwtVerify(token, ({ kid }) => keys.get(kid, secondFactorMs), {
          algorithms: ['HS256'],
          issuer,
          audience,
          currentDate: new Date(now()),
          requiredClaims: ['sub', 'exp'],
        })
        const { sub, pwd, rem } = claimsSchema.parse(payload)
        return { userId: sub, isRemembered: rem, isOf: (hashedPassword) => digest(hashedPassword) === pwd }
      } catch {
        throw tooLate()
      }
    },
  }
}

/** The answer to who comes with a code too late, or after the password has changed. */
export const tooLate = () =>
  unauthenticated('session_ended', 'This sign-in took too long. Begin again with your password.')

const digest = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 16)
