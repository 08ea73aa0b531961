import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import Fastify from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { problemCodes, problemSchema } from '../../shared/problem.ts'
import { answerBrokenRequest } from './answer-broken-requests.ts'
import { answerFrameworkError, answerProblems } from './answer-problems.ts'
import { notFound, Problem } from './problem-error.ts'
import { ReaderGone, readerGone } from './reader-gone.ts'

const log: string[] = []
let waiting = 0
const heardLate = Promise.withResolvers<unknown>()
const app = Fastify({
  bodyLimit: 1000,
  frameworkErrors: answerFrameworkError,
  clientErrorHandler: answerBrokenRequest,
  logger: { level: 'info', stream: { write: (line: string) => log.push(line) } },
})

beforeAll(async () => {
  app.setValidatorCompiler(validatorCompiler)
  answerProblems(app)
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.post(
    '/echo',
    { schema: { body: z.object({ name: z.string(), age: z.number().min(1) }) } },
    (request) => request.body,
  )
  app.get('/mine', () => Promise.reject(notFound('This dataset')))
  app.get('/bug', () => Promise.reject(new Error('secret stack')))
  app.get('/crowded', () =>
    Promise.reject(new Problem('busy', 'Ask again.', { cause: new Error('All places are taken.') })),
  )
  app.get('/limited', () =>
    Promise.reject(new Problem('too_many_requests', 'Wait a minute.', { headers: { 'retry-after': '60' } })),
  )
  app.get('/late', async (_request, reply) => {
    waiting += 1
    await once(reply.raw, 'close')
    heardLate.resolve(readerGone(reply).reason)
  })
  app.get('/patient', async (_request, reply) => {
    waiting += 1
    const { promise, reject } = Promise.withResolvers<never>()
    const gone = readerGone(reply)
    gone.addEventListener('abort', () => reject(gone.reason))
    return await promise.finally(() => {
      waiting -= 1
    })
  })
  for (const code of Object.keys(problemCodes)) {
    app.get(`/code/${code}`, () => Promise.reject(new Problem(code as keyof typeof problemCodes, 'Because.')))
  }
  await app.listen({ port: 0 })
})

afterAll(() => app.close())

const portOf = ({ server }: typeof app) => (server.address() as AddressInfo).port

const post = (payload: string, type = 'application/json') =>
  app.inject({ method: 'POST', url: '/echo', payload, headers: { 'content-type': type } })

test.each(Object.entries(problemCodes))('%s is a problem with its own status', async (code, { status, title }) => {
  const answer = await app.inject(`/code/${code}`)
  expect(answer.statusCode).toBe(status)
  expect(answer.headers['content-type']).toMatch('application/problem+json')
  expect(problemSchema.parse(answer.json())).toMatchObject({ code, status, title, detail: 'Because.' })
})

test('who asks for it gets 504 where browsers would take a 408 for a lost connection, and nothing else changes', async () => {
  const ask = (code: string, value = '504') =>
    app.inject({ url: `/code/${code}`, headers: { 'x-timeout-status': value } })
  const late = await ask('query_timeout')
  expect([late.statusCode, late.json().status, late.json().code]).toEqual([504, 504, 'query_timeout'])
  expect((await ask('query_timeout', '200')).statusCode).toBe(408)
  expect((await ask('not_found')).statusCode).toBe(404)
})

test('a body that does not fit names every field', async () => {
  const answer = await post('{"age": 0}')
  expect(answer.statusCode).toBe(422)
  expect(answer.json().code).toBe('invalid')
  expect(answer.json().errors.map(({ path }: { path: string }) => path)).toEqual(['name', 'age'])
})

test.each([
  ['not JSON at all', '{"name": ', 'application/json', 422, 'invalid'],
  ['an empty body', '', 'application/json', 422, 'invalid'],
  ['a foreign content type', '<a/>', 'application/xml', 415, 'unsupported_format'],
  ['a body over the limit', JSON.stringify({ name: 'x'.repeat(2000) }), 'application/json', 413, 'too_large'],
])('%s', async (_, payload, type, status, code) => {
  const answer = await post(payload, type)
  expect([answer.statusCode, answer.json().code]).toEqual([status, code])
})

test('an unknown path and an unknown thing both answer 404 not_found', async () => {
  for (const path of ['/nowhere', '/mine', '/..%2f..%2fetc/passwd']) {
    const answer = await app.inject(path)
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found'])
  }
  expect((await app.inject('/%')).json()).toMatchObject({ status: 422, code: 'invalid' })
  expect((await app.inject('/mine')).json().detail).toBe('This dataset does not exist, or you have no access to it.')
})

test('a bug answers 500 without its message, and the log has the message', async () => {
  const answer = await app.inject('/bug')
  expect(answer.statusCode).toBe(500)
  expect(answer.body).not.toContain('secret stack')
  expect(log.join('\n')).toContain('secret stack')
  expect(log.join('\n')).toContain(answer.json().request_id)
})

test('too much to do at once is one short line of the log each time, without a stack', async () => {
  const { request_id: id } = (await app.inject('/crowded')).json()
  const lines = log.map((line) => JSON.parse(line)).filter(({ reqId, code }) => reqId === id && code === 'busy')
  expect(lines).toMatchObject([{ level: 40, reason: 'All places are taken.', msg: 'Ask again.' }])
  expect(lines[0]).not.toHaveProperty('err')
})

test('what is no whole request, or has too long an address, is a problem too', async () => {
  const long = await fetch(`http://localhost:${portOf(app)}/mine?filter=${'x'.repeat(20_000)}`)
  expect(long.headers.get('content-type')).toMatch('application/problem+json')
  expect(problemSchema.parse(await long.json())).toMatchObject({ status: 431, code: 'headers_too_large' })
  const socket = connect(portOf(app), 'localhost')
  socket.end('hello\r\n\r\n')
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  expect(problemSchema.parse(JSON.parse(body))).toMatchObject({ status: 400, code: 'malformed' })
})

test('a reader who leaves, early or late, is no failure: nothing is answered, and no error stands in the log', async () => {
  const port = portOf(app)
  const leaving = new AbortController()
  const answer = fetch(`http://localhost:${port}/patient`, { signal: leaving.signal })
  await expect.poll(() => waiting).toBe(1)
  leaving.abort()
  await expect(answer).rejects.toThrow('aborted')
  await expect.poll(() => waiting).toBe(0)
  const leavingEarly = new AbortController()
  const never = fetch(`http://localhost:${port}/late`, { signal: leavingEarly.signal })
  await expect.poll(() => waiting).toBe(1)
  leavingEarly.abort()
  await expect(never).rejects.toThrow('aborted')
  expect(await heardLate.promise).toBeInstanceOf(ReaderGone)
  await setTimeout(50)
  expect(log.filter((line) => JSON.parse(line).level >= 50 && line.includes('reader'))).toEqual([])
})

test('headers of a problem reach the answer', async () => {
  expect((await app.inject('/limited')).headers['retry-after']).toBe('60')
})
