import type { EntityManager } from '@mikro-orm/postgresql'
import type { Login } from '../../shared/account.ts'
import { Problem } from '../http/problem-error.ts'
import type { Accounts } from './accounts.ts'
import { inactive } from './authentication.ts'
import { beginSession, type Continued, type Device } from './session-store.ts'
import { signInLimits } from './sign-in-limits.ts'
import { unauthenticated } from './unauthenticated.ts'
import { UserEntity } from './user.ts'
import { findUserByLogin } from './user-store.ts'

/** What a person sends to sign in, and from where; `mark` is that of a browser that may be known. */
export interface SignInAttempt {
  credentials: Login
  device: Device
  mark: string | undefined
}

/** Checks a password and begins a session. An unknown name and a wrong password are one answer, after the same time. */
export async function signIn(
  em: EntityManager,
  { attemptLimits, hasher, knownDevices, settings, now }: Accounts,
  { credentials: { login, password, remember }, device, mark }: SignInAttempt,
): Promise<Continued & { mark: string }> {
  const found = await findUserByLogin(em, login)
  const deviceId = await knownDevices.identify(mark, found?.id)
  const limits = signInLimits(settings.limits, { login, userId: found?.id, deviceId, ip: device.ip })
  const user = await attemptLimits.attempt(limits, isWrong, async () => {
    const isRight = await hasher.verify(password, found?.hashedPassword ?? null)
    if (!found || !isRight) throw wrongCredentials()
    return found
  })
  if (!user.isActive) throw inactive()

  const before = user.hashedPassword
  const hashedPassword = hasher.isOutdated(before) ? await hasher.hash(password) : before
  const at = new Date(now())
  const session = await em.transactional(async (tx) => {
    const stillSo = { id: user.id, isActive: true, hashedPassword: before }
    if ((await tx.nativeUpdate(UserEntity, stillSo, { lastLoginAt: at, hashedPassword })) === 0)
      throw wrongCredentials()
    const current = await tx.findOneOrFail(UserEntity, user.id, { refresh: true })
    return await beginSession(tx, { user: current, isRemembered: remember, device, now: at })
  })
  return { ...session, mark: await knownDevices.mark(user.id, deviceId) }
}

const isWrong = (error: unknown) => error instanceof Problem && error.code === 'wrong_credentials'

const wrongCredentials = () =>
  unauthenticated('wrong_credentials', 'No account has this name and password. Check both and try again.')
