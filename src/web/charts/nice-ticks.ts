const most = 5

/** Round numbers between `low` and `high`, at most five, whose labels are short: steps of 1, 2 or 5 times a power of ten. */
export const niceTicks = (low: number, high: number, count = most): number[] => {
  if (!Number.isFinite(low) || !Number.isFinite(high) || high < low) return []
  if (low === high) return [low]
  const wanted = Math.min(Math.max(2, count), most)
  const rough = high / wanted - low / wanted
  const power = 10 ** Math.floor(Math.log10(rough))
  for (const factor of [1, 2, 5, 10, 20]) {
    const step = power * factor
    const first = Math.ceil(low / step)
    const last = Math.floor(high / step)
    if (last - first + 1 > wanted) continue
    if (!Number.isFinite(first) || last - first > most) return [low, high]
    const digits = Math.max(0, Math.min(20, -Math.floor(Math.log10(step) + 1e-9)))
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
      Number(((first + index) * step).toFixed(digits)),
    )
  }
  return [low, high]
}
