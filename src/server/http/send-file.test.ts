import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentDisposition, parseRange, sendFile } from './send-file.ts'

let directory: string
const app = Fastify()

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'datalens-test-'))
  const path = join(directory, 'f')
  await writeFile(path, '0123456789')
  await writeFile(join(directory, 'empty'), '')
  app.get('/f', (request, reply) => sendFile(request, reply, { path, name: 'ü.csv', type: 'text/csv', tag: 'abc' }))
  app.get('/empty', (request, reply) =>
    sendFile(request, reply, { path: join(directory, 'empty'), name: 'e', type: 'text/csv', tag: 'e' }),
  )
})

afterAll(() => rm(directory, { recursive: true }))

const get = (headers: Record<string, string> = {}, url = '/f') => app.inject({ url, headers })

test('the whole file', async () => {
  const answer = await get()
  expect(answer.statusCode).toBe(200)
  expect(answer.body).toBe('0123456789')
  expect(answer.headers).toMatchObject({
    'content-length': '10',
    'content-type': 'text/csv',
    'accept-ranges': 'bytes',
    etag: '"abc"',
    'content-disposition': `attachment; filename="_.csv"; filename*=UTF-8''%C3%BC.csv`,
  })
  expect((await get({}, '/empty')).headers['content-length']).toBe('0')
})

test('HEAD tells the same without the bytes', async () => {
  const answer = await app.inject({ method: 'HEAD', url: '/f' })
  expect([answer.statusCode, answer.body, answer.headers['content-length']]).toEqual([200, '', '10'])
})

describe('ranges', () => {
  test.each([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=5-', 206, '56789', 'bytes 5-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=-0', 416, '', 'bytes */10'],
    ['bytes=3-1', 200, '0123456789', undefined],
    ['bytes=0-1,3-4', 200, '0123456789', undefined],
    ['lines=1-2', 200, '0123456789', undefined],
    ['bytes=-', 200, '0123456789', undefined],
  ])('%s', async (range, status, body, contentRange) => {
    const answer = await get({ range })
    expect([answer.statusCode, answer.body, answer.headers['content-range']]).toEqual([status, body, contentRange])
  })

  test('an empty file has none', () => {
    expect(parseRange('bytes=0-', 0)).toBe('unsatisfiable')
    expect(parseRange('bytes=-5', 0)).toBe('unsatisfiable')
  })

  test('If-Range with another tag gives the whole file', async () => {
    expect((await get({ range: 'bytes=0-3', 'if-range': '"other"' })).statusCode).toBe(200)
    expect((await get({ range: 'bytes=0-3', 'if-range': '"abc"' })).statusCode).toBe(206)
  })
})

test('If-None-Match with this tag gives no bytes', async () => {
  expect((await get({ 'if-none-match': '"x", "abc"' })).statusCode).toBe(304)
  expect((await get({ 'if-none-match': '"x"' })).statusCode).toBe(200)
})

test.each([
  ['plain.csv', `attachment; filename="plain.csv"; filename*=UTF-8''plain.csv`],
  ['a"b%c.csv', `attachment; filename="a_b_c.csv"; filename*=UTF-8''a%22b%25c.csv`],
  ['x\r\nSet-Cookie: a=b', `attachment; filename="x__Set-Cookie: a=b"; filename*=UTF-8''x__Set-Cookie%3A%20a%3Db`],
  ['../../etc/passwd', `attachment; filename=".._.._etc_passwd"; filename*=UTF-8''.._.._etc_passwd`],
  ["it's (1)*.csv", `attachment; filename="it's (1)*.csv"; filename*=UTF-8''it%27s%20%281%29%2A.csv`],
  ['😀', `attachment; filename="__"; filename*=UTF-8''%F0%9F%98%80`],
  ['\ud800', `attachment; filename="_"; filename*=UTF-8''%EF%BF%BD`],
])('the name %j is sent so that it can only be a name', (name, header) => {
  expect(contentDisposition(name)).toBe(header)
})
