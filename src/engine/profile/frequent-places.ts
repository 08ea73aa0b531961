import type { Blocks } from './distribution.ts'

/** A place and how many values stand at it. */
export type FrequentPlace = { place: number; count: number }

/** The places with the most values, at most `limit` of them, the most frequent first and of equals the smallest. */
export async function frequentPlaces(blocks: Blocks, limit: number): Promise<FrequentPlace[]> {
  const found: FrequentPlace[] = []
  let least = 0
  for await (const { places, counts } of blocks) {
    for (let index = 0; index < places.length; index++) {
      const count = counts[index] as number
      if (count <= least) continue
      let rank = found.length
      while (rank > 0 && (found[rank - 1] as FrequentPlace).count < count) rank--
      found.splice(rank, 0, { place: places[index] as number, count })
      if (found.length > limit) found.pop()
      if (found.length === limit) least = (found[limit - 1] as FrequentPlace).count
    }
  }
  return found
}
