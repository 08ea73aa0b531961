import type { Blocks } from './distribution.ts'

/** The two neighbours of a quantile among `total` ordered values (ranks from 0) and how far it lies between them. */
export type QuantileRanks = { lower: number; upper: number; fraction: number }

/** Where the quantile `p` lies among `total` values by type 7 of Hyndman and Fan (1996): at rank (n - 1) p. */
export function quantileRanks(p: number, total: number): QuantileRanks {
  const rank = (total - 1) * p
  const lower = Math.floor(rank)
  const fraction = rank - lower
  return { lower, upper: fraction > 0 ? lower + 1 : lower, fraction }
}

/** The places of the quantiles `ps` of a distribution of `total` values, one or more, in the order of `ps`. */
export async function quantilesOf(blocks: Blocks, total: number, ps: readonly number[]): Promise<number[]> {
  const wanted = ps.map((p) => quantileRanks(p, total))
  const placeAt = await placesAtRanks(blocks, [...new Set(wanted.flatMap(({ lower, upper }) => [lower, upper]))])
  return wanted.map(({ lower, upper, fraction }) => between(placeAt(lower), placeAt(upper), fraction))
}

/** Linear interpolation that is exact at both ends and symmetric, and does not overflow. */
function between(lower: number, upper: number, fraction: number): number {
  const width = upper - lower
  if (!Number.isFinite(width)) return lower * (1 - fraction) + upper * fraction
  return fraction < 0.5 ? lower + width * fraction : upper - width * (1 - fraction)
}

async function placesAtRanks(blocks: Blocks, ranks: number[]): Promise<(rank: number) => number> {
  ranks.sort((a, b) => a - b)
  const found = new Map<number, number>()
  let next = 0
  let passed = 0
  for await (const { places, counts } of blocks) {
    for (let index = 0; index < places.length && next < ranks.length; index++) {
      passed += counts[index] as number
      while (next < ranks.length && (ranks[next] as number) < passed) {
        found.set(ranks[next++] as number, places[index] as number)
      }
    }
    if (next === ranks.length) break
  }
  return (rank) => {
    const place = found.get(rank)
    if (place === undefined) throw new RangeError(`No value has rank ${rank}`)
    return place
  }
}
