import { type AddressInfo, connect } from 'node:net'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { buildForm } from '../../../test/multipart.ts'
import { logOptions } from '../http/log-options.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let person: SignedIn
let log = ''

const stream = new Writable({
  write(chunk, _encoding, done) {
    log += chunk
    done()
  },
})

beforeAll(async () => {
  server = await buildTestApp({}, { logger: { ...logOptions('info'), stream } })
  person = await signIn(server.app, await buildUser(server.orm))
  await server.app.listen({ port: 0, host: '127.0.0.1' })
})

beforeEach(() => {
  log = ''
})

afterAll(() => server.close())

/** Sends these very bytes and answers with what comes back before the server closes. */
const sendRaw = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect((server.app.server.address() as AddressInfo).port, '127.0.0.1')
    let answer = ''
    socket.setTimeout(5_000, () => socket.destroy())
    socket.on('data', (data) => {
      answer += data.toString('latin1')
    })
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(answer) : reject(error),
    )
    socket.on('close', () => resolve(answer))
    socket.write(bytes, 'latin1')
  })

const get = (headers: string, path = '/health') =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])

/** Every line is one entry of JSON that we wrote. */
const expectWholeLog = () => {
  const entries = log
    .trimEnd()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  for (const entry of entries) expect(entry).toMatchObject({ level: expect.any(Number), pid: process.pid })
  expect(entries.filter(({ forged }) => forged)).toEqual([])
}

describe('the log', () => {
  const forged = '{"level":30,"forged":true,"msg":"all is well"}'

  test.each([
    `/api/v1/auth/me?x=%0a${encodeURIComponent(forged)}`,
    `/%0d%0a${encodeURIComponent(forged)}`,
    `/api/v1/datasets/%0a${encodeURIComponent(forged)}`,
    `/${forged.replaceAll(' ', '%20')}`,
  ])('takes no line from an address: %s', async (path) => {
    expect(statusOf(await sendRaw(get('', path)))).toBeGreaterThanOrEqual(400)
    expect(log).not.toBe('')
    expectWholeLog()
  })

  test('takes no line from a body or a name', async () => {
    const login = `nobody\n${forged}`
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      payload: { login, password: 'x' },
    })
    expect(answer.statusCode).toBe(422)
    await server.app.inject({ url: '/health', headers: { 'user-agent': forged, 'x-request-id': `x\n${forged}` } })
    expectWholeLog()
  })
})

describe('a request that is none', () => {
  test.each<[what: string, bytes: string]>([
    ['a NUL in a header', get('X-Name: a\0b\r\n')],
    ['a header without a name', get(': value\r\n')],
    ['a space before the colon', get('Content-Length : 5\r\n')],
    ['two lengths', get('Content-Length: 5\r\nContent-Length: 6\r\n')],
    ['a length and chunks, as for smuggling', get('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n')],
    ['chunks that are none', get('Transfer-Encoding: chunked, identity\r\n')],
    ['a method that is none', 'G\0T / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['no Host', 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['headers beyond all measure', get(`X-Long: ${'x'.repeat(100_000)}\r\n`)],
    ['an address beyond all measure', get('', `/${'x'.repeat(100_000)}`)],
  ])('is refused: %s', async (_, bytes) => {
    const status = statusOf(await sendRaw(bytes))
    expect([400, 431, 414, 422, 501]).toContain(status)
    expectWholeLog()
  })

  test('leaves the server as it was', async () => {
    expect(statusOf(await sendRaw(get('')))).toBe(200)
  })
})

test.each(['a"; filename="b.csv', 'x\'\\".csv', 'ä€😀.csv', '..\\..\\evil.csv', 'a%0d%0aSet-Cookie: x=1.csv'])(
  'no file name writes a header of its own: %s',
  async (name) => {
    const { payload, headers } = buildForm([
      { disposition: `name="file"; filename="${name.replaceAll('"', '%22')}"`, content: 'a\n1\n' },
    ])
    const upload = await server.app.inject({
      method: 'POST',
      url: '/api/v1/datasets',
      payload,
      headers: { ...headers, ...person.headers },
    })
    expect(upload.statusCode).toBe(201)
    const url = `/api/v1/datasets/${upload.json().id}/download`
    const answer = await sendRaw(get(`Authorization: ${person.headers.authorization}\r\n`, url))
    expect(statusOf(answer)).toBe(200)
    const [head = ''] = answer.split('\r\n\r\n')
    expect(head).not.toMatch(/^set-cookie/im)
    expect(head.match(/^content-disposition: attachment; filename="[^"]*"/gim)).toHaveLength(1)
  },
)

test('an Origin or X-Request-Id that is sent does not come back', async () => {
  const headers = {
    origin: 'https://evil.example',
    'x-request-id': 'chosen-elsewhere',
    'x-forwarded-host': 'evil.example',
  }
  const answer = await server.app.inject({ url: '/api/v1/nothing-here', headers })
  expect(JSON.stringify([answer.headers, answer.body])).not.toMatch(/evil\.example|chosen-elsewhere/)
})
