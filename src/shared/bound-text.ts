import type { Bin } from './histogram-bars.ts'

const number = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 15, useGrouping: false })

const boundText = (bound: Bin['lower']) => {
  if (typeof bound === 'string') return bound.replace(/T00:00:00(\.0+)?Z?$/, '')
  return Math.abs(bound) < 1e15 && (bound === 0 || Math.abs(bound) >= 1e-6) ? number.format(bound) : String(bound)
}

/** The extent of a bin in words; the last bin holds its upper bound too. */
export const binText = ({ lower, upper }: Bin, isLast: boolean): string => {
  if (lower === upper) return boundText(lower)
  return isLast ? `${boundText(lower)} to ${boundText(upper)}` : `${boundText(lower)} to below ${boundText(upper)}`
}
