import { open } from 'node:fs/promises'

const chunkBytes = 1024 * 1024
const LF = 10
const CR = 13

/**
 * Where lines begin in the bytes of a file: for each of the given line numbers (ascending, from 1) the offset of its
 * first byte. CR, LF and CRLF end a line; in UTF-16 they are two bytes each.
 */
export async function lineOffsets(path: string, encoding: string, lines: number[]): Promise<number[]> {
  const step = encoding.startsWith('utf-16') ? 2 : 1
  const low = encoding === 'utf-16be' ? 1 : 0
  const offsets: number[] = []
  const file = await open(path)
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes)
    let position = 0
    let line = 1
    let lineStart = 0
    let previous = LF
    const settle = () => {
      while (offsets.length < lines.length && (lines[offsets.length] as number) <= line) offsets.push(lineStart)
    }
    while (offsets.length < lines.length) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, position)
      if (bytesRead === 0) break
      for (let at = 0; at + step <= bytesRead; at += step) {
        const isWide = step === 2 && buffer[at + 1 - low] !== 0
        const unit = isWide ? 0 : (buffer[at + low] as number)
        if (unit === LF && previous === CR) lineStart = position + at + step
        else {
          if (previous === LF || previous === CR) settle()
          if (unit === LF || unit === CR) {
            line++
            lineStart = position + at + step
          }
        }
        previous = unit
      }
      position += bytesRead
    }
    settle()
    return [...offsets, ...lines.slice(offsets.length).map(() => position)]
  } finally {
    await file.close()
  }
}
