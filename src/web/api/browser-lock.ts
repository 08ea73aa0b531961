/** Longer than the minute at which browsers let the timers of a hidden tab run. */
const leaseMs = 75_000
const renewMs = 2000

/**
 * Runs `work` while no other tab of this browser holds `name`. Without a secure context (plain http on a local network)
 * browsers have no Web Locks; there a lease in the local storage stands in, which a closed tab gives back.
 */
export async function withBrowserLock<T>(
  name: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const key = `datalens.${name}`
  if (navigator.locks) return navigator.locks.request(key, signal ? { signal } : {}, work)
  const release = await takeLease(key, signal)
  try {
    return await work()
  } finally {
    release()
  }
}

async function takeLease(key: string, signal: AbortSignal | undefined): Promise<() => void> {
  const owner = Math.random().toString(36).slice(2)
  const write = () => localStorage.setItem(key, JSON.stringify({ owner, until: Date.now() + leaseMs }))
  while (true) {
    signal?.throwIfAborted()
    const holder = readLease(key)
    if (holder === null || holder.until < Date.now()) {
      write()
      await pause(40 + Math.random() * 40)
      if (readLease(key)?.owner === owner) break
    } else {
      await pause(250)
    }
  }
  const isMine = () => readLease(key)?.owner === owner
  const timer = setInterval(() => isMine() && write(), renewMs)
  const release = () => {
    clearInterval(timer)
    removeEventListener('pagehide', release)
    if (isMine()) localStorage.removeItem(key)
  }
  addEventListener('pagehide', release)
  return release
}

function readLease(key: string): { owner: string; until: number } | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
