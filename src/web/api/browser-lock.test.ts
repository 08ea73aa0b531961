import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withBrowserLock } from './browser-lock.ts'

let stored: Map<string, string>
let leavePage: () => void

beforeEach(() => {
  vi.useFakeTimers()
  stored = new Map()
  vi.stubGlobal('navigator', {})
  const page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
  leavePage = () => page.dispatchEvent(new Event('pagehide'))
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A tab that holds the lock until it is told to let go. */
function openTab(signal?: AbortSignal) {
  const held = Promise.withResolvers<void>()
  const tab = { isHolding: false, release: held.resolve, done: Promise.resolve() as Promise<unknown> }
  tab.done = withBrowserLock('test', signal, async () => {
    tab.isHolding = true
    await held.promise
    tab.isHolding = false
  })
  return tab
}

test('without Web Locks one tab at a time holds the lease, and gives it on', async () => {
  const tabs = [openTab(), openTab(), openTab()]
  const holders = () => tabs.filter(({ isHolding }) => isHolding)
  await vi.advanceTimersByTimeAsync(1000)
  expect(holders()).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(holders()).toHaveLength(1)
  for (let served = 0; served < 3; served += 1) {
    const [holder] = holders()
    holder?.release()
    await holder?.done
    await vi.advanceTimersByTimeAsync(1000)
    expect(holders()).toHaveLength(served < 2 ? 1 : 0)
  }
  expect(stored.size).toBe(0)
})

test('the lease of a tab that vanished runs out', async () => {
  stored.set('datalens.test', JSON.stringify({ owner: 'gone', until: Date.now() + 75_000 }))
  const tab = openTab()
  await vi.advanceTimersByTimeAsync(74_000)
  expect(tab.isHolding).toBe(false)
  await vi.advanceTimersByTimeAsync(2000)
  expect(tab.isHolding).toBe(true)
  tab.release()
  await tab.done
})

test('a tab that is left gives its lease back at once', async () => {
  openTab()
  await vi.advanceTimersByTimeAsync(500)
  expect(stored.size).toBe(1)
  leavePage()
  expect(stored.size).toBe(0)
})

test('a lease that cannot be read counts as none', async () => {
  stored.set('datalens.test', 'nonsense')
  const tab = openTab()
  await vi.advanceTimersByTimeAsync(500)
  expect(tab.isHolding).toBe(true)
  tab.release()
  await tab.done
})

test('who stops waiting never gets it', async () => {
  const first = openTab()
  await vi.advanceTimersByTimeAsync(500)
  const stop = new AbortController()
  const second = openTab(stop.signal)
  const refused = expect(second.done).rejects.toThrow('enough')
  stop.abort(new Error('enough'))
  await vi.advanceTimersByTimeAsync(500)
  await refused
  first.release()
  await first.done
  await vi.advanceTimersByTimeAsync(1000)
  expect(second.isHolding).toBe(false)
})
