import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type MailServer, startMailServer } from '../../../test/mail-server.ts'
import { readMailFiles } from '../../../test/read-mail.ts'
import { type Home, openHome } from '../home.ts'
import { readSettings } from '../settings.ts'
import { createMailDelivery, type DeliveryOutside } from './deliver-mail.ts'
import type { QueuedMail } from './mailer.ts'
import { openSeal, type Seal } from './seal.ts'
import { smtpOptions } from './smtp-options.ts'

let home: Home
let seal: Seal
let logged: string[] = []
let servers: MailServer[] = []

beforeAll(async () => {
  home = await openHome(await mkdtemp(join(tmpdir(), 'datalens-mail-')))
  seal = await openSeal(home)
})
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()))
  servers = []
  logged = []
})
afterAll(() => rm(home.root, { recursive: true }))

const secret = 'the-token-of-the-link'
const url = `https://data.example.org/reset-password#${secret}`

const queue = (more: Partial<QueuedMail> = {}) => ({
  sealed: seal.seal({
    to: 'ada@example.org',
    goodUntil: Date.now() + 60_000,
    mail: { subject: 'Choose a new password', paragraphs: ['Hello Ada,'], action: { label: 'Choose', url } },
    ...more,
  } satisfies QueuedMail),
})

const deliver = (environment: Record<string, string>, more: Partial<DeliveryOutside> = {}) =>
  createMailDelivery({
    seal,
    home,
    settings: readSettings({ environment }),
    log: (_, message) => logged.push(message),
    patience: { connect: 500, greet: 500, silent: 500 },
    ...more,
  })

const startServer = async (...options: Parameters<typeof startMailServer>) => {
  const server = await startMailServer(...options)
  servers.push(server)
  return server
}

/** What the attempt fails with; whatever it is, it gives no secret away. */
const failureOf = async (attempt: Promise<void>) => {
  const failure = await attempt.then(
    () => undefined,
    (error: Error) => `${error.message} ${JSON.stringify(error)} ${String(error.cause)}`,
  )
  for (const said of [failure ?? '', ...logged]) {
    expect(said).not.toContain(secret)
    expect(said).not.toContain('hunter2')
    expect(said).not.toContain('ada@example.org')
  }
  return failure
}

describe('without a mail server', () => {
  test('a mail is a file that only its owner can read', async () => {
    await deliver({ MAIL_FROM: 'The Lab <lab@example.org>' })(queue())
    const [mail] = await readMailFiles(home)
    expect(mail).toMatchObject({ link: url, token: secret, mode: 0o600 })
    expect(mail?.headers).toMatchObject({
      from: 'The Lab <lab@example.org>',
      to: 'ada@example.org',
      subject: 'Choose a new password',
      'auto-submitted': 'auto-generated',
    })
    expect(mail?.html).toContain(`href="${url}"`)
  })

  test('the link can be copied from the file as it stands', async () => {
    const long = `http://192.168.100.200:65535/reset-password#${'x'.repeat(43)}`
    const mail = { subject: 'Long', paragraphs: ['Grüße,'], action: { label: 'Choose', url: long } }
    await deliver({})(queue({ mail }))
    const [file = ''] = execFileSync('grep', ['-rl', 'Subject: Long', home.mail], { encoding: 'utf8' }).split('\n')
    expect(await readFile(file, 'utf8')).toContain(`\r\n${long}\r\n`)
  })

  test('a name cannot add a header', async () => {
    const subject = 'Hello\r\nBcc: all@example.org\r\n\r\nbody'
    await deliver({})(queue({ mail: { subject, paragraphs: [subject] } }))
    const mail = (await readMailFiles(home)).at(-1)
    expect(mail?.headers.subject).toContain('Bcc: all@example.org')
    expect(Object.keys(mail?.headers ?? {})).not.toContain('bcc')
  })

  test('a mail whose time is over, or that another home has sealed, is dropped', async () => {
    const before = (await readMailFiles(home)).length
    await deliver({})(queue({ goodUntil: Date.now() - 1 }))
    await deliver({})({ sealed: queue().sealed.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A')) })
    await deliver({})({ sealed: 'nonsense' })
    await deliver({})(null)
    expect(await readMailFiles(home)).toHaveLength(before)
    expect(logged).toHaveLength(4)
  })
})

test('what waits in the queue can only be read with the key of the home', async () => {
  const { sealed } = queue()
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('example.org')
  const other = await openHome(await mkdtemp(join(tmpdir(), 'datalens-mail-')))
  const otherSeal = await openSeal(other)
  expect(() => otherSeal.unseal(sealed)).toThrow()
  await rm(other.root, { recursive: true })
})

describe('with a mail server', () => {
  test('takes it in two parts, for its one recipient', async () => {
    const server = await startServer()
    await deliver({ SMTP_URL: `smtp://127.0.0.1:${server.port}` })(queue())
    expect(server.mails).toHaveLength(1)
    expect(server.mails[0]).toMatchObject({ recipients: ['ada@example.org'], link: url })
  })

  test('a password is given, also one with characters that a URL must escape', async () => {
    const server = await startServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, done) =>
        password === 'hunter2@:/' ? done(null, { user: username }) : done(new Error('no')),
    })
    const at = `127.0.0.1:${server.port}`
    await deliver({ SMTP_URL: `smtp://me%40lab:${encodeURIComponent('hunter2@:/')}@${at}` })(queue())
    expect(server.mails[0]?.user).toBe('me@lab')
    expect(await failureOf(deliver({ SMTP_URL: `smtp://me:hunter2@${at}` })(queue()))).toContain('EAUTH, answer 535')
  })

  test('one that refuses the recipient for good is not asked again, one that refuses for now is', async () => {
    const refuse = (responseCode: number) =>
      startServer({
        onRcptTo: ({ address }, _, done) => done(Object.assign(new Error(`no ${address} here`), { responseCode })),
      })
    const [never, later] = [await refuse(550), await refuse(451)]
    expect(await failureOf(deliver({ SMTP_URL: `smtp://127.0.0.1:${never.port}` })(queue()))).toBeUndefined()
    expect(logged).toEqual(['The mail server did not take a mail (EENVELOPE, answer 550). It is dropped'])
    expect(await failureOf(deliver({ SMTP_URL: `smtp://127.0.0.1:${later.port}` })(queue()))).toContain('answer 451')
  })

  test('one that is not there, that says nothing, or that never ends is given up on, to be tried again', async () => {
    const gone = await startMailServer()
    await gone.close()
    expect(await failureOf(deliver({ SMTP_URL: `smtp://127.0.0.1:${gone.port}` })(queue()))).toContain('ESOCKET')

    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const { port } = silent.address() as { port: number }
    expect(await failureOf(deliver({ SMTP_URL: `smtp://127.0.0.1:${port}` })(queue()))).toContain('ETIMEDOUT')
    await new Promise((resolve) => silent.close(resolve))

    const stuck = await startServer({ onData: (stream) => void stream.resume() })
    expect(await failureOf(deliver({ SMTP_URL: `smtp://127.0.0.1:${stuck.port}` })(queue()))).toContain('ETIMEDOUT')
  })

  test('a certificate that nobody vouches for is refused, with TLS first and with STARTTLS', async () => {
    const first = await startServer({ secure: true })
    expect(await failureOf(deliver({ SMTP_URL: `smtps://127.0.0.1:${first.port}` })(queue()))).toContain('ESOCKET')
    const later = await startServer({ disabledCommands: [] })
    expect(await failureOf(deliver({ SMTP_URL: `smtp://127.0.0.1:${later.port}` })(queue()))).toContain('ESOCKET')
    expect([...first.mails, ...later.mails]).toEqual([])
  })

  test('a password never leaves this machine without TLS', () => {
    const requiresTls = (url: string) => smtpOptions(url).requireTLS
    expect(requiresTls('smtp://me:hunter2@mail.example.org')).toBe(true)
    expect(requiresTls('smtp://mail.example.org')).toBe(false)
    expect(requiresTls('smtp://me:hunter2@127.0.0.1:2525')).toBe(false)
  })
})
