import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchedChunks } from './watched-chunks.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function* endless(bytes: number) {
  for (;;) yield Buffer.alloc(bytes)
}

/** How many chunks a reader gets that takes one every so many milliseconds. */
const taken = async (bytes: number, everyMs: number, othersWait: () => boolean) => {
  const failures: string[] = []
  const pace = { stallMs: 60_000, leastBytes: 2 ** 20, othersWait }
  const chunks = watchedChunks(endless(bytes), pace, ({ message }) => failures.push(message))
  for (let count = 0; count < 20; count++) {
    const next = await chunks.next().catch(({ message }: Error) => failures.push(message))
    if (typeof next === 'number') return { count, failures }
    vi.advanceTimersByTime(everyMs)
  }
  return { count: 20, failures }
}

test('a reader that takes a little before each minute is over goes when others wait', async () => {
  const slow = { count: 2, failures: ['The reader of an export took too little while others waited'] }
  expect(await taken(2 ** 16, 59_000, () => true)).toEqual(slow)
  expect(await taken(2 ** 16, 59_000, () => false)).toEqual({ count: 20, failures: [] })
  expect(await taken(2 ** 16, 3000, () => true)).toEqual({ count: 20, failures: [] })
  const stalled = await taken(2 ** 16, 60_001, () => false)
  expect(stalled.failures[0]).toBe('The reader of an export took nothing for too long')
})
