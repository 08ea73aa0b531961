import { countOfFirst, type Distribution, firstIndex, placeAtRank, valueCount } from './distribution.ts'

/**
 * The places of the quantiles `ps` of a distribution that is not empty, by type 7 of Hyndman and Fan (1996): linear
 * between the neighbours of rank (n - 1) p, counted from 0.
 */
export async function quantilesOf(distribution: Distribution, ps: readonly number[]): Promise<number[]> {
  const ranks = ps.map((p) => (distribution.total - 1) * p)
  const neighbours = ranks.flatMap((rank) => [Math.floor(rank), Math.ceil(rank)])
  const places = await placesAtRanks(distribution, neighbours)
  return ranks.map((rank, index) => {
    const lower = places[2 * index] as number
    const upper = places[2 * index + 1] as number
    return between(lower, upper, rank - Math.floor(rank))
  })
}

/** Linear interpolation that is exact at both ends and symmetric, and does not overflow. */
export function between(lower: number, upper: number, fraction: number): number {
  const width = upper - lower
  if (!Number.isFinite(width)) return lower * (1 - fraction) + upper * fraction
  return fraction < 0.5 ? lower + width * fraction : upper - width * (1 - fraction)
}

async function placesAtRanks(distribution: Distribution, ranks: readonly number[]): Promise<number[]> {
  const places = ranks.map(() => Number.NaN)
  let passed = 0
  for await (const block of distribution.blocks()) {
    const count = valueCount(block)
    ranks.forEach((rank, index) => {
      if (rank >= passed && rank < passed + count) places[index] = placeAtRank(block, rank - passed)
    })
    passed += count
  }
  return places
}

/**
 * The median of the distances of all values from a centre. It is sought among the doubles themselves, in their order as
 * bits: each walk counts the values within some distances and leaves a small part of the doubles in question.
 */
export async function medianDistance(distribution: Distribution, center: number): Promise<number> {
  const rank = (distribution.total - 1) / 2
  const lower = await distanceAtRank(distribution, center, Math.floor(rank))
  if (Number.isInteger(rank)) return lower
  const [within] = (await countsWithin(distribution, center, [lower])) as [number]
  return within > Math.ceil(rank) ? lower : between(lower, await nextDistance(distribution, center, lower), 0.5)
}

async function distanceAtRank(distribution: Distribution, center: number, rank: number): Promise<number> {
  const candidateCount = distribution.isInMemory ? 63n : 4095n
  let low = 0n
  let high = bitsOf(Number.MAX_VALUE)
  while (low < high) {
    const step = (high - low) / (candidateCount + 1n) || 1n
    const candidates: bigint[] = []
    for (let bits = low; bits < high && candidates.length < candidateCount; bits += step) candidates.push(bits)
    const counts = await countsWithin(distribution, center, candidates.map(doubleOf))
    const enough = counts.findIndex((count) => count > rank)
    if (enough !== 0) low = (candidates.at(enough < 0 ? -1 : enough - 1) as bigint) + 1n
    if (enough >= 0) high = candidates[enough] as bigint
  }
  return doubleOf(low)
}

/** The smallest distance that is larger than a given one. */
async function nextDistance(distribution: Distribution, center: number, distance: number): Promise<number> {
  let next = Number.POSITIVE_INFINITY
  for await (const { places } of distribution.blocks()) {
    const above = firstIndex(places.length, (at) => (places[at] as number) - center > distance)
    const below = firstIndex(above, (at) => center - (places[at] as number) <= distance) - 1
    if (above < places.length) next = Math.min(next, (places[above] as number) - center)
    if (below >= 0) next = Math.min(next, center - (places[below] as number))
  }
  return next
}

async function countsWithin(distribution: Distribution, center: number, distances: number[]): Promise<number[]> {
  const counts = distances.map(() => 0)
  for await (const block of distribution.blocks()) {
    const { places } = block
    distances.forEach((distance, index) => {
      const beyond = firstIndex(places.length, (at) => (places[at] as number) - center > distance)
      const from = firstIndex(beyond, (at) => center - (places[at] as number) <= distance)
      counts[index] = (counts[index] as number) + countOfFirst(block, beyond) - countOfFirst(block, from)
    })
  }
  return counts
}

const double = new Float64Array(1)
const bitsOfDouble = new BigUint64Array(double.buffer)

function bitsOf(value: number): bigint {
  double[0] = value
  return bitsOfDouble[0] as bigint
}

function doubleOf(bits: bigint): number {
  bitsOfDouble[0] = bits
  return double[0] as number
}
