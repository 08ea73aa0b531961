import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { ApiProblem, sentenceOf, Unreachable } from './problem.ts'
import { apiUrl, get, onSessionEnd, onSetupRequired, onStepUp } from './request.ts'

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status })
const problem = (status: number, code: string) =>
  answer(status, { type: 'about:blank', title: code, status, detail: `because ${code}`, code })

/** A server with one access token that can run out, and a session that can end. */
let server: { tokenIsGood: boolean; refresh: () => Response; refreshes: number; asked: string[] }
let ended: number

beforeEach(() => {
  const stored = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  })
  server = {
    tokenIsGood: true,
    refreshes: 0,
    asked: [],
    refresh() {
      server.tokenIsGood = true
      return answer(200, {})
    },
  }
  vi.stubGlobal('fetch', async (url: string) => {
    server.asked.push(url)
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (url === '/api/v1/auth/refresh') {
      server.refreshes += 1
      return server.refresh()
    }
    return server.tokenIsGood ? answer(200, { n: 1 }) : problem(401, 'token_expired')
  })
  ended = 0
  onSessionEnd(() => {
    ended += 1
  })
})
afterEach(() => vi.unstubAllGlobals())

const ask = () => get('/x', z.object({ n: z.int() }))

test('an expired access token is renewed once, however many requests met it', async () => {
  server.tokenIsGood = false
  expect(await Promise.all([ask(), ask(), ask(), ask(), ask()])).toEqual(Array(5).fill({ n: 1 }))
  expect(server.refreshes).toBe(1)
  expect(ended).toBe(0)
})

test('a session that is over says so, and the request fails with its problem', async () => {
  server.tokenIsGood = false
  server.refresh = () => problem(401, 'session_ended')
  await expect(ask()).rejects.toMatchObject({ code: 'token_expired', status: 401 })
  expect(ended).toBe(1)
})

test('whoever was deactivated has no session any more; on the way in it is only a refusal', async () => {
  vi.stubGlobal('fetch', async () => problem(403, 'inactive'))
  await expect(get('/auth/login', z.object({}))).rejects.toMatchObject({ code: 'inactive' })
  expect(ended).toBe(0)
  await expect(ask()).rejects.toMatchObject({ code: 'inactive' })
  expect(ended).toBe(1)
})

test.each([429, 500, 503])('a renewal that answers %d does not end the session', async (status) => {
  server.tokenIsGood = false
  server.refresh = () => problem(status, 'busy')
  await expect(ask()).rejects.toBeInstanceOf(Unreachable)
  expect(ended).toBe(0)
})

test('no network is told apart from a refusal, and an answer of another form from both', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed to fetch')))
  await expect(ask()).rejects.toBeInstanceOf(Unreachable)
  vi.stubGlobal('fetch', async () => new Response('<html>Bad Gateway</html>', { status: 502 }))
  await expect(ask()).rejects.toMatchObject({ status: 502, code: 'internal' })
  vi.stubGlobal('fetch', async () => answer(200, { n: 'one' }))
  await expect(ask()).rejects.toThrow('a form this page does not know')
})

test('Retry-After comes along', async () => {
  vi.stubGlobal('fetch', async () => {
    const body = { type: 'x', title: 'Busy', status: 503, detail: 'Later.', code: 'busy' }
    return new Response(JSON.stringify(body), { status: 503, headers: { 'retry-after': '7' } })
  })
  const error = await ask().catch((caught) => caught)
  expect(error).toBeInstanceOf(ApiProblem)
  expect(error.retryAfterSeconds).toBe(7)
})

test('addresses leave out what is not given and write lists as JSON', () => {
  expect(apiUrl('/datasets')).toBe('/api/v1/datasets')
  expect(apiUrl('/rows', { limit: 5, q: undefined, columns: ['a,b', 'ö'], all: false })).toBe(
    '/api/v1/rows?limit=5&columns=%5B%22a%2Cb%22%2C%22%C3%B6%22%5D&all=false',
  )
})

/** A server that wants to know who it is before it answers. */
const wary = () => {
  const asked = { confirmed: false, requests: 0 }
  vi.stubGlobal('fetch', async () => {
    asked.requests += 1
    return asked.confirmed ? answer(200, { n: 1 }) : problem(403, 'step_up_required')
  })
  return asked
}

test('who confirms that it is them is asked once, and the request goes on', async () => {
  const server = wary()
  let questions = 0
  onStepUp(async () => {
    questions += 1
    server.confirmed = true
    return true
  })
  expect(await ask()).toEqual({ n: 1 })
  expect([questions, server.requests]).toEqual([1, 2])
})

test('who does not confirm it gets the refusal, and nothing is sent again', async () => {
  const server = wary()
  onStepUp(async () => false)
  const error = await ask().catch((caught) => caught)
  expect(error).toMatchObject({ code: 'step_up_required' })
  expect(sentenceOf(error)).toBe('Nothing was changed: you did not confirm that it is you.')
  expect(server.requests).toBe(1)
})

test('a server that asks again and again is not answered for ever', async () => {
  const server = wary()
  onStepUp(async () => true)
  await expect(ask()).rejects.toMatchObject({ code: 'step_up_required' })
  expect(server.requests).toBe(2)
})

test('a second factor that must be set up first is told', async () => {
  let told = 0
  onSetupRequired(() => {
    told += 1
  })
  vi.stubGlobal('fetch', async () => problem(403, 'second_factor_setup_required'))
  await expect(ask()).rejects.toMatchObject({ code: 'second_factor_setup_required' })
  expect(told).toBe(1)
})
