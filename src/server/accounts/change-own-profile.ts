import type { EntityManager } from '@mikro-orm/postgresql'
import type { ProfileChange } from '../../shared/account.ts'
import type { Accounts } from './accounts.ts'
import { changeUser, type UserChange } from './change-user.ts'
import type { CurrentUser } from './current-user.ts'
import { refuseTaken } from './register-user.ts'
import { verificationLimits } from './sign-in-limits.ts'
import { getCurrentUser } from './user-store.ts'
import { mailAddressChange, mailVerification } from './verification-mails.ts'

/**
 * Changes what a person may change of themselves. Another e-mail address asks for proof that it is them, and where mails
 * are sent it takes effect only when the link in the mail to it is used; the present one is told.
 */
export async function changeOwnProfile(
  em: EntityManager,
  { attemptLimits, mailer, now, settings, stepUps }: Accounts,
  { user, change, origin }: { user: CurrentUser; change: ProfileChange; origin: string },
): Promise<(keyof UserChange)[]> {
  const row = await getCurrentUser(em, user)
  const { email, ...others } = change
  if (email !== undefined && email !== row.email) await stepUps.require(user, { em })
  const isSame = email === undefined || email.toLowerCase() === row.email.toLowerCase()
  if (isSame || !settings.smtpUrl) return await changeUser(em, row, change)
  await refuseTaken(em, { email }, user.id)
  const emails = [row.email, email]
  await attemptLimits.countMail(verificationLimits(settings.limits, { userId: user.id, emails }), em)
  await mailAddressChange(em, { mailer }, row, email)
  await mailVerification(em, { mailer, origin, now }, row, email)
  return await changeUser(em, row, others)
}
