import type { EntityManager } from '@mikro-orm/postgresql'
import type { Accounts } from './accounts.ts'
import { inactive } from './authentication.ts'
import { spendCode } from './second-factor-store.ts'
import { tooLate } from './second-factor-token.ts'
import { attemptSignIn, completeSignIn, refused, type SignedIn, type SignInOrigin } from './sign-in-attempt.ts'
import { secondFactorLimits } from './sign-in-limits.ts'
import { unauthenticated } from './unauthenticated.ts'
import { UserEntity } from './user.ts'

/** What a person sends after the password, and from where. */
export interface CodeAttempt extends SignInOrigin {
  mfaToken: string
  code: string
}

/** Begins the session of a sign-in that has got as far as the password, for a code of the second factor. */
export async function signInWithCode(
  em: EntityManager,
  accounts: Accounts,
  { mfaToken, code, ...origin }: CodeAttempt,
): Promise<SignedIn> {
  const { knownDevices, secondFactorTokens, settings } = accounts
  const half = await secondFactorTokens.read(mfaToken)
  const user = await em.findOne(UserEntity, half.userId)
  if (!user || !half.isOf(user.hashedPassword)) throw tooLate()
  if (!user.isActive) throw await refused(origin, user.id, 'inactive', inactive())
  const deviceId = await knownDevices.identify(origin.mark, user.id)
  const limits = secondFactorLimits(settings.limits, { userId: user.id, deviceId, ip: origin.device.ip })
  const secondFactor = await attemptSignIn(accounts, origin, { userId: user.id, limits }, async () => {
    const used = await spendCode(em, accounts, user.id, code)
    if (used) return used
    throw await refused(origin, user.id, 'wrong_code', wrongCode())
  })
  return await completeSignIn(em, accounts, origin, { user, remember: half.isRemembered, deviceId, secondFactor })
}

const wrongCode = () =>
  unauthenticated('wrong_credentials', 'This code is wrong, or was used already. Wait for the next one and try again.')
