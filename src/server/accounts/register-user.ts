import type { EntityManager } from '@mikro-orm/postgresql'
import type { Registration } from '../../shared/account.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import type { Recorder } from '../audit/record-event.ts'
import { isProblem, Problem } from '../http/problem-error.ts'
import type { Accounts } from './accounts.ts'
import { checkInvitation, takeInvitation } from './invitation-store.ts'
import { registrationLimits, verificationLimits } from './sign-in-limits.ts'
import { UserEntity, type UserRow } from './user.ts'
import { mailVerification } from './verification-mails.ts'

/** Held by whoever may be making the first account. */
const firstAccountLock = 0x646c6661

/** Decides whether this person may register; throws when not. `isFirst`: nobody has an account yet. */
export type RegistrationRule = (registration: Registration, isFirst: boolean) => void

/** Makes an account. The first one of an installation owns it, however many try to be first at the same moment. */
export async function registerUser(
  em: EntityManager,
  accounts: Accounts,
  { registration, ip, origin, record }: { registration: Registration; ip: string; origin: string; record: Recorder },
): Promise<UserRow> {
  const { attemptLimits, hasher, passwordStrength, now, settings } = accounts
  const at = new Date(now())
  const attempt = attemptLimits.attempt(registrationLimits(settings.limits, ip), isRefused, async () => {
    const { email, username, full_name, password, invitation } = registration
    if (invitation && settings.registration !== 'closed')
      await checkInvitation(em, { token: invitation, email, now: at })
    else accounts.registrationRule(registration, await isUnclaimed(em))
    await refuseTaken(em, registration)
    await passwordStrength.refuseWeak('password', password, [email, username, full_name])
    const hashedPassword = await hasher.hash(password)
    return await insertUser(em, accounts, { registration, hashedPassword, origin, record })
  })
  return await attempt.catch(async (error: unknown) => {
    if (isRefused(error)) await record({ action: 'auth.register', outcome: 'failure', details: { reason: error.code } })
    throw error
  })
}

async function insertUser(
  em: EntityManager,
  { attemptLimits, mailer, now, registrationRule: rule, settings }: Accounts,
  {
    registration,
    hashedPassword,
    origin,
    record,
  }: { registration: Registration; hashedPassword: string; origin: string; record: Recorder },
): Promise<UserRow> {
  return await em.transactional(async (tx) => {
    const isFirst = await claim(tx)
    const { email, username, full_name: fullName = null, invitation: token } = registration
    const invitation =
      token && settings.registration !== 'closed'
        ? await takeInvitation(tx, { token, email, now: new Date(now()) })
        : undefined
    if (!invitation) rule(registration, isFirst)
    const isSuperuser = isFirst || invitation?.isSuperuser === true
    const [inserted] = await tx.execute<{ id: string }[]>(
      `insert into users (email, username, hashed_password, full_name, is_superuser) values (?, ?, ?, ?, ?)
       on conflict do nothing returning id`,
      [email, username, hashedPassword, fullName, isSuperuser],
    )
    if (!inserted) {
      await refuseTaken(tx, registration)
      throw new Problem('conflict', 'Somebody is registering that name at this moment. Try again.')
    }
    const target = { type: 'user', id: inserted.id } as const
    const details = { is_superuser: isSuperuser, ...(invitation && { invitation_id: invitation.id }) }
    await record({ action: 'auth.register', actor: inserted, target, details }, tx)
    const user = await tx.findOneOrFail(UserEntity, inserted.id)
    if (!settings.smtpUrl) return user
    const limits = verificationLimits(settings.limits, { userId: user.id, emails: [email] })
    try {
      await attemptLimits.countMail(limits, tx)
      await mailVerification(tx, { mailer, origin, now }, user)
    } catch (error) {
      // Who makes accounts with the address of somebody else fills no mailbox; the person can ask for the mail later.
      if (!isProblem('too_many_requests')(error)) throw error
    }
    return user
  })
}

/** Whether nobody has an account yet. */
export async function isUnclaimed(em: EntityManager): Promise<boolean> {
  const [found] = await em.execute<{ isClaimed: boolean }[]>('select exists (select from users) as "isClaimed"')
  return !found?.isClaimed
}

/** Whether nobody has an account yet; then nobody else can be first until the transaction ends. */
export async function claim(tx: EntityManager): Promise<boolean> {
  if (!(await isUnclaimed(tx))) return false
  await tx.execute('select pg_advisory_xact_lock(?)', [firstAccountLock])
  return await isUnclaimed(tx)
}

/** What tells somebody who tries names or set-up codes one by one something new. */
const telling: ProblemCode[] = ['email_taken', 'username_taken', 'registration_closed']

const isRefused = (error: unknown): error is Problem => error instanceof Problem && telling.includes(error.code)

/** Throws when another user has this e-mail address or username, in whatever case. */
export async function refuseTaken(
  em: EntityManager,
  { email = '', username = '' }: { email?: string | undefined; username?: string | undefined },
  exceptId: string | null = null,
): Promise<void> {
  const [taken] = await em.execute<{ email: boolean; username: boolean }[]>(
    `select exists (select from users where lower(email) = lower(?) and id is distinct from ?::uuid) as email,
       exists (select from users where lower(username) = lower(?) and id is distinct from ?::uuid) as username`,
    [email, exceptId, username, exceptId],
  )
  const errors = [
    ...(taken?.email ? [{ path: 'email', message: 'There is an account with this e-mail address already.' }] : []),
    ...(taken?.username ? [{ path: 'username', message: 'This username is taken. Choose another.' }] : []),
  ]
  const [first] = errors
  if (first) throw new Problem(taken?.email ? 'email_taken' : 'username_taken', first.message, { errors })
}
