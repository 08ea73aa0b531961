/** Choices that only depend on their seed: the same sample every time, everywhere. */
export interface SeededChoice {
  /** From 0 up to 1. */
  next: () => number
  /** From `low` up to `high`. */
  between: (low: number, high: number) => number
  /** About 0, seldom beyond 2 or -2. */
  spread: () => number
  pick: <T>(from: readonly T[]) => T
  /** Whether something happens that happens in `share` of all cases. */
  happens: (share: number) => boolean
}

/** Source of the generator: mulberry32 by Tommy Ettinger, in the public domain. */
export const seededChoice = (seed: number): SeededChoice => {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    spread: () => (next() + next() + next() + next() - 2) * 1.73,
    pick: <T>(from: readonly T[]) => from[Math.floor(next() * from.length)] as T,
    happens: (share) => next() < share,
  }
}
