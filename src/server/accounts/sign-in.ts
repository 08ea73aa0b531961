import type { EntityManager } from '@mikro-orm/postgresql'
import type { Login } from '../../shared/account.ts'
import type { Accounts } from './accounts.ts'
import { inactive } from './authentication.ts'
import {
  attemptSignIn,
  completeSignIn,
  refused,
  type SignedIn,
  type SignInOrigin,
  wrongCredentials,
} from './sign-in-attempt.ts'
import { signInLimits } from './sign-in-limits.ts'
import { unauthenticated } from './unauthenticated.ts'
import { UserEntity } from './user.ts'
import { findCredentials } from './user-store.ts'

/** What a person sends to sign in, and from where. */
export interface SignInAttempt extends SignInOrigin {
  credentials: Login
}

/**
 * Checks a password and begins a session. An unknown name and a wrong password are one answer, after the same time. Who has
 * a second factor gets no session yet, but a token to come back with and a code.
 */
export async function signIn(
  em: EntityManager,
  accounts: Accounts,
  { credentials: { login, password, remember }, ...origin }: SignInAttempt,
): Promise<SignedIn> {
  const { hasher, knownDevices, secondFactorTokens, settings } = accounts
  const found = await findCredentials(em, login)
  const deviceId = await knownDevices.identify(origin.mark, found?.id)
  const limits = signInLimits(settings.limits, { login, userId: found?.id, deviceId, ip: origin.device.ip })
  const user = await attemptSignIn(accounts, origin, { userId: found?.id, limits }, async () => {
    const isRight = await hasher.verify(password, found?.hashedPassword ?? null)
    if (found && isRight) return found
    throw await refused(origin, found?.id, found ? 'wrong_password' : 'unknown_name', wrongCredentials())
  })
  if (!user.isActive) throw await refused(origin, user.id, 'inactive', inactive())

  const before = user.hashedPassword
  const hashedPassword = hasher.isOutdated(before) ? await hasher.hash(password) : before
  if (!user.hasSecondFactor) {
    const proved = { user, remember, deviceId, hashedPassword, isWithoutSecondFactor: true }
    return await completeSignIn(em, accounts, origin, proved)
  }
  if (hashedPassword !== before) {
    await em.nativeUpdate(UserEntity, { id: user.id, hashedPassword: before }, { hashedPassword })
  }
  throw unauthenticated('second_factor_required', 'The password is right. Now send a code of your second factor.', {
    mfa_token: await secondFactorTokens.sign({ userId: user.id, hashedPassword, isRemembered: remember }),
    methods: ['totp', 'recovery_code'],
  })
}
