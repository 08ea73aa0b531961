import { isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'

/** What a look at every byte of a text file finds. A last line without a line end counts as a line. */
export type LineCount = { lines: number; blankLines: number; isUtf8: boolean; hasLoneCr: boolean }

const chunkBytes = 1024 * 1024
const LF = 10
const CR = 13

/**
 * Counts the lines of a file by their LF (a CR that no LF follows is only reported), the blank ones among them (also
 * those within quotes), and checks that all bytes are UTF-8.
 */
export async function countLines(
  path: string,
  {
    signal,
    hash,
  }: { signal?: AbortSignal | undefined; hash?: { update(bytes: Uint8Array): unknown } | undefined } = {},
): Promise<LineCount> {
  const file = await open(path)
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes + 4)
    let kept = 0
    let lines = 0
    let blankLines = 0
    let allUtf8 = true
    let hasLoneCr = false
    let previous = LF
    let beforePrevious = 0
    for (;;) {
      signal?.throwIfAborted()
      const { bytesRead } = await file.read(buffer, kept, chunkBytes, null)
      if (bytesRead === 0) break
      const bytes = buffer.subarray(kept, kept + bytesRead)
      hash?.update(bytes)
      for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
        lines++
        const last = at > 0 ? bytes[at - 1] : previous
        if (last === LF) blankLines++
        else if (last === CR && (at > 1 ? bytes[at - 2] : at === 1 ? previous : beforePrevious) === LF) blankLines++
      }
      hasLoneCr ||= hasCrWithoutLf(bytes, previous)
      beforePrevious = bytesRead > 1 ? (bytes[bytesRead - 2] as number) : previous
      previous = bytes[bytesRead - 1] as number
      const checked = buffer.subarray(0, kept + bytesRead)
      const tail = incompleteTail(checked)
      allUtf8 &&= isUtf8(checked.subarray(0, checked.length - tail))
      checked.copyWithin(0, checked.length - tail)
      kept = tail
    }
    return {
      lines: previous === LF ? lines : lines + 1,
      blankLines,
      isUtf8: allUtf8 && kept === 0,
      hasLoneCr: hasLoneCr || previous === CR,
    }
  } finally {
    await file.close()
  }
}

function hasCrWithoutLf(bytes: Uint8Array, previous: number): boolean {
  if (previous === CR && bytes[0] !== LF) return true
  for (let at = bytes.indexOf(CR); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(CR, at + 1)) {
    if (bytes[at + 1] !== LF) return true
  }
  return false
}

/** How many bytes at the end begin a UTF-8 character that is not complete. */
function incompleteTail(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}
