import type { EntityManager } from '@mikro-orm/postgresql'
import type { Login } from '../../shared/account.ts'
import type { Recorder } from '../audit/record-event.ts'
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
  record: Recorder
}

/** Checks a password and begins a session. An unknown name and a wrong password are one answer, after the same time. */
export async function signIn(
  em: EntityManager,
  { attemptLimits, hasher, isWorthTelling, knownDevices, settings, now }: Accounts,
  { credentials: { login, password, remember }, device, mark, record }: SignInAttempt,
): Promise<Continued & { mark: string }> {
  const found = await findUserByLogin(em, login)
  const deviceId = await knownDevices.identify(mark, found?.id)
  const limits = signInLimits(settings.limits, { login, userId: found?.id, deviceId, ip: device.ip })
  const refuse = async (reason: string, problem: unknown): Promise<never> => {
    const target = found && ({ type: 'user', id: found.id } as const)
    await record({ action: 'auth.login', outcome: 'failure', actor: null, target, details: { reason } })
    throw problem
  }
  const attempt = attemptLimits.attempt(limits, isWrong, async () => {
    const isRight = await hasher.verify(password, found?.hashedPassword ?? null)
    if (found && isRight) return found
    return await refuse(found ? 'wrong_password' : 'unknown_name', wrongCredentials())
  })
  const user = await attempt.catch((error: unknown) =>
    isTooMany(error) && isWorthTelling(`sign-in ${found?.id ?? device.ip}`)
      ? refuse('too_many_attempts', error)
      : Promise.reject(error),
  )
  if (!user.isActive) return await refuse('inactive', inactive())

  const before = user.hashedPassword
  const hashedPassword = hasher.isOutdated(before) ? await hasher.hash(password) : before
  const at = new Date(now())
  const session = await em.transactional(async (tx) => {
    const stillSo = { id: user.id, isActive: true, hashedPassword: before }
    if ((await tx.nativeUpdate(UserEntity, stillSo, { lastLoginAt: at, hashedPassword })) === 0)
      throw wrongCredentials()
    const current = await tx.findOneOrFail(UserEntity, user.id, { refresh: true })
    const begun = await beginSession(tx, { user: current, isRemembered: remember, device, now: at })
    const details = { session_id: begun.session.id, remember }
    await record({ action: 'auth.login', actor: current, target: { type: 'user', id: user.id }, details }, tx)
    return begun
  })
  return { ...session, mark: await knownDevices.mark(user.id, deviceId) }
}

const isTooMany = (error: unknown) => error instanceof Problem && error.code === 'too_many_requests'

const isWrong = (error: unknown) => error instanceof Problem && error.code === 'wrong_credentials'

const wrongCredentials = () =>
  unauthenticated('wrong_credentials', 'No account has this name and password. Check both and try again.')
