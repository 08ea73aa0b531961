/** Different places on a number line, ascending, and how many values stand at each. Both arrays have one length. */
export type Block = { places: Float64Array; counts: Float64Array | Uint32Array }

/** Blocks in ascending order of their places. */
export type Blocks = Iterable<Block> | AsyncIterable<Block>

/**
 * Every finite value of a column as a place on its number line, with how often it occurs: `total` values at `distinct`
 * places. It can be walked through as often as needed, in order of the places or of their distance from a centre.
 */
export type Distribution = {
  total: number
  distinct: number
  blocks(): Blocks
  distancesFrom(center: number): Blocks
}

const distanceBlockSize = 16_384

/** A distribution whose places are all in memory. */
export function distributionOf(block: Block): Distribution {
  let total = 0
  for (const count of block.counts) total += count
  return {
    total,
    distinct: block.places.length,
    blocks: () => [block],
    distancesFrom: (center) => distances(block, center),
  }
}

/** Walks outwards from the centre on both sides at once, always to the nearer place. */
function* distances({ places, counts }: Block, center: number): Generator<Block> {
  let right = firstAtLeast(places, center)
  let left = right - 1
  while (left >= 0 || right < places.length) {
    const size = Math.min(distanceBlockSize, left + 1 + places.length - right)
    const block = { places: new Float64Array(size), counts: new Float64Array(size) }
    for (let index = 0; index < size; index++) {
      const below = left >= 0 ? center - (places[left] as number) : Number.POSITIVE_INFINITY
      const above = right < places.length ? (places[right] as number) - center : Number.POSITIVE_INFINITY
      const isBelow = right >= places.length || (left >= 0 && below <= above)
      block.places[index] = isBelow ? below : above
      block.counts[index] = counts[isBelow ? left-- : right++] as number
    }
    yield block
  }
}

function firstAtLeast(places: Float64Array, bound: number): number {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((places[middle] as number) < bound) low = middle + 1
    else high = middle
  }
  return low
}
