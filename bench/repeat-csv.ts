import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

const LF = 10

/**
 * Writes a CSV whose first column is a whole number, and whose values hold no line ends, several times below one header:
 * each time with another digit before the numbers, so that no row comes twice.
 */
export async function repeatCsv(from: string, to: string, times: number): Promise<void> {
  await pipeline(async function* () {
    for (let time = 1; time <= times; time++) {
      let isHeader = true
      let isLineStart = false
      for await (const chunk of createReadStream(from, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>) {
        const pieces: Buffer[] = []
        for (let start = 0; start < chunk.length; ) {
          const end = chunk.indexOf(LF, start) + 1 || chunk.length
          if (isLineStart) pieces.push(Buffer.from(String(time)))
          if (!isHeader || time === 1) pieces.push(chunk.subarray(start, end))
          isLineStart = chunk[end - 1] === LF
          if (isLineStart) isHeader = false
          start = end
        }
        yield Buffer.concat(pieces)
      }
    }
  }, createWriteStream(to))
}
