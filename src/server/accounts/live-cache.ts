/** What a request can prove itself by, with whose it is. */
interface Live {
  id: string
  userId: string
}

/** Keeps what was loaded lately, until it is told that it may be true no longer. */
export interface LiveCache<T extends Live> {
  get(key: string): Promise<T | undefined>
  forget(isChanged: (live: Live) => boolean): void
  forgetAll(): void
}

const mostKept = 10_000

/** Many who ask for the same key at once share one load; what is being loaded while something changes is not kept. */
export function createLiveCache<T extends Live>(load: (key: string) => Promise<T | undefined>): LiveCache<T> {
  const kept = new Map<string, T>()
  const underWay = new Map<string, Promise<T | undefined>>()

  const keep = (key: string, live: T) => {
    const [leastUsed] = kept.keys()
    if (kept.size >= mostKept && leastUsed !== undefined) kept.delete(leastUsed)
    kept.set(key, live)
  }

  const loadOnce = async (key: string) => {
    const loading = load(key)
    underWay.set(key, loading)
    try {
      const live = await loading
      if (live && underWay.get(key) === loading) keep(key, live)
      return live
    } finally {
      if (underWay.get(key) === loading) underWay.delete(key)
    }
  }

  return {
    async get(key) {
      const known = kept.get(key)
      if (!known) return await (underWay.get(key) ?? loadOnce(key))
      kept.delete(key)
      kept.set(key, known)
      return known
    },
    forget(isChanged) {
      for (const [key, live] of kept) if (isChanged(live)) kept.delete(key)
      underWay.clear()
    },
    forgetAll() {
      kept.clear()
      underWay.clear()
    },
  }
}
