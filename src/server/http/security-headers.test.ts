import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { securityHeaders } from './security-headers.ts'

test.each([
  ['localhost:8000', 'http', 'same-origin'],
  ['127.0.0.1:8000', 'http', 'same-origin'],
  ['[::1]:8000', 'http', 'same-origin'],
  ['data.example.org', 'https', 'same-origin'],
  ['192.168.1.7:8000', 'http', undefined],
  ['localhost.example.org', 'http', undefined],
])('%s by %s: the opener policy is %s', async (host, protocol, expected) => {
  const app = Fastify({ trustProxy: true })
  await securityHeaders(app)
  app.get('/', () => 'x')
  const { headers } = await app.inject({ url: '/', headers: { host, 'x-forwarded-proto': protocol } })
  expect(headers['cross-origin-opener-policy']).toBe(expected)
  await app.close()
})
