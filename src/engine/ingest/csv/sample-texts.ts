import { open, writeFile } from 'node:fs/promises'
import { plainText } from './plain-text.ts'
import { scanRecords } from './scan-records.ts'
import { plainSource, type TextSource } from './text-source.ts'

const wholeBytes = 1024 * 1024
const headBytes = 256 * 1024
const pieceBytes = 16 * 1024
const pieceCount = 16

/** The rows of a wide table are long: so much for each of its columns makes some dozen of them. */
const headBytesOfColumn = 256
const pieceBytesOfColumn = 24

/**
 * Writes a sample of a source to `target`: its beginning, in order, and pieces from all over the rest. The sample
 * `isWhole` when it holds every record; `rowCount` is about how many the source has.
 */
export async function sampleTexts(
  source: TextSource,
  target: string,
): Promise<{ source: TextSource; isWhole: boolean; rowCount: number }> {
  const text = plainText(source.dialect, source.width)
  const file = await open(source.file)
  try {
    const { size } = await file.stat()
    const read = async (from: number, length: number) => {
      const buffer = Buffer.alloc(Math.min(length, size - from))
      await file.read(buffer, 0, buffer.length, from)
      return buffer
    }
    const head = Math.max(headBytes, headBytesOfColumn * source.width)
    const pieceLength = Math.max(pieceBytes, pieceBytesOfColumn * source.width)
    const isWhole = size <= Math.max(wholeBytes, head + pieceCount * pieceLength)
    addRecords(text, source, await read(0, isWhole ? size : head), source.skipLines, isWhole)
    for (let piece = 1; !isWhole && piece <= pieceCount; piece++) {
      const from = head + Math.floor(((size - head - pieceLength) * piece) / pieceCount)
      addRecords(text, source, await read(from, pieceLength), 1, false)
    }
    const rowCount = (text.recordCount() * size) / Math.max(text.byteLength(), 1)
    await writeFile(target, text.take())
    return { source: plainSource(target, source.width, source.longestLine), isWhole, rowCount }
  } finally {
    await file.close()
  }
}

function addRecords(
  text: ReturnType<typeof plainText>,
  { dialect, width, isPadded }: TextSource,
  bytes: Buffer,
  skipLines: number,
  isEnd: boolean,
): void {
  const scanner = scanRecords(dialect, (record) => {
    const isRow = record.fieldCount === (isPadded ? 2 : width)
    if (record.kind === 'values' && isRow) text.add(record)
  })
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  scanner.push(bytes.subarray(Math.max(bom, afterLines(bytes, skipLines))))
  if (isEnd) scanner.end()
}

function afterLines(bytes: Buffer, count: number): number {
  let at = 0
  for (let left = count; left > 0; left--) {
    const lineEnd = bytes.indexOf(10, at)
    if (lineEnd < 0) return bytes.length
    at = lineEnd + 1
  }
  return at
}
