import type { EntityManager } from '@mikro-orm/postgresql'
import { addJob } from '../jobs/queue.ts'
import type { Mail } from './mail.ts'
import type { Seal } from './seal.ts'

/** The queue's name of the job that `deliverMail` does. */
export const sendMailTask = 'send-mail'

/** What the job of a mail carries, once it is unsealed. */
export interface QueuedMail {
  to: string
  mail: Mail
  /** Milliseconds since 1970; a mail that cannot be delivered by then is of no use any more. */
  goodUntil: number
}

/** Sends mails. */
export interface Mailer {
  /**
   * Puts a mail into the queue, in the transaction of `em` when there is one: it leaves exactly if that is committed. No
   * request waits for a mail server.
   */
  send(em: EntityManager, message: { to: string; mail: Mail; goodUntil?: Date | undefined }): Promise<void>
}

const twoDays = 48 * 60 * 60_000

/** With pauses that grow to six hours these last for two days. */
const mostAttempts = 16

export function createMailer(seal: Seal, now: () => number = Date.now): Mailer {
  return {
    async send(em, { to, mail, goodUntil }) {
      const queued: QueuedMail = { to, mail, goodUntil: goodUntil?.getTime() ?? now() + twoDays }
      await addJob(em.getKysely(), sendMailTask, { sealed: seal.seal(queued) }, null, mostAttempts)
    },
  }
}
