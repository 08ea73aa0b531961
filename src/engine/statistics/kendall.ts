import { sortDoubles } from '../profile/sort-doubles.ts'
import { normalTwoSided } from './distributions.ts'
import { type DenseRanks, denseRanks } from './ranks.ts'

/** Kendall's S, the concordant pairs less the discordant ones, its variance when nothing is associated, and tau-b. */
export type Kendall = { s: number; variance: number; tau: number | null; pValue: number | null }

/**
 * Kendall's tau-b (1945) of pairs of finite numbers in O(n log n) after Knight (1966). The p-value is normal with the
 * variance for ties; `continuity` takes 1 from |S| first, as the Mann-Kendall test does. A constant has no tau.
 */
export function kendallOf(x: Float64Array, y: Float64Array, options: { continuity?: boolean } = {}): Kendall {
  return kendallOfRanks(denseRanks(x), denseRanks(y), options)
}

/** The same from the places of the numbers, for columns that take part in many pairs. */
export function kendallOfRanks(
  first: DenseRanks,
  second: DenseRanks,
  { continuity = false }: { continuity?: boolean } = {},
): Kendall {
  const n = first.ranks.length
  const width = Math.max(second.counts.length, 1)
  const keys = first.ranks.map((rank, index) => rank * width + (second.ranks[index] as number))
  sortDoubles(keys)
  const discordant = countInversions(keys.map((key) => key - Math.floor(key / width) * width))
  const pairs = (n * (n - 1)) / 2
  const [tiedX, tiedY, tiedBoth] = [tiesOf(first.counts), tiesOf(second.counts), tiesOf(runsOf(keys))]
  const s = pairs - tiedX - tiedY + tiedBoth - 2 * discordant
  const variance = varianceOfS(n, first.counts, second.counts)
  const tau = s / Math.sqrt((pairs - tiedX) * (pairs - tiedY))
  const distance = continuity ? Math.max(0, Math.abs(s) - 1) : Math.abs(s)
  return {
    s,
    variance,
    tau: Number.isFinite(tau) ? Math.max(-1, Math.min(1, tau)) : null,
    pValue: variance > 0 ? normalTwoSided(distance / Math.sqrt(variance)) : null,
  }
}

function tiesOf(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + (count * (count - 1)) / 2, 0)
}

function runsOf(sorted: Float64Array): Float64Array {
  const counts = new Float64Array(sorted.length)
  let last = -1
  for (let index = 0; index < sorted.length; index++) {
    if (index === 0 || sorted[index] !== sorted[index - 1]) last++
    counts[last] = (counts[last] as number) + 1
  }
  return counts.subarray(0, last + 1)
}

function varianceOfS(n: number, x: Float64Array, y: Float64Array): number {
  const [tx, ty] = [tieTerms(x), tieTerms(y)]
  return (
    (n * (n - 1) * (2 * n + 5) - tx.ends - ty.ends) / 18 +
    (tx.pairs * ty.pairs) / (2 * n * (n - 1)) +
    (n > 2 ? (tx.triples * ty.triples) / (9 * n * (n - 1) * (n - 2)) : 0)
  )
}

function tieTerms(counts: Float64Array): { ends: number; pairs: number; triples: number } {
  let [ends, pairs, triples] = [0, 0, 0]
  for (let index = 0; index < counts.length; index++) {
    const t = counts[index] as number
    pairs += t * (t - 1)
    ends += t * (t - 1) * (2 * t + 5)
    triples += t * (t - 1) * (t - 2)
  }
  return { ends, pairs, triples }
}

/** How many pairs stand in falling order, by merging sorted halves; equal numbers are in order. */
function countInversions(numbers: Float64Array): number {
  let from = numbers
  let to: Float64Array = new Float64Array(numbers.length)
  let inversions = 0
  for (let width = 1; width < numbers.length; width *= 2) {
    for (let start = 0; start < numbers.length; start += 2 * width) {
      const middle = Math.min(start + width, numbers.length)
      const end = Math.min(start + 2 * width, numbers.length)
      let [left, right] = [start, middle]
      for (let index = start; index < end; index++) {
        if (left < middle && (right >= end || (from[left] as number) <= (from[right] as number))) {
          to[index] = from[left++] as number
        } else {
          inversions += middle - left
          to[index] = from[right++] as number
        }
      }
    }
    ;[from, to] = [to, from]
  }
  return inversions
}
