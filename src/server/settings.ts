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
  REGISTRATION: oneOf('open', 'invite', 'closed').optional(),
  SETUP_CODE: z
    .string()
    .min(8, 'must have at least 8 characters')
    .max(200, 'may have at most 200 characters')
    .optional(),
  LIMIT_SIGN_IN_PER_ACCOUNT: wholeNumber(1, 1_000_000).prefault('10'),
  LIMIT_SIGN_IN_PER_ADDRESS: wholeNumber(1, 1_000_000).prefault('100'),
  LIMIT_REGISTRATION_PER_ADDRESS: wholeNumber(1, 1_000_000).prefault('100'),
  MAX_UPLOAD_BYTES: byteCount.prefault('64G'),
  DEFAULT_QUOTA_BYTES: byteCount.optional(),
  TRASH_DAYS: wholeNumber(1, 3650).prefault('30'),
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
  registration: 'open' | 'invite' | 'closed'
  /** Whether only this machine can reach the port. */
  isLoopback: boolean
  /** What the first account must know where other machines can reach the port; undefined means a new one at each start. */
  setupCode: string | undefined
  /** How many attempts may be in vain: sign-ins in 15 minutes, registrations in an hour. */
  limits: { signInPerAccount: number; signInPerAddress: number; registrationPerAddress: number }
  maxUploadBytes: number
  /** Bytes that a person without a quota of their own may store; undefined means any number. */
  defaultQuotaBytes: number | undefined
  /** Days a deleted dataset stays restorable. */
  trashDays: number
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
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
  return {
    port: read.PORT,
    host: read.HOST,
    home: resolve(directory, read.DATALENS_HOME),
    databaseUrl: read.DATABASE_URL,
    databasePoolSize: read.DATABASE_POOL_SIZE,
    publicUrl: read.PUBLIC_URL,
    trustProxy: read.TRUST_PROXY,
    registration: read.REGISTRATION ?? (isLoopback(read.HOST) ? 'open' : 'invite'),
    isLoopback: isLoopback(read.HOST),
    setupCode: read.SETUP_CODE,
    limits: {
      signInPerAccount: read.LIMIT_SIGN_IN_PER_ACCOUNT,
      signInPerAddress: read.LIMIT_SIGN_IN_PER_ADDRESS,
      registrationPerAddress: read.LIMIT_REGISTRATION_PER_ADDRESS,
    },
    maxUploadBytes: read.MAX_UPLOAD_BYTES,
    defaultQuotaBytes: read.DEFAULT_QUOTA_BYTES,
    trashDays: read.TRASH_DAYS,
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

function complaint(issue: z.core.$ZodIssue, given: Record<string, string>): string {
  const name = String(issue.path[0])
  const holdsSecret = name === 'DATABASE_URL' || name === 'SETUP_CODE'
  return `${name} ${holdsSecret ? 'cannot be used: it' : `is "${given[name]}", but`} ${issue.message}. Correct it in the environment or in .env.`
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}
