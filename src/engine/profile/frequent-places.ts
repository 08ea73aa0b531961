import { type Block, countAt, type Distribution } from './distribution.ts'

/** A place and how many values stand at it. */
export type FrequentPlace = { place: number; count: number }

/** The places with the most values, at most `limit` of them, the most frequent first and of equals the smallest. */
export async function frequentPlaces(distribution: Distribution, limit: number): Promise<FrequentPlace[]> {
  const found: FrequentPlace[] = []
  for await (const block of distribution.blocks()) addFrequent(found, block, limit)
  return found
}

function addFrequent(found: FrequentPlace[], block: Block, limit: number): void {
  const { places, upTo } = block
  const length = upTo ? places.length : Math.min(places.length, limit)
  let least = found.length < limit ? 0 : (found[limit - 1] as FrequentPlace).count
  for (let index = 0; index < length; index++) {
    const count = countAt(block, index)
    if (count <= least) continue
    let rank = found.length
    while (rank > 0 && (found[rank - 1] as FrequentPlace).count < count) rank--
    found.splice(rank, 0, { place: places[index] as number, count })
    if (found.length > limit) found.pop()
    if (found.length === limit) least = (found[limit - 1] as FrequentPlace).count
  }
}
