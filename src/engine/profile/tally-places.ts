import { type Block, countBelow, countUpTo, type Distribution } from './distribution.ts'
import { exactText, type NumberLine, quotientOf } from './number-line.ts'
import { DoubleSum, WholeSum } from './sum-of-places.ts'

/**
 * What one walk over at least one value tells. `sum` counts units of the last decimal on a whole line and is null where
 * a double cannot hold it; `center` is a place near the mean, whole on a whole line.
 */
export type Tally = {
  min: number
  max: number
  sum: bigint | number | null
  mean: number
  center: number
  zeroCount: number
  negativeCount: number
  integersOnly: boolean
}

/** Tallies the values of a distribution that is not empty. */
export async function tallyPlaces(distribution: Distribution, line: NumberLine): Promise<Tally> {
  const { min, max } = await extremesOf(distribution)
  const sum = line.whole ? new WholeSum() : new DoubleSum(Math.max(-min, max))
  const zero = -Number(line.origin)
  const counts = { zeroCount: 0, negativeCount: 0, integersOnly: true }
  for await (const block of distribution.blocks()) {
    sum.add(block)
    counts.zeroCount += countUpTo(block, zero) - countBelow(block, zero)
    counts.negativeCount += countBelow(block, zero)
    counts.integersOnly &&= areIntegers(block, line)
  }
  return { min, max, ...counts, ...meanOf(sum, distribution.total, line) }
}

/** The smallest and the largest place of a distribution that is not empty. */
export async function extremesOf({ blocks }: Distribution): Promise<{ min: number; max: number }> {
  let min: number | undefined
  let max = Number.NaN
  for await (const { places } of blocks()) {
    min ??= places[0]
    max = places.at(-1) ?? max
  }
  return { min: min ?? Number.NaN, max }
}

function areIntegers({ places }: Block, { whole, decimals, origin }: NumberLine): boolean {
  if (!whole) return places.every((place) => Number.isInteger(place))
  if (decimals === 0) return true
  const unit = 10n ** BigInt(decimals)
  return places.every((place) => (origin + BigInt(place)) % unit === 0n)
}

function meanOf(sum: WholeSum | DoubleSum, n: number, line: NumberLine): Pick<Tally, 'sum' | 'mean' | 'center'> {
  if (sum instanceof DoubleSum) return { sum: sum.total, mean: sum.mean(n), center: sum.mean(n) }
  const total = sum.total + line.origin * BigInt(n)
  return {
    sum: total,
    mean: quotientOf(total, BigInt(n) * 10n ** BigInt(line.decimals)),
    center: Math.round(quotientOf(sum.total, BigInt(n))),
  }
}

/** A sum as the column's JSON type writes it: on a whole line all its digits, or the nearest double. */
export function writeSum(sum: Tally['sum'], { decimals }: NumberLine, isText: boolean): string | number | null {
  if (typeof sum !== 'bigint') return sum
  const text = exactText(sum, decimals)
  return isText ? text : Number(text)
}
