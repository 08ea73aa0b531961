import { gunzipSync } from 'node:zlib'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { packAnswers } from './pack-answers.ts'

const app = Fastify()
packAnswers(app)
const large = { text: 'Käse '.repeat(100_000) }
app.get('/large', (_, reply) => reply.header('vary', 'origin').send(large))
app.get('/small', () => ({ token: 'secret' }))
const get = (url: string, encodings?: string, method: 'GET' | 'HEAD' = 'GET') =>
  app.inject({ method, url, headers: encodings === undefined ? {} : { 'accept-encoding': encodings } })

test.each(['gzip', 'gzip, deflate, br, zstd', 'br;q=1.0, GZIP;q=0.8'])(
  'a large answer is packed for %s',
  async (encodings) => {
    const { headers, rawPayload } = await get('/large', encodings)
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'origin, accept-encoding' })
    expect(headers['content-length']).toBe(String(rawPayload.length))
    expect(rawPayload.length).toBeLessThan(10_000)
    expect(JSON.parse(gunzipSync(rawPayload).toString())).toEqual(large)
    expect((await get('/large', encodings, 'HEAD')).headers).toMatchObject({
      'content-length': headers['content-length'],
    })
  },
)

test.each([undefined, 'identity', 'br', 'gzip;q=0', 'xgzip'])('and sent as it is for %s', async (encodings) => {
  const { headers, body } = await get('/large', encodings)
  expect(headers['content-encoding']).toBeUndefined()
  expect(headers.vary).toBe('origin, accept-encoding')
  expect(JSON.parse(body)).toEqual(large)
})

test('a small one never is', async () => {
  const { headers, body } = await get('/small', 'gzip')
  expect(headers['content-encoding']).toBeUndefined()
  expect(body).toBe('{"token":"secret"}')
})
