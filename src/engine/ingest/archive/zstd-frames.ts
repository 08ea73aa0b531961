type Part = 'magic' | 'skippable size' | 'descriptor' | 'block' | 'end'

const FRAME = 0xfd2fb528
const SKIPPABLE = 0x184d2a50
const dictionaryBytes = [0, 1, 2, 4]

/**
 * Cuts what is compressed by zstd where its frames end (RFC 8878): what follows a frame within one piece, the decoder of
 * Node takes for no part of the data. Throws where a frame is cut off or something else follows.
 */
export async function* zstdFrames(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let part: Part = 'magic'
  let held: number[] = []
  let wanted = 4
  let passing = 0
  let hasChecksum = false

  const expect = (next: Part, bytes: number, after = 0) => {
    part = next
    wanted = bytes
    passing = after
  }
  const take = (bytes: Buffer) => {
    if (part === 'magic') {
      const magic = bytes.readUInt32LE()
      if (magic === FRAME) expect('descriptor', 1)
      else if ((magic & ~0xf) >>> 0 === SKIPPABLE) expect('skippable size', 4)
      else throw new Error('What follows a frame is no frame.')
    } else if (part === 'skippable size') expect('end', 0, bytes.readUInt32LE())
    else if (part === 'descriptor') {
      const descriptor = bytes.readUInt8()
      const sizeFlag = descriptor >> 6
      const isSingle = (descriptor & 0x20) !== 0
      hasChecksum = (descriptor & 4) !== 0
      const sizeBytes = sizeFlag === 0 ? Number(isSingle) : 2 ** sizeFlag
      expect('block', 3, Number(!isSingle) + (dictionaryBytes[descriptor & 3] as number) + sizeBytes)
    } else {
      const header = bytes.readUIntLE(0, 3)
      const size = ((header >> 1) & 3) === 1 ? 1 : header >> 3
      if ((header & 1) === 0) expect('block', 3, size)
      else expect('end', 0, size + (hasChecksum ? 4 : 0))
    }
  }
  /** Where the frame ends within the piece, or the piece itself. */
  const endOfFrame = (piece: Buffer, from: number): number => {
    let at = from
    for (;;) {
      const passed = Math.min(passing, piece.length - at)
      passing -= passed
      at += passed
      if (passing === 0 && part === 'end') {
        expect('magic', 4)
        return at
      }
      if (at >= piece.length) return at
      held.push(piece[at++] as number)
      if (held.length < wanted) continue
      take(Buffer.from(held))
      held = []
    }
  }
  for await (const piece of packed) {
    let at = 0
    while (at < piece.length) {
      const end = endOfFrame(piece, at)
      yield piece.subarray(at, end)
      at = end
    }
  }
  if (part !== 'magic' || held.length > 0) throw new Error('The last frame is cut off.')
}
