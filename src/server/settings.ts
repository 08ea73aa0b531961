import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { OperatorError } from './operator-error.ts'

const unitBytes = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 } as const

const wholeNumber = (lowest: number, highest: number) =>
  z.string().transform((text, context) => {
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= lowest && number <= highest) return number
    context.addIssue(`must be a whole number from ${lowest} to ${highest}`)
    return z.NEVER
  })

const byteCount = z.string().transform((text, context) => {
  const [, digits, unit] = /^(\d+)\s*(?:([KMGT])(?:i?B)?)?$/i.exec(text) ?? []
  const bytes = Number(digits) * unitBytes[(unit ?? '').toUpperCase() as keyof typeof unitBytes]
  if (bytes > 0 && Number.isSafeInteger(bytes)) return bytes
  context.addIssue('must be a number of bytes, such as 1073741824 or 1G')
  return z.NEVER
})

const hostName = z
  .string()
  .refine(
    (text) => isIP(text) > 0 || /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text),
    'must be an address to listen on, such as 127.0.0.1 or 0.0.0.0',
  )

const postgresUrl = z
  .string()
  .refine(
    (text) =>
      URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol) && /^\/[^/]+$/.test(new URL(text).pathname),
    'must look like postgresql://user:password@host:5432/database',
  )

const origin = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username) {
    return url.origin
  }
  context.addIssue('must be the address people type, without a path, such as https://data.example.org')
  return z.NEVER
})

const origins = z.string().transform((text, context) => {
  const parsed = text.split(',').map((one) => origin.safeParse(one.trim()))
  if (parsed.every(({ success }) => success)) return [...new Set(parsed.flatMap(({ data }) => data ?? []))]
  context.addIssue('must be origins with commas between, such as https://lab.example.org,https://notes.example.org')
  return z.NEVER
})

const trustedProxies = z.string().transform((text, context) => {
  if (text === 'true' || text === 'false') return text === 'true'
  if (/^\d{1,2}$/.test(text)) return Number(text)
  const networks = text.split(',').map((network) => network.trim())
  if (networks.every((network) => /^[0-9a-fA-F.:]+(\/\d{1,3})?$/.test(network) && isIP(network.split('/')[0] ?? ''))) {
    return networks
  }
  context.addIssue('must be true, false, a number of proxies, or addresses such as 10.0.0.0/8,192.168.1.2')
  return z.NEVER
})

const smtpUrl = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return Boolean(url && /^smtps?:$/.test(url.protocol) && url.hostname && /^\/?$/.test(url.pathname) && !url.hash)
}, 'must look like smtp://user:password@host:587, or smtps://user:password@host:465')

const sender = z
  .string()
  .refine(
    (text) => /^(?:[^<>@"\p{Cc}]{1,100} )?<[^\s<>@,;"]+@[^\s<>@,;"]+>$|^[^\s<>@,;"]+@[^\s<>@,;"]+$/u.test(text),
    'must be an address, such as datalens@example.org or DataLens <datalens@example.org>',
  )

const issuer = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isHere = url && (isLoopback(url.hostname) || url.hostname === '[::1]')
  return Boolean(url && (url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) && !url.search && !url.hash)
}, 'must be the https address of an OpenID Connect provider, such as https://id.example.org')

const yesOrNo = z.string().transform((text, context) => {
  if (text === 'true' || text === 'false') return text === 'true'
  context.addIssue('must be true or false')
  return z.NEVER
})

const signingSecrets = z.string().transform((text, context) => {
  const secrets = text.split(',').map((secret) => secret.trim())
  if (secrets.every((secret) => /^[\w-]{43}$/.test(secret)) && new Set(secrets).size === secrets.length) return secrets
  context.addIssue('must be secrets of 256 bits in base64url, 43 characters each, with commas between')
  return z.NEVER
})

const oneOf = <const Choices extends readonly [string, ...string[]]>(...choices: Choices) =>
  z.enum(choices, `must be one of ${choices.join(', ')}`)

/** Every setting by the name it has in the environment and in `.env`; what is left out or empty has its default. */
export const settingsSchema = z.object({
  PORT: wholeNumber(0, 65_535).prefault('8000'),
  HOST: hostName.prefault('127.0.0.1'),
  DATALENS_HOME: z.string().prefault('./data'),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_POOL_SIZE: wholeNumber(2, 200).prefault('10'),
  PUBLIC_URL: origin.optional(),
  TRUST_PROXY: trustedProxies.prefault('false'),
  CORS_ORIGINS: origins.optional(),
  REGISTRATION: oneOf('open', 'invite', 'closed').optional(),
  SETUP_CODE: z
    .string()
    .min(8, 'must have at least 8 characters')
    .max(200, 'may have at most 200 characters')
    .optional(),
  ACCESS_TOKEN_KEYS: signingSecrets.optional(),
  REQUIRE_SECOND_FACTOR: oneOf('none', 'superusers', 'all').prefault('none'),
  LIMIT_SIGN_IN_PER_ACCOUNT: wholeNumber(1, 1_000_000).prefault('10'),
  LIMIT_SIGN_IN_PER_ADDRESS: wholeNumber(1, 1_000_000).prefault('100'),
  LIMIT_REGISTRATION_PER_ADDRESS: wholeNumber(1, 1_000_000).prefault('100'),
  LIMIT_FORGOTTEN_PASSWORD: wholeNumber(1, 1_000_000).prefault('5'),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: sender.optional(),
  OIDC_ISSUER: issuer.optional(),
  OIDC_CLIENT_ID: z.string().max(500, 'may have at most 500 characters').optional(),
  OIDC_CLIENT_SECRET: z.string().max(1000, 'may have at most 1000 characters').optional(),
  OIDC_NAME: z.string().max(50, 'may have at most 50 characters').optional(),
  OIDC_AUTO_CREATE: yesOrNo.prefault('false'),
  MAX_UPLOAD_BYTES: byteCount.prefault('64G'),
  DEFAULT_QUOTA_BYTES: byteCount.optional(),
  TRASH_DAYS: wholeNumber(1, 3650).prefault('30'),
  AUDIT_DAYS: wholeNumber(1, 36_500).prefault('365'),
  LOG_LEVEL: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').prefault('info'),
})

/** What a person may decide about a running DataLens, checked once at start. */
export interface Settings {
  /** Port to listen on; 0 takes a free one. */
  port: number
  host: string
  /** Absolute path of the directory that holds everything DataLens keeps. */
  home: string
  /** The PostgreSQL to use; undefined means the embedded one in the home. */
  databaseUrl: string | undefined
  /** Connections the API holds at most; the worker has a few of its own. */
  databasePoolSize: number
  /** Origin under which people reach this server; undefined means the address it listens on. */
  publicUrl: string | undefined
  trustProxy: boolean | number | string[]
  /** Origins whose pages may call the API with a bearer token; cookies never count there. */
  corsOrigins: string[]
  registration: 'open' | 'invite' | 'closed'
  /** Whether only this machine reaches DataLens: by `host`, and by `publicUrl` where that is set. */
  isLoopback: boolean
  /** What the first account must know where other machines can reach the port; undefined means a new one at each start. */
  setupCode: string | undefined
  /** What signs access tokens, the first, and what else is believed; undefined means the keys of the home. */
  accessTokenKeys: string[] | undefined
  /** Of whom a second factor is wanted. */
  requireSecondFactor: 'none' | 'superusers' | 'all'
  /**
   * How many attempts may be in vain: sign-ins in 15 minutes, registrations in an hour. How many mails with links may be
   * asked for in an hour.
   */
  limits: {
    signInPerAccount: number
    signInPerAddress: number
    registrationPerAddress: number
    forgottenPassword: number
  }
  /** The mail server, with its password; undefined means that mails become files in the home. */
  smtpUrl: string | undefined
  /** Who mails are from. */
  mailFrom: string
  /** The provider that people may sign in with. */
  oidc: OidcSettings | undefined
  maxUploadBytes: number
  /** Bytes that a person without a quota of their own may store; undefined means any number. */
  defaultQuotaBytes: number | undefined
  /** Days a deleted dataset stays restorable. */
  trashDays: number
  /** Days an event stays in the audit log. */
  auditDays: number
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
}

/** An OpenID Connect provider and who we are there. */
export interface OidcSettings {
  issuer: string
  clientId: string
  /** Undefined for a client that has none and relies on PKCE alone. */
  clientSecret: string | undefined
  /** What the button on the sign-in page calls it. */
  name: string
  /** Whether people who have no account yet get one. */
  autoCreate: boolean
}

/** One or more settings have a value that cannot be used; the message names each of them. */
export class SettingsError extends OperatorError {
  override name = 'SettingsError'
}

/** Reads the settings from the environment and, where that is silent, from `.env` in `directory`. */
export function readSettings({ environment = process.env, directory = process.cwd() } = {}): Settings {
  const given = { ...readEnvFile(resolve(directory, '.env')), ...withoutBlanks(environment) }
  const parsed = settingsSchema.safeParse(given)
  if (!parsed.success) throw new SettingsError(parsed.error.issues.map((issue) => complaint(issue, given)).join('\n'))
  const read = parsed.data
  if (read.OIDC_ISSUER && !read.OIDC_CLIENT_ID) throw new SettingsError('OIDC_CLIENT_ID must be set with OIDC_ISSUER.')
  return {
    port: read.PORT,
    host: read.HOST,
    home: resolve(directory, read.DATALENS_HOME),
    databaseUrl: read.DATABASE_URL,
    databasePoolSize: read.DATABASE_POOL_SIZE,
    publicUrl: read.PUBLIC_URL,
    trustProxy: read.TRUST_PROXY,
    corsOrigins: read.CORS_ORIGINS ?? [],
    registration: read.REGISTRATION ?? (isPrivate(read) ? 'open' : 'invite'),
    isLoopback: isPrivate(read),
    setupCode: read.SETUP_CODE,
    accessTokenKeys: read.ACCESS_TOKEN_KEYS,
    requireSecondFactor: read.REQUIRE_SECOND_FACTOR,
    limits: {
      signInPerAccount: read.LIMIT_SIGN_IN_PER_ACCOUNT,
      signInPerAddress: read.LIMIT_SIGN_IN_PER_ADDRESS,
      registrationPerAddress: read.LIMIT_REGISTRATION_PER_ADDRESS,
      forgottenPassword: read.LIMIT_FORGOTTEN_PASSWORD,
    },
    smtpUrl: read.SMTP_URL,
    mailFrom: read.MAIL_FROM ?? `DataLens <datalens@${new URL(read.PUBLIC_URL ?? 'http://localhost').hostname}>`,
    oidc:
      read.OIDC_ISSUER && read.OIDC_CLIENT_ID
        ? {
            issuer: read.OIDC_ISSUER,
            clientId: read.OIDC_CLIENT_ID,
            clientSecret: read.OIDC_CLIENT_SECRET,
            name: read.OIDC_NAME ?? new URL(read.OIDC_ISSUER).hostname,
            autoCreate: read.OIDC_AUTO_CREATE,
          }
        : undefined,
    maxUploadBytes: read.MAX_UPLOAD_BYTES,
    defaultQuotaBytes: read.DEFAULT_QUOTA_BYTES,
    trashDays: read.TRASH_DAYS,
    auditDays: read.AUDIT_DAYS,
    logLevel: read.LOG_LEVEL,
  }
}

function readEnvFile(file: string): Record<string, string> {
  try {
    return withoutBlanks(parseEnv(readFileSync(file, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new SettingsError(`${file} cannot be read: ${(error as Error).message}.`)
  }
}

function withoutBlanks(values: NodeJS.Dict<string>): Record<string, string> {
  const filled = Object.entries(values).map(([name, value]) => [name, value?.trim()] as const)
  return Object.fromEntries(filled.filter((entry): entry is [string, string] => Boolean(entry[1])))
}

const secretSettings = new Set(['DATABASE_URL', 'SETUP_CODE', 'ACCESS_TOKEN_KEYS', 'SMTP_URL', 'OIDC_CLIENT_SECRET'])

function complaint(issue: z.core.$ZodIssue, given: Record<string, string>): string {
  const name = String(issue.path[0])
  return `${name} ${secretSettings.has(name) ? 'cannot be used: it' : `is "${given[name]}", but`} ${issue.message}. Correct it in the environment or in .env.`
}

/** Who names an address for others has a proxy in front of the loopback that lets them in. */
function isPrivate({ HOST, PUBLIC_URL }: { HOST: string; PUBLIC_URL?: string | undefined }): boolean {
  return isLoopback(HOST) && (!PUBLIC_URL || isLoopback(new URL(PUBLIC_URL).hostname.replace(/^\[|\]$/g, '')))
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}
