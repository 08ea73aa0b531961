const mostKeys = 10_000

/** Says of a key whether it was last heard of so long ago that it is worth telling again. */
export const onceInAWhile = (everyMs: number, now: () => number): ((key: string) => boolean) => {
  const toldAt = new Map<string, number>()
  return (key) => {
    const last = toldAt.get(key)
    if (last !== undefined && now() - last < everyMs) return false
    toldAt.delete(key)
    const [oldest] = toldAt.keys()
    if (toldAt.size >= mostKeys && oldest !== undefined) toldAt.delete(oldest)
    toldAt.set(key, now())
    return true
  }
}
