import type { FastifyInstance } from 'fastify'
import { Secret, TOTP } from 'otpauth'
import type { SignedIn } from './factories.ts'

/** What an authenticator app with this secret shows at a time, so many half minutes later. */
export const codeAt = (secret: string, at: number, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at + steps * 30_000 })

/** Six digits that the app does not show around that time. */
export const wrongCodeAt = (secret: string, at: number): string => {
  const shown = [-2, -1, 0, 1, 2].map((steps) => codeAt(secret, at, steps))
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !shown.includes(code)) ?? ''
}

/** Turns the second factor of a signed-in person on; the code of that half minute is used then. */
export async function setUpSecondFactor(
  app: FastifyInstance,
  { headers }: Pick<SignedIn, 'headers'>,
  at = Date.now(),
): Promise<{ secret: string; recoveryCodes: string[] }> {
  const begun = await app.inject({ method: 'POST', url: '/api/v1/auth/totp', headers })
  const { secret } = begun.json()
  const payload = { code: codeAt(secret, at) }
  const answer = await app.inject({ method: 'POST', url: '/api/v1/auth/totp/confirm', headers, payload })
  if (answer.statusCode !== 200) throw new Error(`setting up a second factor answered ${answer.body}`)
  return { secret, recoveryCodes: answer.json().recovery_codes }
}
