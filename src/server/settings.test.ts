import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readSettings, SettingsError, settingsSchema } from './settings.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'datalens-settings-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const read = (environment: Record<string, string>) => readSettings({ environment, directory })

test('an empty environment has defaults that listen on this machine only', () => {
  expect(read({})).toEqual({
    port: 8000,
    host: '127.0.0.1',
    home: join(directory, 'data'),
    databaseUrl: undefined,
    databasePoolSize: 10,
    publicUrl: undefined,
    trustProxy: false,
    corsOrigins: [],
    registration: 'open',
    isLoopback: true,
    setupCode: undefined,
    accessTokenKeys: undefined,
    requireSecondFactor: 'none',
    limits: { signInPerAccount: 10, signInPerAddress: 100, registrationPerAddress: 100, forgottenPassword: 5 },
    smtpUrl: undefined,
    mailFrom: 'DataLens <datalens@localhost>',
    oidc: undefined,
    maxUploadBytes: 64 * 2 ** 30,
    defaultQuotaBytes: undefined,
    trashDays: 30,
    auditDays: 365,
    logLevel: 'info',
  })
})

test('the environment wins over .env, .env over the default, and blanks count as left out', () => {
  writeFileSync(join(directory, '.env'), 'PORT=9000\nHOST=0.0.0.0\nTRASH_DAYS=\n')
  expect(read({ PORT: '9001', HOST: ' ' })).toMatchObject({ port: 9001, host: '0.0.0.0', trashDays: 30 })
})

test('CORS_ORIGINS are origins and nothing else', () => {
  const origins = 'https://lab.example.org, http://localhost:3000/,https://lab.example.org'
  expect(read({ CORS_ORIGINS: origins }).corsOrigins).toEqual(['https://lab.example.org', 'http://localhost:3000'])
})

test('registration needs an invitation as soon as other machines can reach the port', () => {
  expect(read({ HOST: '0.0.0.0' }).registration).toBe('invite')
  expect(read({ HOST: '::1' }).registration).toBe('open')
  expect(read({ PUBLIC_URL: 'https://data.example.org' })).toMatchObject({ registration: 'invite', isLoopback: false })
  for (const PUBLIC_URL of ['http://localhost:8000', 'http://[::1]:8000', 'http://127.0.0.1']) {
    expect(read({ PUBLIC_URL })).toMatchObject({ registration: 'open', isLoopback: true })
  }
  expect(read({ HOST: '0.0.0.0', REGISTRATION: 'open' }).registration).toBe('open')
})

test.each([
  ['64G', 64 * 2 ** 30],
  ['5 MiB', 5 * 2 ** 20],
  ['1000', 1000],
])('MAX_UPLOAD_BYTES=%s is %i bytes', (text, bytes) => {
  expect(read({ MAX_UPLOAD_BYTES: text }).maxUploadBytes).toBe(bytes)
})

test.each([
  ['true', true],
  ['2', 2],
  ['10.0.0.0/8, ::1', ['10.0.0.0/8', '::1']],
])('TRUST_PROXY=%s', (text, trusted) => {
  expect(read({ TRUST_PROXY: text }).trustProxy).toEqual(trusted)
})

test('mails come from the public name unless the settings say from whom', () => {
  expect(read({ PUBLIC_URL: 'https://data.example.org' }).mailFrom).toBe('DataLens <datalens@data.example.org>')
  for (const from of ['me@example.org', 'The Lab <lab@example.org>']) {
    expect(read({ MAIL_FROM: from }).mailFrom).toBe(from)
  }
})

test('a provider is called as its host unless it has a name', () => {
  const given = { OIDC_ISSUER: 'https://id.example.org/realm', OIDC_CLIENT_ID: 'datalens' }
  const oidc = { issuer: 'https://id.example.org/realm', clientId: 'datalens', clientSecret: undefined }
  expect(read(given).oidc).toEqual({ ...oidc, name: 'id.example.org', autoCreate: false })
  const more = { OIDC_NAME: 'Example', OIDC_AUTO_CREATE: 'true', OIDC_CLIENT_SECRET: 's' }
  expect(read({ ...given, ...more }).oidc).toEqual({ ...oidc, clientSecret: 's', name: 'Example', autoCreate: true })
})

describe('a value that cannot be used', () => {
  test.each([
    ['PORT', '80x0'],
    ['PORT', '65536'],
    ['HOST', 'not a host'],
    ['DATABASE_POOL_SIZE', '0'],
    ['PUBLIC_URL', 'https://example.org/datalens'],
    ['TRUST_PROXY', 'nginx'],
    ['REGISTRATION', 'everybody'],
    ['LIMIT_SIGN_IN_PER_ACCOUNT', '0'],
    ['MAX_UPLOAD_BYTES', '-1'],
    ['MAIL_FROM', 'DataLens'],
    ['MAIL_FROM', 'a@example.org, b@example.org'],
    ['MAIL_FROM', 'DataLens\nBcc: <all@example.org>'],
    ['OIDC_ISSUER', 'http://id.example.org'],
    ['OIDC_ISSUER', 'id.example.org'],
    ['OIDC_AUTO_CREATE', 'yes'],
    ['DEFAULT_QUOTA_BYTES', '0'],
    ['TRASH_DAYS', '1.5'],
    ['AUDIT_DAYS', '0'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'null'],
    ['CORS_ORIGINS', 'https://lab.example.org/page'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s is refused by a sentence that names both', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(SettingsError)
    expect(() => read({ [name]: value })).toThrow(`${name} is "${value}", but must`)
  })

  test('a DATABASE_URL is refused without repeating its password', () => {
    const refusal = () => read({ DATABASE_URL: 'mysql://datalens:hunter2@localhost/datalens' })
    expect(refusal).toThrow('DATABASE_URL cannot be used: it must look like postgresql://')
    expect(refusal).not.toThrow('hunter2')
  })

  test('an SMTP_URL is refused without repeating its password', () => {
    const refusal = () => read({ SMTP_URL: 'imap://me:hunter2@mail.example.org' })
    expect(refusal).toThrow('SMTP_URL cannot be used: it must look like smtp://')
    expect(refusal).not.toThrow('hunter2')
  })

  test('a provider without a client id is refused', () => {
    expect(() => read({ OIDC_ISSUER: 'https://id.example.org' })).toThrow('OIDC_CLIENT_ID must be set with OIDC_ISSUER')
  })

  test('a SETUP_CODE is refused without repeating it', () => {
    expect(() => read({ SETUP_CODE: 'hunter2' })).toThrow('SETUP_CODE cannot be used: it must have at least 8')
  })

  test('several are named at once', () => {
    expect(() => read({ PORT: 'x', TRASH_DAYS: 'y' })).toThrow(/PORT is .*\nTRASH_DAYS is /)
  })
})

test('.env.example lists every setting, nothing else, and states the defaults', () => {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
  expect(Object.keys(parseEnv(example)).sort()).toEqual(Object.keys(settingsSchema.shape).sort())
  writeFileSync(join(directory, '.env'), example)
  const fromExample = read({})
  rmSync(join(directory, '.env'))
  expect(fromExample).toEqual(read({}))
})
