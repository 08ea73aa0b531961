import type { EntityManager } from '@mikro-orm/postgresql'
import type { Mailer } from '../mail/mailer.ts'
import { nameInMail } from './name-in-mail.ts'
import { createOneTimeLink, linkTo } from './one-time-links.ts'
import type { UserRow } from './user.ts'

/** What it takes to mail a link. */
export interface LinkOutside {
  mailer: Mailer
  /** Where links lead. */
  origin: string
  now: () => number
}

/** Milliseconds for which the link is good. */
const verificationMs = 24 * 60 * 60_000

type Person = Pick<UserRow, 'id' | 'email' | 'emailVerified' | 'username' | 'fullName'>

/** Mails a link to an address that this user says is theirs: the one they have, or the one they want to have. */
export async function mailVerification(
  em: EntityManager,
  { mailer, origin, now }: LinkOutside,
  user: Person,
  email: string = user.email,
): Promise<void> {
  const { id: userId, email: present } = user
  const at = new Date(now())
  const link = { purpose: 'verify_email' as const, userId, lastsMs: verificationMs, now: at, email }
  const { token, expiresAt } = await createOneTimeLink(em, link)
  const isNew = email !== present
  await mailer.send(em, {
    to: email,
    goodUntil: expiresAt,
    mail: {
      subject: isNew ? 'Confirm your new e-mail address' : 'Confirm your e-mail address',
      paragraphs: [
        `Hello ${nameInMail({ ...user, emailVerified: false })},`,
        isNew
          ? 'this is to be the e-mail address of your DataLens account. It is from the moment you confirm it, within 24 hours.'
          : 'somebody made a DataLens account with this e-mail address. Confirm within 24 hours that it is yours.',
      ],
      action: { label: 'Confirm the address', url: linkTo(origin, '/verify-email', token) },
      note: 'If it was not you, do nothing: without your confirmation the address is not used.',
    },
  })
}

/** Tells who has the present address that another one is to take its place, while that can still be stopped. */
export async function mailAddressChange(
  em: EntityManager,
  { mailer }: Pick<LinkOutside, 'mailer'>,
  user: Person,
  email: string,
): Promise<void> {
  await mailer.send(em, {
    to: user.email,
    mail: {
      subject: 'Your e-mail address is about to change',
      paragraphs: [
        `Hello ${nameInMail(user)},`,
        `somebody who is signed in to your DataLens account asked to change its e-mail address to ${email}. It changes when that address is confirmed.`,
      ],
      note: 'If it was not you, change your password now and tell an administrator.',
    },
  })
}
