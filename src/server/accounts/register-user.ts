import type { EntityManager } from '@mikro-orm/postgresql'
import type { Registration } from '../../shared/account.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import type { Recorder } from '../audit/record-event.ts'
import { Problem } from '../http/problem-error.ts'
import type { Accounts } from './accounts.ts'
import { registrationLimits } from './sign-in-limits.ts'
import { UserEntity, type UserRow } from './user.ts'

/** Held by whoever may be making the first account. */
const firstAccountLock = 0x646c6661

/** Decides whether this person may register; throws when not. `isFirst`: nobody has an account yet. */
export type RegistrationRule = (registration: Registration, isFirst: boolean) => void

/** Makes an account. The first one of an installation owns it, however many try to be first at the same moment. */
export async function registerUser(
  em: EntityManager,
  { attemptLimits, hasher, passwordStrength, registrationRule: rule, settings }: Accounts,
  { registration, ip, record }: { registration: Registration; ip: string; record: Recorder },
): Promise<UserRow> {
  const attempt = attemptLimits.attempt(registrationLimits(settings.limits, ip), isRefused, async () => {
    rule(registration, await isUnclaimed(em))
    await refuseTaken(em, registration)
    const { email, username, full_name, password } = registration
    await passwordStrength.refuseWeak('password', password, [email, username, full_name])
    return await insertUser(em, { registration, hashedPassword: await hasher.hash(password), rule, record })
  })
  return await attempt.catch(async (error: unknown) => {
    if (isRefused(error)) await record({ action: 'auth.register', outcome: 'failure', details: { reason: error.code } })
    throw error
  })
}

async function insertUser(
  em: EntityManager,
  {
    registration,
    hashedPassword,
    rule,
    record,
  }: { registration: Registration; hashedPassword: string; rule: RegistrationRule; record: Recorder },
): Promise<UserRow> {
  return await em.transactional(async (tx) => {
    const isFirst = await claim(tx)
    rule(registration, isFirst)
    const { email, username, full_name: fullName = null } = registration
    const [inserted] = await tx.execute<{ id: string }[]>(
      `insert into users (email, username, hashed_password, full_name, is_superuser) values (?, ?, ?, ?, ?)
       on conflict do nothing returning id`,
      [email, username, hashedPassword, fullName, isFirst],
    )
    if (!inserted) {
      await refuseTaken(tx, registration)
      throw new Problem('conflict', 'Somebody is registering that name at this moment. Try again.')
    }
    const target = { type: 'user', id: inserted.id } as const
    await record({ action: 'auth.register', actor: inserted, target, details: { is_superuser: isFirst } }, tx)
    return await tx.findOneOrFail(UserEntity, inserted.id)
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
