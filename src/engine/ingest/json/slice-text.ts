import type { TextStart } from './feed-json.ts'

/** The part of a text from byte `start` to `end`. */
export async function* sliceText(
  pieces: AsyncGenerator<Uint8Array>,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  let at = 0
  for await (const piece of pieces) {
    const from = Math.max(start - at, 0)
    const to = Math.min(end - at, piece.length)
    if (from < to) yield piece.subarray(from, to)
    at += piece.length
    if (at >= end) return
  }
}

/** The bytes of such a part, at most `most` of them. */
export async function readSlice(
  pieces: AsyncGenerator<Uint8Array>,
  start: number,
  end: number,
  most: number,
): Promise<Buffer> {
  const found: Buffer[] = []
  for await (const piece of sliceText(pieces, start, Math.min(end, start + most))) found.push(Buffer.from(piece))
  return Buffer.concat(found)
}

/** A place whose column nobody needs, since what stands there is known to be JSON. */
export const atLine = (line: number): TextStart => ({ line, column: 1 })
