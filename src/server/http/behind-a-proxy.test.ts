import { createServer, type Server, request as sendHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { openEvents } from '../../../test/event-reader.ts'
import { buildUser, signIn, testPassword } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

const build = async (environment: Record<string, string>) => {
  const server = await buildTestApp(environment)
  open.push(server.close)
  return server
}

type TestApp = Awaited<ReturnType<typeof build>>

const login = async ({ app, orm }: TestApp, remoteAddress: string, headers: Record<string, string> = {}) => {
  const { username } = await buildUser(orm)
  const payload = { login: username, password: testPassword }
  return await app.inject({ method: 'POST', url: '/api/v1/auth/login', remoteAddress, headers, payload })
}

/** From where the sign-in came, as sessions, limits and the audit log see it. */
const addressSeen = async (server: TestApp, remoteAddress: string, headers: Record<string, string>) => {
  const answer = await login(server, remoteAddress, headers)
  const [session] = (
    await server.app.inject({
      url: '/api/v1/auth/sessions',
      headers: { authorization: `Bearer ${answer.json().access_token}` },
    })
  ).json().items
  const sql = 'select ip from audit_events where request_id = ?'
  const [event] = await server.orm.em.fork().execute(sql, [answer.headers['x-request-id']])
  expect(event).toEqual({ ip: session.ip })
  return session.ip
}

const forwarded = (chain: string) => ({ 'x-forwarded-for': chain })

describe('the address of who sends a request', () => {
  test.each<[trust: string, socket: string, chain: string, seen: string]>([
    ['false', '192.0.2.9', '6.6.6.6', '192.0.2.9'],
    ['true', '10.0.0.5', '6.6.6.6, 7.7.7.7', '6.6.6.6'],
    ['1', '10.0.0.5', '6.6.6.6', '6.6.6.6'],
    ['1', '10.0.0.5', 'spoofed, 6.6.6.6', '6.6.6.6'],
    ['1', '10.0.0.5', '9.9.9.9, 6.6.6.6', '6.6.6.6'],
    ['2', '10.0.0.5', '9.9.9.9, 6.6.6.6, 10.0.0.7', '6.6.6.6'],
    ['0', '10.0.0.5', '6.6.6.6', '10.0.0.5'],
    ['10.0.0.0/8', '10.0.0.5', '9.9.9.9, 6.6.6.6, 10.0.0.7', '6.6.6.6'],
    ['10.0.0.0/8', '192.0.2.9', '6.6.6.6', '192.0.2.9'],
    ['10.0.0.0/8', '::ffff:10.0.0.5', '6.6.6.6', '6.6.6.6'],
    ['fd00::/8', 'fd00::1', '2001:db8::7', '2001:db8::7'],
    ['fd00::/8,10.0.0.0/8', 'fd00::1', '2001:db8::7, 10.1.1.1', '2001:db8::7'],
    ['fd00::/8', '2001:db8::1', '6.6.6.6', '2001:db8::1'],
    ['1', '10.0.0.5', 'unknown', '10.0.0.5'],
    ['1', '10.0.0.5', '<script>', '10.0.0.5'],
    ['1', '10.0.0.5', '6.6.6.6:1234', '10.0.0.5'],
    ['1', '10.0.0.5', '', '10.0.0.5'],
  ])('TRUST_PROXY=%s, from %s, "%s" is %s', async (TRUST_PROXY, socket, chain, seen) => {
    expect(await addressSeen(await build({ TRUST_PROXY }), socket, forwarded(chain))).toBe(seen)
  })

  test('that is made up escapes no limit where nobody is trusted', async () => {
    const server = await build({ LIMIT_SIGN_IN_PER_ADDRESS: '5' })
    const statuses = []
    for (let n = 0; n < 7; n += 1) {
      const answer = await server.app.inject({
        method: 'POST',
        url: '/api/v1/auth/login',
        headers: forwarded(`6.6.6.${n}`),
        payload: { login: `nobody-${n}`, password: 'wrong' },
      })
      statuses.push(answer.statusCode)
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429])
  })
})

describe('cookies are Secure', () => {
  const https = { 'x-forwarded-proto': 'https' }

  test.each<[environment: Record<string, string>, headers: Record<string, string>, isSecure: boolean]>([
    [{}, {}, false],
    [{}, https, false],
    [{ TRUST_PROXY: '1' }, https, true],
    [{ TRUST_PROXY: '1' }, { 'x-forwarded-proto': 'http' }, false],
    [{ TRUST_PROXY: '192.0.2.0/24' }, https, false],
    [{ PUBLIC_URL: 'https://data.example.org' }, {}, true],
    [{ PUBLIC_URL: 'http://data.example.org', TRUST_PROXY: '1' }, https, false],
  ])('where people come by https: %j %j', async (environment, headers, isSecure) => {
    const { cookies } = await login(await build(environment), '10.0.0.5', headers)
    expect(cookies.map(({ secure = false }) => secure)).toEqual([isSecure, isSecure, isSecure])
  })
})

test('links name PUBLIC_URL, whatever Host and X-Forwarded-Host say', async () => {
  const server = await build({ PUBLIC_URL: 'https://data.example.org', TRUST_PROXY: 'true' })
  const { headers } = await signIn(server.app, await buildUser(server.orm, { isSuperuser: true }))
  const { id } = await buildUser(server.orm)
  const answer = await server.app.inject({
    method: 'POST',
    url: `/api/v1/users/${id}/reset-link`,
    headers: { ...headers, host: 'evil.example', 'x-forwarded-host': 'evil.example' },
  })
  expect(answer.json().url).toMatch(/^https:\/\/data\.example\.org\/reset-password#/)
})

describe('through a proxy', () => {
  /** Passes everything on as nginx does with the lines of docs/deploy.md. */
  const startProxy = async (port: number): Promise<string> => {
    const proxy: Server = createServer((incoming, outgoing) => {
      const passed = sendHttp(
        {
          port,
          host: '127.0.0.1',
          method: incoming.method,
          path: incoming.url,
          headers: {
            ...incoming.headers,
            'x-forwarded-for': [incoming.headers['x-forwarded-for'], '203.0.113.50'].filter(Boolean).join(', '),
            'x-forwarded-proto': 'https',
          },
        },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
          answer.pipe(outgoing)
        },
      )
      passed.on('error', () => outgoing.destroy())
      outgoing.on('close', () => passed.destroy())
      incoming.pipe(passed)
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    open.push(async () => {
      proxy.closeAllConnections()
      proxy.close()
    })
    return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  }

  test('a browser signs in, uploads, and follows its datasets live', async () => {
    const server = await build({ PUBLIC_URL: 'https://data.example.org', TRUST_PROXY: '1' })
    await server.app.listen({ port: 0, host: '127.0.0.1' })
    const url = await startProxy((server.app.server.address() as AddressInfo).port)
    const { username } = await buildUser(server.orm)
    const origin = 'https://data.example.org'

    const signedIn = await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, 'x-forwarded-for': '9.9.9.9' },
      body: JSON.stringify({ login: username, password: testPassword }),
    })
    expect(signedIn.status).toBe(200)
    const cookies = signedIn.headers.getSetCookie()
    for (const cookie of cookies) expect(cookie).toMatch(/; Secure/)
    const cookie = cookies.map((line) => line.split(';')[0]).join('; ')

    await using events = await openEvents(`${url}/api/v1/events`, { cookie })
    expect(events.status).toBe(200)
    expect(events.headers.get('x-accel-buffering')).toBe('no')
    const { payload, headers } = fileForm(`a,b\n${'1,2\n'.repeat(500_000)}`)
    const uploaded = await fetch(`${url}/api/v1/datasets`, {
      method: 'POST',
      headers: { ...headers, cookie, origin },
      body: new Uint8Array(payload),
    })
    expect(uploaded.status).toBe(201)
    const { id, file_size } = (await uploaded.json()) as { id: string; file_size: number }
    expect(file_size).toBe(2_000_004)
    expect((await events.until(({ data }) => data.id === id)).event).toBe('dataset')

    const sessions = await fetch(`${url}/api/v1/auth/sessions`, { headers: { cookie } })
    const { items } = (await sessions.json()) as { items: { ip: string }[] }
    expect(items.map(({ ip }) => ip)).toEqual(['203.0.113.50'])
  })
})
