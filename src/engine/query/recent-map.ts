/** A map of bounded size: when it is full, the entry that was used longest ago goes. */
export type RecentMap<Value> = {
  get(key: string): Value | undefined
  set(key: string, value: Value): void
  delete(key: string): void
  deleteWhere(isGone: (key: string) => boolean): void
}

/** Makes a map of at most `limit` entries; `onEvicted` hears of each that had to go, not of those deleted. */
export function createRecentMap<Value>(limit: number, onEvicted: (value: Value) => void = () => {}): RecentMap<Value> {
  const entries = new Map<string, Value>()
  return {
    get: (key) => {
      const value = entries.get(key)
      if (value === undefined) return undefined
      entries.delete(key)
      entries.set(key, value)
      return value
    },
    set: (key, value) => {
      entries.delete(key)
      entries.set(key, value)
      if (entries.size <= limit) return
      for (const [oldest, evicted] of entries) {
        entries.delete(oldest)
        onEvicted(evicted)
        return
      }
    },
    delete: (key) => entries.delete(key),
    deleteWhere: (isGone) => {
      for (const key of entries.keys()) if (isGone(key)) entries.delete(key)
    },
  }
}
