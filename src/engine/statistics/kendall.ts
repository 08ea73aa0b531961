import { sortDoubles } from '../profile/sort-doubles.ts'
import { normalTwoSided } from './distributions.ts'
import { denseRanks } from './ranks.ts'

/** Kendall's S, the concordant pairs less the discordant ones, its variance when nothing is associated, and tau-b. */
export type Kendall = { s: number; variance: number; tau: number | null; pValue: number | null }

/**
 * Kendall's tau-b (1945) of pairs of finite numbers in O(n log n) after Knight (1966). The p-value is normal with the
 * variance for ties; `continuity` takes 1 from |S| first, as the Mann-Kendall test does. A constant has no tau.
 */
export function kendallOf(x: Float64Array, y: Float64Array, { continuity = false } = {}): Kendall {
  const n = x.length
  const [first, second] = [denseRanks(x), denseRanks(y)]
  const width = Math.max(second.counts.length, 1)
  const keys = first.ranks.map((rank, index) => rank * width + (second.ranks[index] as number))
  sortDoubles(keys)
  const discordant = countInversions(keys.map((key) => key % width))
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
  const counts: number[] = []
  for (let index = 0; index < sorted.length; index++) {
    if (index > 0 && sorted[index] === sorted[index - 1]) counts[counts.length - 1] = (counts.at(-1) as number) + 1
    else counts.push(1)
  }
  return Float64Array.from(counts)
}

function varianceOfS(n: number, x: Float64Array, y: Float64Array): number {
  const sum = (counts: Float64Array, term: (count: number) => number) =>
    counts.reduce((total, count) => total + term(count), 0)
  const [v0, vx, vy] = [
    n * (n - 1) * (2 * n + 5),
    sum(x, (t) => t * (t - 1) * (2 * t + 5)),
    sum(y, (t) => t * (t - 1) * (2 * t + 5)),
  ]
  const pairs = sum(x, (t) => t * (t - 1)) * sum(y, (t) => t * (t - 1))
  const triples = sum(x, (t) => t * (t - 1) * (t - 2)) * sum(y, (t) => t * (t - 1) * (t - 2))
  return (v0 - vx - vy) / 18 + pairs / (2 * n * (n - 1)) + (n > 2 ? triples / (9 * n * (n - 1) * (n - 2)) : 0)
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
