/** What a reader must do to keep its place: ask within `stallMs`, and take `leastBytes` in so much time while others wait. */
export type Pace = { stallMs: number; leastBytes: number; othersWait: () => boolean }

/**
 * The chunks, given up when their reader lets too much time go by: `giveUp` is called while it asks for nothing, and a
 * reader that asks too rarely is told by an error. Only time that the reader takes counts, not that of the writer.
 */
export async function* watchedChunks<Chunk extends { length: number }>(
  chunks: AsyncIterable<Chunk>,
  { stallMs, leastBytes, othersWait }: Pace,
  giveUp: (reason: Error) => void,
): AsyncGenerator<Chunk> {
  let [heldMs, bytes] = [0, 0]
  for await (const chunk of chunks) {
    const timer = setTimeout(() => giveUp(tooSlow('took nothing for too long')), stallMs)
    const since = performance.now()
    try {
      yield chunk
    } finally {
      clearTimeout(timer)
    }
    heldMs += performance.now() - since
    bytes += chunk.length
    if (heldMs < stallMs) continue
    if (bytes < leastBytes && othersWait()) throw tooSlow('took too little while others waited')
    heldMs = 0
    bytes = 0
  }
}

const tooSlow = (what: string) => new Error(`The reader of an export ${what}`)
