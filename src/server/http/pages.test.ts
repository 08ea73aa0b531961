import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { problemCodes } from '../../shared/problem.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>

beforeAll(async () => {
  server = await buildTestApp()
})

afterAll(() => server.close())

test('health tells of the database, the storage and the version', async () => {
  const answer = await server.app.inject('/health')
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({ status: 'ok', database: { status: 'ok' }, storage: { status: 'ok' } })
  expect(answer.json().version).toMatch(/^\d+\.\d+\.\d+/)
})

test('every answer carries the security headers and its request id', async () => {
  for (const path of ['/health', '/api/v1/nothing', '/api/docs']) {
    const { headers } = await server.app.inject(path)
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['content-security-policy']).toMatch(/default-src 'none';script-src 'self' 'nonce-/)
    expect(headers['content-security-policy']).not.toMatch(/unsafe|\*/)
  }
})

test('openapi.json is OpenAPI 3.1 and every operation says what it does', async () => {
  const document = (await server.app.inject('/api/v1/openapi.json')).json()
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths)).toContain('/health')
  const withoutSummary = Object.entries<Record<string, { summary?: string; tags?: string[] }>>(document.paths).flatMap(
    ([path, item]) =>
      Object.entries(item).flatMap(([method, { summary, tags }]) => (summary && tags ? [] : [`${method} ${path}`])),
  )
  expect(withoutSummary).toEqual([])
})

test('the reference shows every operation and every error code, and loads nothing but its stylesheet', async () => {
  const document = (await server.app.inject('/api/v1/openapi.json')).json()
  const page = (await server.app.inject('/api/docs')).body
  for (const path of Object.keys(document.paths)) expect(page).toContain(`<code>${path}</code>`)
  for (const code of Object.keys(problemCodes)) expect(page).toContain(`id="error-${code}"`)
  expect([...page.matchAll(/(?:src|href)="(\/[^"#]*)"/g)].map(([, url]) => url)).toEqual(
    expect.arrayContaining(['/api/docs.css']),
  )
  for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`id="${target}"`)
  expect(page).not.toMatch(/<script|<style|style=|https?:\/\//)
  expect((await server.app.inject('/api/docs.css')).headers['content-type']).toMatch('text/css')
})

test('a request without a body may announce JSON all the same', async () => {
  const answer = await server.app.inject({
    method: 'DELETE',
    url: '/api/v1/datasets/00000000-0000-4000-8000-000000000000',
    headers: { 'content-type': 'application/json' },
  })
  expect(answer.json().code).toBe('not_authenticated')
  const login = await server.app.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    headers: { 'content-type': 'application/json' },
  })
  expect([login.statusCode, login.json().code]).toEqual([422, 'invalid'])
})
