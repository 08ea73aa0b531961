import type { z } from 'zod'
import { millisecondsOf } from './data-time.ts'
import type { binSchema } from './profile.ts'

export type Bin = z.infer<typeof binSchema>

/** A bin as it stands in a drawing: whole pixels, `slot` from its lower to its upper bound, `bar` what is painted in it. */
export type HistogramBar = {
  bin: Bin
  slotLeft: number
  slotRight: number
  left: number
  width: number
  height: number
}

/** The place of a bin's bound on the axis: the number itself, or the milliseconds of a moment. */
export const placeOfBound = (bound: Bin['lower']): number => (typeof bound === 'number' ? bound : millisecondsOf(bound))

/** The ends of the axis of a histogram; undefined without bins. */
export const histogramExtent = (bins: Bin[]): { low: number; high: number } | undefined => {
  const first = bins[0]
  const last = bins.at(-1)
  if (first === undefined || last === undefined) return undefined
  const low = placeOfBound(first.lower)
  const high = placeOfBound(last.upper)
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high } : undefined
}

/**
 * The bars of a histogram in a drawing of `width` x `height`. Bars begin at zero; a bin with any rows is at least one
 * pixel high, a bin without rows has no bar.
 */
export const histogramBars = (bins: Bin[], width: number, height: number): HistogramBar[] => {
  const extent = histogramExtent(bins)
  if (extent === undefined) return []
  const { low, high } = extent
  const tallest = Math.max(...bins.map((bin) => bin.count))
  const toPixel = (place: number) => (high === low ? 0 : Math.round(((place - low) / (high - low)) * width))
  return bins.map((bin) => {
    const slotLeft = toPixel(placeOfBound(bin.lower))
    const slotRight = high === low ? width : toPixel(placeOfBound(bin.upper))
    const gap = slotRight - slotLeft >= 4 ? 1 : 0
    return {
      bin,
      slotLeft,
      slotRight,
      left: slotLeft,
      width: Math.max(1, slotRight - slotLeft - gap),
      height: bin.count === 0 ? 0 : Math.max(1, Math.round((bin.count / tallest) * height)),
    }
  })
}

/** The bar whose slot lies under `x`. */
export const barAt = (bars: HistogramBar[], x: number): HistogramBar | undefined =>
  bars.find((bar) => x >= bar.slotLeft && x < bar.slotRight) ?? (x < 0 ? bars[0] : bars.at(-1))
