import type { EntityManager } from '@mikro-orm/postgresql'
import type { Recorder } from '../audit/record-event.ts'
import { inTransaction } from '../database/db.ts'
import { isProblem } from '../http/problem-error.ts'
import type { Accounts } from './accounts.ts'
import type { AttemptLimit } from './attempt-limits.ts'
import type { UsedCode } from './second-factor-store.ts'
import { beginSession, type Continued, type Device } from './session-store.ts'
import { unauthenticated } from './unauthenticated.ts'
import type { UserRow } from './user.ts'

/** From where somebody signs in; `mark` is that of a browser that may be known. */
export interface SignInOrigin {
  device: Device
  mark: string | undefined
  record: Recorder
}

/** A session that has begun, and the mark by which its browser is known from now on. */
export type SignedIn = Continued & { mark: string }

/** Does a part of a sign-in that is limited; the audit log hears of the first in a while who is over the limit. */
export async function attemptSignIn<T>(
  { attemptLimits, isWorthTelling }: Accounts,
  origin: SignInOrigin,
  { userId, limits }: { userId: string | undefined; limits: AttemptLimit[] },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await attemptLimits.attempt(limits, isProblem('wrong_credentials'), work)
  } catch (error) {
    const isTold = isProblem('too_many_requests')(error) && isWorthTelling(`sign-in ${userId ?? origin.device.ip}`)
    throw isTold ? await refused(origin, userId, 'too_many_attempts', error) : error
  }
}

/** Tells the audit log why a sign-in was refused; answers with the problem to throw. */
export async function refused<T>(
  { record }: SignInOrigin,
  userId: string | undefined,
  reason: string,
  problem: T,
): Promise<T> {
  const target = userId === undefined ? null : ({ type: 'user', id: userId } as const)
  await record({ action: 'auth.login', outcome: 'failure', actor: null, target, details: { reason } })
  return problem
}

/** Begins the session of who has proved who they are, unless they are no longer who they were when it began. */
export async function completeSignIn(
  em: EntityManager,
  { knownDevices, now }: Accounts,
  { device, record }: SignInOrigin,
  proved: {
    user: Pick<UserRow, 'id' | 'hashedPassword'>
    remember: boolean
    deviceId: string | undefined
    /** What the database shall keep of the password from now on. */
    hashedPassword?: string
    secondFactor?: UsedCode
    /** For who has proved nothing but a password: it is not enough for who has come to have a second factor. */
    isWithoutSecondFactor?: boolean
  },
): Promise<SignedIn> {
  const { user, remember, deviceId, secondFactor, hashedPassword = user.hashedPassword } = proved
  const continued = await inTransaction(em.getKysely(), async (db) => {
    const begun = await beginSession(db, {
      user: { ...user, newHash: hashedPassword, isWithoutSecondFactor: proved.isWithoutSecondFactor ?? false },
      isRemembered: remember,
      device,
      now: new Date(now()),
    })
    if (!begun) throw wrongCredentials()
    const details = { session_id: begun.session.id, remember, ...(secondFactor && { second_factor: secondFactor }) }
    await record({ action: 'auth.login', actor: { id: user.id }, target: { type: 'user', id: user.id }, details }, db)
    return begun
  })
  return { ...continued, mark: await knownDevices.mark(user.id, deviceId) }
}

/** The one answer to an unknown name and to a wrong password. */
export const wrongCredentials = () =>
  unauthenticated('wrong_credentials', 'No account has this name and password. Check both and try again.')
