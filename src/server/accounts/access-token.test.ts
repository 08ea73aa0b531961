import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { createAccessTokens } from './access-token.ts'
import { signingKeyFrom } from './signing-keys.ts'
import type { UserRow } from './user.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let user: UserRow
let signedIn: SignedIn
let genuine: string
let secret: Buffer

beforeAll(async () => {
  server = await buildTestApp()
  user = await buildUser(server.orm)
  signedIn = await signIn(server.app, user)
  genuine = signedIn.accessToken
  secret = Buffer.from(readFileSync(join(server.home.secrets, 'access-token-key'), 'utf8').trim(), 'base64url')
})

afterAll(() => server.close())

const ask = (authorization: string) => server.app.inject({ url: '/api/v1/auth/me', headers: { authorization } })

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

const signed = (header: object, claims: object, key: Buffer = secret, hash = 'sha256') => {
  const content = `${encode(header)}.${encode(claims)}`
  return `${content}.${createHmac(hash, key).update(content).digest('base64url')}`
}

test('says who, in which session, from when to when, and nothing else', async () => {
  expect(decodeProtectedHeader(genuine)).toEqual({ alg: 'HS256', kid: expect.stringMatching(/^[\w-]{12}$/) })
  const claims = decodeJwt(genuine)
  expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub'])
  expect(claims).toMatchObject({ iss: 'datalens', aud: 'datalens-api', sub: user.id })
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(900)
})

test('the key has 256 bits, is readable by its owner alone and another one in every home', async () => {
  const file = join(server.home.secrets, 'access-token-key')
  expect(secret).toHaveLength(32)
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  const other = await buildTestApp()
  expect(readFileSync(join(other.home.secrets, 'access-token-key'), 'utf8')).not.toBe(readFileSync(file, 'utf8'))
  await other.close()
})

test.each(['Bearer', 'bearer', 'BEARER'])('%s is understood', async (scheme) => {
  expect((await ask(`${scheme} ${genuine}`)).statusCode).toBe(200)
})

describe('not_authenticated for', () => {
  const header = () => ({ ...decodeProtectedHeader(genuine) })
  const claims = () => decodeJwt(genuine)
  const now = () => Math.floor(Date.now() / 1000)
  const [stranger] = [Buffer.alloc(32, 7)]

  const forgeries: Record<string, () => string | Promise<string>> = {
    'alg none': () => `${encode({ alg: 'none' })}.${encode(claims())}.`,
    'alg none with the key id': () => `${encode({ ...header(), alg: 'none' })}.${encode(claims())}.`,
    'alg None with a genuine signature': () =>
      `${encode({ ...header(), alg: 'None' })}.${genuine.split('.').slice(1).join('.')}`,
    'another key under our key id': () => signed(header(), claims(), stranger),
    'an empty key': () => signed(header(), claims(), Buffer.alloc(0)),
    'the key as text': () => signed(header(), claims(), Buffer.from(secret.toString('base64url'))),
    'our key under another key id': () => signed({ ...header(), kid: 'other' }, claims()),
    'no key id': () => signed({ alg: 'HS256' }, claims()),
    'a key id that is a path': () => signed({ ...header(), kid: '../../../dev/null' }, claims(), Buffer.alloc(0)),
    'a key that it brings along': () =>
      signed({ ...header(), jwk: { kty: 'oct', k: stranger.toString('base64url') } }, claims(), stranger),
    'HS512 with our key': () => signed({ ...header(), alg: 'HS512' }, claims(), secret, 'sha512'),
    'RS256 with a genuine RSA signature': () => {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      const jwk = publicKey.export({ format: 'jwk' })
      const content = `${encode({ ...header(), alg: 'RS256', jwk })}.${encode(claims())}`
      return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`
    },
    'ES256 with a signature of zeros': () =>
      `${encode({ ...header(), alg: 'ES256' })}.${encode(claims())}.${Buffer.alloc(64).toString('base64url')}`,
    'no algorithm': () => signed({ kid: decodeProtectedHeader(genuine).kid ?? '' }, claims()),
    'a list of algorithms': () => signed({ ...header(), alg: ['HS256', 'none'] }, claims()),
    'hs256 in small letters': () => signed({ ...header(), alg: 'hs256' }, claims()),
    'a key from an address': () => signed({ ...header(), jku: 'https://evil.example/keys' }, claims(), stranger),
    'RS256 over an HMAC': () => signed({ ...header(), alg: 'RS256' }, claims()),
    'an unencoded payload': () => signed({ ...header(), b64: false, crit: ['b64'] }, claims()),
    'a token in a token': () =>
      signed({ ...header(), cty: 'JWT' }, {}, secret).replace(
        /\.[^.]*\./,
        `.${Buffer.from(genuine).toString('base64url')}.`,
      ),
    'an encrypted token': () =>
      `${encode({ alg: 'dir', enc: 'A256GCM', kid: header().kid })}..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA`,
    'the JSON form of a JWS': () => {
      const [head, payload, signature] = genuine.split('.')
      return Buffer.from(JSON.stringify({ protected: head, payload, signature })).toString('base64url')
    },
    'padding at the end': () => `${genuine}=`,
    'padding in the middle': () => genuine.replace(/\./g, '=.'),
    'base64 with plus and slash': () =>
      genuine.replace(/\.([^.]*)$/, (_, end) => `.${Buffer.from(end, 'base64url').toString('base64')}`),
    'a blank inside': () => genuine.replace('.', '.%20'),
    'a header that is no JSON': () =>
      `${Buffer.from('{').toString('base64url')}.${genuine.split('.').slice(1).join('.')}`,
    'a header that is null': () =>
      `${Buffer.from('null').toString('base64url')}.${genuine.split('.').slice(1).join('.')}`,
    'two claims of one name': () => {
      const twice = JSON.stringify(claims()).replace('{', `{"sub":"00000000-0000-4000-8000-000000000000",`)
      const content = `${encode(header())}.${Buffer.from(twice).toString('base64url')}`
      return `${content}.${createHmac('sha256', stranger).update(content).digest('base64url')}`
    },
    'a list of audiences without ours': () => signed(header(), { ...claims(), aud: ['datalens-device', 'other'] }),
    'no time to begin with': () => signed(header(), { ...claims(), nbf: 'soon' }),
    'an end that is not finite': () => signed(header(), { ...claims(), exp: Number.POSITIVE_INFINITY }),
    'issued in the far future': () =>
      signed(header(), { ...claims(), nbf: now() + 10 ** 9, exp: now() + 10 ** 9 + 900 }),
    'eight thousand letters': () => 'a'.repeat(8000),
    'a critical extension': () => signed({ ...header(), crit: ['x'], x: 1 }, claims()),
    'not yet valid': () => signed(header(), { ...claims(), nbf: now() + 60 }),
    'another audience': () => signed(header(), { ...claims(), aud: 'datalens-device' }),
    'no audience': () => signed(header(), { ...claims(), aud: undefined }),
    'another issuer': () => signed(header(), { ...claims(), iss: 'https://evil.example' }),
    'a changed payload': () => {
      const [head, , signature] = genuine.split('.')
      return `${head}.${encode({ ...claims(), sub: '00000000-0000-4000-8000-000000000000' })}.${signature}`
    },
    'a changed signature': () => `${genuine.slice(0, -2)}${genuine.endsWith('AA') ? 'BB' : 'AA'}`,
    'no signature': () => genuine.replace(/[^.]*$/, ''),
    'two parts': () => genuine.replace(/\.[^.]*$/, ''),
    'five parts': () => `${genuine}.x.y`,
    'only dots': () => '..',
    'no JSON inside': () => `${encode(header())}.${Buffer.from('hello').toString('base64url')}.x`,
    'a JSON list inside': () => signed(header(), []),
    'more than it can hold': () => signed(header(), { ...claims(), filler: 'x'.repeat(8000) }),
    'the mark of a known device': () => signedIn.cookies.datalens_device ?? '',
    'a refresh token': () => signedIn.cookies.datalens_refresh ?? '',
    'another session of nobody': () => signed(header(), { ...claims(), sid: '00000000-0000-4000-8000-000000000000' }),
    'somebody else in a genuine session': () =>
      signed(header(), { ...claims(), sub: '00000000-0000-4000-8000-000000000000' }),
    'a session that is no id': () => signed(header(), { ...claims(), sid: `' or 1=1 --` }),
    'text for a number': () => signed(header(), { ...claims(), exp: '9999999999' }),
    nonsense: () => 'undefined',
  }
  for (const claim of ['sub', 'sid', 'iat', 'exp', 'jti', 'iss']) {
    forgeries[`no ${claim}`] = () => signed(header(), { ...claims(), [claim]: undefined })
  }

  test('(a token made as ours is, by the same means, is believed)', async () => {
    expect((await ask(`Bearer ${signed(header(), claims())}`)).statusCode).toBe(200)
  })

  test.each(Object.keys(forgeries))('%s', async (name) => {
    const token = await forgeries[name]?.()
    for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: `datalens_access=${token}` }]) {
      const answer = await server.app.inject({ url: '/api/v1/auth/me', headers })
      expect(answer.json()).toMatchObject({ status: 401, code: 'not_authenticated' })
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    }
  })

  test.each(['', 'Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', 'Token x', 'Bearer a b'])(
    'the header %j',
    async (value) => {
      expect((await ask(value)).json()).toMatchObject({ status: 401, code: 'not_authenticated' })
    },
  )
})

test('token_expired, and how to tell, once its time is over, but only for tokens of ours', async () => {
  const past = { ...decodeJwt(genuine), exp: Math.floor(Date.now() / 1000) - 1 }
  const spent = await ask(`Bearer ${signed(decodeProtectedHeader(genuine), past)}`)
  expect(spent.json()).toMatchObject({ status: 401, code: 'token_expired' })
  expect(spent.headers['www-authenticate']).toBe('Bearer error="invalid_token"')
  const forged = await ask(`Bearer ${signed(decodeProtectedHeader(genuine), past, Buffer.alloc(32, 7))}`)
  expect(forged.json().code).toBe('not_authenticated')
})

test('a token that was believed before expires all the same', async () => {
  let clock = Date.now()
  const whose = { userId: randomUUID(), sessionId: randomUUID() }
  const key = await signingKeyFrom(secret.toString('base64url'))
  const tokens = createAccessTokens(
    { current: key, get: async () => key.key, isBelieved: () => true, close: () => undefined },
    () => clock,
  )
  const { token } = await tokens.sign({ ...whose, endsAt: new Date(clock + 3_600_000) })
  clock += 899_000
  expect(await tokens.verify(token)).toMatchObject(whose)
  expect(await tokens.verify(token)).toMatchObject(whose)
  clock += 1000
  await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'token_expired' })
  await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'token_expired' })
})
