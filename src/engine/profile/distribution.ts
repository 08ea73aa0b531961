/**
 * Different places on a number line, ascending, with how many values stand at each: `upTo[i]` values stand at the
 * first i + 1 places. Without `upTo` there is one value at each place.
 */
export type Block = { places: Float64Array; upTo?: Float64Array | Uint32Array | undefined }

/**
 * Every finite value of a column as a place on its number line, with how often it occurs: `total` values at `distinct`
 * places. Its blocks, ascending too, can be walked through as often as needed; that is costly where they are not in
 * memory.
 */
export type Distribution = {
  total: number
  distinct: number
  isInMemory: boolean
  blocks(): Iterable<Block> | AsyncIterable<Block>
}

/** A distribution whose places are all in memory. */
export function distributionOf(block: Block): Distribution {
  return { total: valueCount(block), distinct: block.places.length, isInMemory: true, blocks: () => [block] }
}

/** The number of values of a block. */
export function valueCount({ places, upTo }: Block): number {
  return upTo ? (upTo.at(-1) ?? 0) : places.length
}

/** How many values of a block stand at the place with this index. */
export function countAt({ upTo }: Block, index: number): number {
  return upTo ? (upTo[index] as number) - (index > 0 ? (upTo[index - 1] as number) : 0) : 1
}

/** How many values of a block lie below a bound. */
export function countBelow(block: Block, bound: number): number {
  return countOfFirst(
    block,
    firstIndex(block.places.length, (index) => (block.places[index] as number) >= bound),
  )
}

/** How many values of a block lie below a bound or at it. */
export function countUpTo(block: Block, bound: number): number {
  return countOfFirst(
    block,
    firstIndex(block.places.length, (index) => (block.places[index] as number) > bound),
  )
}

/** The place of the value with a rank, from 0, in a block that has more values than that. */
export function placeAtRank({ places, upTo }: Block, rank: number): number {
  return places[upTo ? firstIndex(upTo.length, (index) => (upTo[index] as number) > rank) : rank] as number
}

/** How many values stand at the first `placeCount` places of a block. */
export function countOfFirst({ upTo }: Block, placeCount: number): number {
  return placeCount === 0 ? 0 : upTo ? (upTo[placeCount - 1] as number) : placeCount
}

/** The first index below `length` from which on a condition holds, or `length`. */
export function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
