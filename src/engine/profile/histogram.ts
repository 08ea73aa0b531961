import type { Bin, HistogramRule } from '../../shared/profile.ts'
import { countOfFirst, type Distribution, firstIndex } from './distribution.ts'

const mostBins = 40

/** What the choice of bins rests on; `unit` is the smallest step between values, 0 where there is none. */
export type Spread = { min: number; max: number; total: number; iqr: number; unit: number }

/** The bounds of the bins, ascending and one more than bins, and the rule that gave them. */
export type BinBounds = { bounds: number[]; rule: HistogramRule }

/**
 * Chooses bins with nice bounds (multiples of 1, 2 or 5 times a power of ten) over all values: one per integer where at
 * most 40 are needed, otherwise as many as the larger of Freedman-Diaconis (1981) and Sturges (1926), at most 40.
 */
export function chooseBins({ min, max, total, iqr, unit }: Spread): BinBounds {
  if (min === max) return { bounds: [min, max], rule: 'single_value' }
  if (unit === 1 && max - min < mostBins) {
    return { bounds: Array.from({ length: max - min + 2 }, (_, index) => min + index), rule: 'each_integer' }
  }
  const { bins, rule } = wantedBins(max / 2 - min / 2, total, iqr / 2)
  return { bounds: niceBounds(min, max, bins, unit), rule }
}

/** How many bins there are to be at most: the larger of Freedman-Diaconis and Sturges, at most 40. */
export function wantedBins(halfRange: number, total: number, halfIqr: number): { bins: number; rule: HistogramRule } {
  const freedmanDiaconis = halfIqr > 0 ? Math.ceil((halfRange * Math.cbrt(total)) / (2 * halfIqr)) : 0
  const sturges = Math.ceil(Math.log2(total)) + 1
  const bins = Math.max(freedmanDiaconis, sturges)
  if (bins > mostBins) return { bins: mostBins, rule: 'forty_bins' }
  return { bins, rule: freedmanDiaconis > sturges ? 'freedman_diaconis' : 'sturges' }
}

/** Bounds that are multiples of a nice step and hold `min` and `max`; where doubles are too coarse, only those two. */
export function niceBounds(min: number, max: number, bins: number, unit: number): number[] {
  return niceBins(min, max, bins, unit)?.bounds ?? [min, max]
}

/**
 * The same with what they are multiples of: bound i is (first + i) times the step, digit * 10^power. Undefined where
 * doubles are too coarse for any step.
 */
export function niceBins(
  min: number,
  max: number,
  bins: number,
  unit: number,
): { first: number; step: NiceStep; bounds: number[] } | undefined {
  for (const step of niceSteps(max / bins - min / bins, unit)) {
    const first = Math.floor(quotientBy(min, step))
    const last = Math.ceil(quotientBy(max, step))
    if (last - first > bins) continue
    const bounds = Array.from({ length: last - first + 1 }, (_, index) => multiple(first + index, step))
    const isSound =
      bounds.length > 1 &&
      (bounds[0] as number) <= min &&
      (bounds.at(-1) as number) >= max &&
      bounds.every((bound, index) => Number.isFinite(bound) && (index === 0 || bound > (bounds[index - 1] as number)))
    if (isSound) return { first, step, bounds }
  }
  return undefined
}

/** A step of 1, 2 or 5 times a power of ten. */
export type NiceStep = { digit: number; power: number }

/** The nice steps from just under `width` upwards, none finer than the unit. */
function niceSteps(width: number, unit: number): NiceStep[] {
  const power = Math.floor(Math.log10(Math.max(width, unit, Number.MIN_VALUE)))
  const steps = [power, power + 1].flatMap((exponent) => [1, 2, 5].map((digit) => ({ digit, power: exponent })))
  return steps.filter((step) => multiple(1, step) >= unit)
}

/** Powers of ten beyond 10^22 are not exact, so the power is split where it is larger. */
function multiple(factor: number, { digit, power }: NiceStep): number {
  return power < 0 ? (factor * digit) / 10 ** -power : factor * digit * 10 ** power
}

function quotientBy(value: number, { digit, power }: NiceStep): number {
  return power < 0 ? (value * 10 ** -power) / digit : value / 10 ** power / digit
}

/** Counts the values of each bin: `lower <= number < upper`, the last bin with its upper bound. */
export async function countBins(
  distribution: Distribution,
  bounds: readonly number[],
  numberOf: (place: number) => number,
): Promise<number[]> {
  const below = bounds.map(() => 0)
  for await (const block of distribution.blocks()) {
    bounds.forEach((bound, index) => {
      const first = firstIndex(block.places.length, (at) => numberOf(block.places[at] as number) >= bound)
      below[index] = (below[index] as number) + countOfFirst(block, first)
    })
  }
  below[below.length - 1] = distribution.total
  return below.slice(1).map((count, index) => count - (below[index] as number))
}

/** The bins between bounds with their counts; `boundOf` writes a bound. */
export function binsOf<T extends Bin['lower']>(
  bounds: readonly T[],
  counts: readonly number[],
): { lower: T; upper: T; count: number }[] {
  return counts.map((count, index) => ({ lower: bounds[index] as T, upper: bounds[index + 1] as T, count }))
}
