import type { EntityManager } from '@mikro-orm/postgresql'
import { addJob } from '../jobs/queue.ts'
import type { Mailer } from '../mail/mailer.ts'
import { type Seal, unsealPayload } from '../mail/seal.ts'
import { nameInMail } from './name-in-mail.ts'
import { createOneTimeLink, linkTo } from './one-time-links.ts'
import { findUserByLogin } from './user-store.ts'

/** The queue's name of the job that `mailForgottenPassword` does. */
export const forgottenPasswordTask = 'forgotten-password'

/** Milliseconds for which the link in the mail is good. */
export const resetLinkMs = 60 * 60_000

interface Forgotten {
  email: string
  /** Where the link leads. */
  origin: string
}

/**
 * Remembers that somebody asked for a new password. Whether the address has an account is looked up afterwards, so that
 * neither the answer nor its time can tell.
 */
export async function askForReset(em: EntityManager, seal: Seal, forgotten: Forgotten): Promise<void> {
  await addJob(em.getKysely(), forgottenPasswordTask, { sealed: seal.seal(forgotten) }, null)
}

/** Mails a link to who has this address; to nobody else. */
export async function mailForgottenPassword(
  em: EntityManager,
  { seal, mailer, now }: { seal: Seal; mailer: Mailer; now: () => number },
  payload: unknown,
): Promise<void> {
  const forgotten = unsealPayload(seal, payload) as Forgotten | undefined
  if (!forgotten) return
  const { email, origin } = forgotten
  await em.transactional(async (tx) => {
    const user = await findUserByLogin(tx, email)
    if (!user?.isActive) return
    const { token, expiresAt } = await createOneTimeLink(tx, {
      purpose: 'reset_password',
      userId: user.id,
      lastsMs: resetLinkMs,
      now: new Date(now()),
      email: user.email,
    })
    await mailer.send(tx, {
      to: user.email,
      goodUntil: expiresAt,
      mail: {
        subject: 'Choose a new password',
        paragraphs: [
          `Hello ${nameInMail(user)},`,
          'somebody asked for a new password for your DataLens account. The link works once, within one hour.',
        ],
        action: { label: 'Choose a new password', url: linkTo(origin, '/reset-password', token) },
        note: 'If it was not you, nothing has to be done: your password stays as it is.',
      },
    })
  })
}
