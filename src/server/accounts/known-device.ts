import { randomUUID } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import type { SigningKeys } from './signing-keys.ts'

/** Milliseconds for which a browser stays known after its last sign-in. */
export const knownDeviceMs = 365 * 24 * 60 * 60_000

const issuer = 'datalens'
const audience = 'datalens-device'

/**
 * Marks browsers in which somebody has signed in. Their attempts are counted apart, so that strangers who try an
 * account's password from everywhere cannot lock out its owner. A mark opens nothing by itself.
 */
export interface KnownDevices {
  /** The mark of a browser for this user, the same device as before when there was one. */
  mark(userId: string, deviceId?: string): Promise<string>
  /** The device that a mark names, if the mark is this user's. */
  identify(mark: string | undefined, userId: string | undefined): Promise<string | undefined>
}

/** Marks are signed tokens of another audience than access tokens, so neither passes for the other. */
export function createKnownDevices(keys: SigningKeys, now: () => number): KnownDevices {
  return {
    mark: (userId, deviceId = randomUUID()) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'HS256', kid: keys.current.id })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setJti(deviceId)
        .setExpirationTime(new Date(now() + knownDeviceMs))
        .sign(keys.current.key),

    async identify(mark, userId) {
      if (!mark) return undefined
      try {
        const { payload } = await jwtVerify(mark, ({ kid }) => keys.get(kid, knownDeviceMs), {
          algorithms: ['HS256'],
          issuer,
          audience,
          currentDate: new Date(now()),
          requiredClaims: ['sub', 'jti', 'exp'],
        })
        return payload.sub === userId ? payload.jti : undefined
      } catch {
        return undefined
      }
    },
  }
}
