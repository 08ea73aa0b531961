import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withinTime } from './within-time.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A request that is never answered, as `fetch` is when its signal aborts. */
const unanswered = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })

test('work that takes too long is given up before the server gives it up, and says so', async () => {
  const outcome = expect(withinTime(10_000, undefined, unanswered)).rejects.toMatchObject({
    code: 'query_timeout',
    status: 408,
    message: 'Stopped after 10 s. Narrow the query, or give it more time.',
  })
  await vi.advanceTimersByTimeAsync(9_999)
  await outcome
})

test('what a person stops is no lack of time, and what is answered is not stopped', async () => {
  const control = new AbortController()
  const stopped = expect(withinTime(10_000, control.signal, unanswered)).rejects.toThrow('enough')
  control.abort(new Error('enough'))
  await stopped
  expect(await withinTime(10_000, undefined, async () => 7)).toBe(7)
  await expect(withinTime(10_000, undefined, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  expect(vi.getTimerCount()).toBe(0)
})
