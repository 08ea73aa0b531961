import { niceTicks } from '../nice-ticks.ts'

const within = (low: number, high: number, factors: number[]): number[] => {
  const ticks: number[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    for (const factor of factors) {
      const tick = Number(`${factor}e${power}`)
      if (tick >= low && tick <= high) ticks.push(tick)
    }
  }
  return ticks
}

/** Round values on a logarithmic axis, at most `most`: 1-2-5 steps within few decades, else powers of ten, every so many. */
export const logTicks = (low: number, high: number, most = 5): number[] => {
  if (!(low > 0) || !(high >= low) || !Number.isFinite(high)) return []
  if (low === high) return [low]
  const powers = within(low, high, [1])
  if (powers.length > most) {
    const step = Math.ceil(powers.length / most)
    return powers.filter((_, index) => index % step === 0)
  }
  const finer = [
    [1, 2, 5],
    [1, 3],
  ]
    .map((factors) => within(low, high, factors))
    .find((ticks) => ticks.length <= most)
  const best = finer && finer.length > powers.length ? finer : powers
  return best.length >= 2 ? best : niceTicks(low, high, most)
}
