import { randomBytes } from 'node:crypto'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeProtectedHeader } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { createApp } from '../app.ts'
import { openOrm } from '../database/orm.ts'
import { createAccessTokens } from './access-token.ts'
import { createKnownDevices } from './known-device.ts'
import { readKeyFile, rotateKeyFile } from './signing-key-file.ts'
import { openSigningKeys } from './signing-keys.ts'

type TestApp = Awaited<ReturnType<typeof buildTestApp>>

let server: TestApp
beforeEach(async () => {
  server = await buildTestApp()
})
afterEach(() => server.close())

const file = () => join(server.home.secrets, 'access-token-key')
const keyIdOf = ({ accessToken }: SignedIn) => decodeProtectedHeader(accessToken).kid
const rotate = (forgetOld = false) => rotateKeyFile(server.home, { now: new Date(), forgetOld })

const works = async ({ headers }: SignedIn, { app }: Pick<TestApp, 'app'> = server) =>
  (await app.inject({ url: '/api/v1/auth/me', headers })).statusCode === 200

describe('a key that is rotated while the server runs', () => {
  test('signs within seconds; what the old one signed stays good, and so do marks of known browsers', async () => {
    const user = await buildUser(server.orm)
    const before = await signIn(server.app, user)
    await rotate()
    await expect.poll(async () => keyIdOf(await signIn(server.app, user)), { interval: 200 }).not.toBe(keyIdOf(before))
    expect([await works(before), await works(await signIn(server.app, user))]).toEqual([true, true])
    const keys = await openSigningKeys(server.home, {})
    const mark = before.cookies.datalens_device
    expect(await createKnownDevices(keys, Date.now).identify(mark, user.id)).toBeDefined()
    keys.close()
  })

  test('is known at once to a process that has not looked yet, when a token comes that it signed', async () => {
    const user = await buildUser(server.orm)
    await works(await signIn(server.app, user))
    await rotate()
    const orm = openOrm({ url: server.databaseUrl })
    const second = await createApp({ ...server.outside, orm })
    const elsewhere = await signIn(second, user)
    expect(await works(elsewhere)).toBe(true)
    await second.close()
    await orm.close()
  })

  test('is forgotten at once with --forget-old; the session goes on by its refresh token', async () => {
    const user = await buildUser(server.orm)
    const before = await signIn(server.app, user)
    expect(await works(before)).toBe(true)
    await rotate(true)
    await expect.poll(() => works(before), { interval: 200 }).toBe(false)
    const refreshed = await server.app.inject({
      method: 'POST',
      url: '/api/v1/auth/refresh',
      headers: before.cookieHeaders,
    })
    expect(refreshed.statusCode).toBe(200)
  })
})

test('a retired key is believed for what it signed, and not a second longer', async () => {
  let clock = Date.now()
  const now = () => clock
  const whose = { userId: server.settings.home, sessionId: 'x' }
  const old = await openSigningKeys(server.home, { now })
  const uuid = '00000000-0000-4000-8000-000000000000'
  const session = { userId: uuid, sessionId: uuid, endsAt: new Date(clock + 10 ** 9) }
  const { token } = await createAccessTokens(old, now).sign(session)
  const mark = await createKnownDevices(old, now).mark(whose.userId)
  await rotateKeyFile(server.home, { now: new Date(clock), forgetOld: false })
  const keys = await openSigningKeys(server.home, { now })
  const tokens = createAccessTokens(keys, now)
  clock += 899_000
  expect(await tokens.verify(token)).toMatchObject({ userId: uuid })
  const { token: forged } = await createAccessTokens(old, now).sign(session)
  expect(await tokens.verify(forged)).toMatchObject({ userId: uuid })
  clock += 2000
  await expect(tokens.verify(forged)).rejects.toMatchObject({ code: 'not_authenticated' })
  expect(await createKnownDevices(keys, now).identify(mark, whose.userId)).toBeDefined()
  clock += 364 * 24 * 60 * 60_000
  expect(await createKnownDevices(keys, now).identify(mark, whose.userId)).toBeDefined()
  old.close()
  keys.close()
})

describe('the file of the home', () => {
  test('is one secret at first, and only its owner may read it, also after many rotations', async () => {
    expect(await readKeyFile(server.home)).toEqual([{ secret: expect.stringMatching(/^[\w-]{43}$/), retiredAt: null }])
    for (let n = 0; n < 5; n += 1) await rotate()
    const keys = await readKeyFile(server.home)
    expect(new Set(keys.map(({ secret }) => secret)).size).toBe(6)
    expect(keys.map(({ retiredAt }) => retiredAt === null)).toEqual([true, ...Array(5).fill(false)])
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })

  test('forgets keys of which nothing can be good any more', async () => {
    const [first] = await readKeyFile(server.home)
    const day = 24 * 60 * 60_000
    await rotateKeyFile(server.home, { now: new Date(Date.now() - 366 * day), forgetOld: false })
    await rotate()
    const secrets = (await readKeyFile(server.home)).map(({ secret }) => secret)
    expect(secrets).toHaveLength(2)
    expect(secrets).not.toContain(first?.secret)
  })

  test('is refused when it holds nonsense, and the keys in use stay', async () => {
    const user = await buildUser(server.orm)
    const signedIn = await signIn(server.app, user)
    const text = readFileSync(file(), 'utf8')
    writeFileSync(file(), 'x'.repeat(50))
    await expect(readKeyFile(server.home)).rejects.toThrow('does not hold signing keys')
    await new Promise((resolve) => setTimeout(resolve, 2500))
    expect(await works(signedIn)).toBe(true)
    expect(keyIdOf(await signIn(server.app, user))).toBe(keyIdOf(signedIn))
    writeFileSync(file(), text)
    chmodSync(file(), 0o600)
  })
})

test('keys of the settings: the first signs, all are believed, the home is not asked', async () => {
  const [one, two] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')]
  const older = await openSigningKeys(server.home, { accessTokenKeys: [one] })
  const newer = await openSigningKeys(server.home, { accessTokenKeys: [two, one] })
  const uuid = '00000000-0000-4000-8000-000000000000'
  const session = { userId: uuid, sessionId: uuid, endsAt: new Date(Date.now() + 10 ** 6) }
  const { token } = await createAccessTokens(older).sign(session)
  expect(await createAccessTokens(newer).verify(token)).toMatchObject({ userId: uuid })
  expect(newer.current.id).not.toBe(older.current.id)
  const { token: fresh } = await createAccessTokens(newer).sign(session)
  await expect(createAccessTokens(older).verify(fresh)).rejects.toMatchObject({ code: 'not_authenticated' })
  const home = await openSigningKeys(server.home, {})
  await expect(createAccessTokens(home).verify(token)).rejects.toMatchObject({ code: 'not_authenticated' })
  home.close()
})
