import { randomBytes } from 'node:crypto'
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { SendMailOptions } from 'nodemailer'
import type { Home } from '../home.ts'
import type { Settings } from '../settings.ts'
import type { QueuedMail } from './mailer.ts'
import { type RenderedMail, renderMail } from './render-mail.ts'
import { type Seal, unsealPayload } from './seal.ts'
import { smtpOptions } from './smtp-options.ts'

/** Delivers the mail of one job; throws when it is to be tried again. */
export type DeliverMail = (payload: unknown) => Promise<void>

export interface DeliveryOutside {
  seal: Seal
  home: Pick<Home, 'mail'>
  settings: Pick<Settings, 'smtpUrl' | 'mailFrom'>
  log: (level: 'info' | 'warn', message: string) => void
  /** Milliseconds for which a mail server may be silent. */
  patience?: { connect: number; greet: number; silent: number }
  now?: () => number
}

/** With the first mail, which many a server never sends: it takes 10 MB. */
const loadNodemailer = () => import('nodemailer')

/** By SMTP where a server is set, else into a file of the home. */
export function createMailDelivery({
  seal,
  home,
  settings,
  log,
  patience,
  now = Date.now,
}: DeliveryOutside): DeliverMail {
  const { smtpUrl, mailFrom } = settings
  return async (payload) => {
    const queued = unsealPayload(seal, payload) as QueuedMail | undefined
    if (!queued) return log('warn', 'A mail was not sealed by this home and cannot be read; it is dropped')
    const { to, mail, goodUntil } = queued
    if (goodUntil < now()) return log('warn', 'A mail could not be delivered in time and is dropped')
    const message = {
      from: mailFrom,
      to: { name: '', address: to },
      date: new Date(now()),
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      ...renderMail(mail),
    }
    if (!smtpUrl) return await writeEml(home, message, new Date(now()))
    const { createTransport } = await loadNodemailer()
    const failure = await createTransport(smtpOptions(smtpUrl, patience))
      .sendMail(message)
      .then(
        () => undefined,
        (error: unknown) => describeFailure(error),
      )
    if (failure?.isFinal) log('warn', `${failure.sentence} It is dropped`)
    else if (failure) throw new Error(failure.sentence)
  }
}

/** What a server says may repeat what it was sent, so only its code is told. A refused recipient stays refused. */
function describeFailure(error: unknown): { sentence: string; isFinal: boolean } {
  const { code = 'EUNKNOWN', responseCode } = error as { code?: string; responseCode?: number }
  const answer = responseCode ? `, answer ${responseCode}` : ''
  return {
    sentence: `The mail server did not take a mail (${code}${answer}).`,
    isFinal: (code === 'EENVELOPE' || code === 'EMESSAGE') && (responseCode ?? 0) >= 500,
  }
}

type Message = SendMailOptions & RenderedMail

/** Whoever opens the file may do so without a mail program, so no line of the text is folded and no letter encoded. */
const asTyped = (text: string) => ({
  raw: ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', ...text.split('\n')].join(
    '\r\n',
  ),
})

async function writeEml(home: Pick<Home, 'mail'>, message: Message, at: Date): Promise<void> {
  const { createTransport } = await loadNodemailer()
  const { message: bytes } = await createTransport({ streamTransport: true, buffer: true }).sendMail({
    ...message,
    text: asTyped(message.text),
  })
  const name = `${at.toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(4).toString('hex')}`
  const aside = join(home.mail, `${name}.part`)
  const file = await open(aside, 'wx', 0o600)
  try {
    await file.writeFile(bytes as Buffer)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(aside, join(home.mail, `${name}.eml`))
}
