import { isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'
import type { ReadingOptions } from '../../../shared/reading-options.ts'
import { decodeText } from '../csv/decode-text.ts'
import { judgeEncoding } from '../csv/judge-encoding.ts'
import { givenEncoding } from '../csv/sniff-csv.ts'
import { type FoundEncoding, sniffEncoding } from '../csv/sniff-encoding.ts'
import { sniffJson } from './sniff-json.ts'

/** The text of a JSON file: how it is encoded, its beginning, and all of it, as often as it is asked for. */
export type JsonText = {
  encoding: FoundEncoding
  head: Buffer
  isWhole: boolean
  /** Whether each value stands behind a record separator (RFC 7464). */
  isSequence: boolean
  pieces(onBytes?: (bytesDone: number) => void): AsyncGenerator<Uint8Array>
  /** What was taken out of the `original` text, which is JSON but for it. */
  loose?: { comments: number; commas: number; original: JsonText }
}

const headBytes = 1024 * 1024
const chunkBytes = 1024 * 1024

/** The mark between values of a JSON text sequence; a blank to everybody else. */
const SEPARATOR = 0x1e
const BLANK = 0x20

/** Opens the text of a JSON file; `encoding` is what a person says it is. */
export async function openJsonText(
  file: string,
  { encoding: name }: ReadingOptions,
  signal: AbortSignal | undefined,
): Promise<JsonText> {
  const { bytes, isWhole } = await readHead(file)
  const encoding = givenEncoding(name, bytes) ?? (await findEncoding(file, bytes, signal))
  const decoded = new TextDecoder(encoding.encoding).decode(bytes.subarray(encoding.bomLength))
  const isSequence = decoded.startsWith('\x1e')
  return {
    encoding,
    head: Buffer.from(isSequence ? decoded.replaceAll('\x1e', ' ') : decoded),
    isWhole,
    isSequence,
    pieces: (onBytes) => {
      const isValid = encoding.encoding === 'utf-8' && encoding.hasWrongBytes !== true
      const text = decodeText(file, { ...encoding, isValid, signal, onBytes })
      return isSequence ? withoutSeparators(text) : text
    },
  }
}

/** Whether a JSON file is NDJSON, so that its beginning is a file of the same kind. */
export async function isNdjson(file: string): Promise<boolean> {
  const { bytes, isWhole } = await readHead(file)
  const { encoding, bomLength } = sniffEncoding(bytes)
  return sniffJson(Buffer.from(new TextDecoder(encoding).decode(bytes.subarray(bomLength))), isWhole) === 'lines'
}

async function readHead(path: string): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, headBytes)), 0, undefined, 0)
    return { bytes: buffer.subarray(0, bytesRead), isWhole: size <= headBytes }
  } finally {
    await file.close()
  }
}

async function findEncoding(file: string, head: Buffer, signal: AbortSignal | undefined): Promise<FoundEncoding> {
  const sniffed = sniffEncoding(head)
  if (sniffed.encoding.startsWith('utf-16')) return sniffed
  if (await isUtf8Throughout(file, signal)) return { ...sniffed, encoding: 'utf-8' }
  return sniffed.bomLength > 0 ? { ...sniffed, hasWrongBytes: true } : judgeEncoding(file, signal)
}

async function isUtf8Throughout(path: string, signal: AbortSignal | undefined): Promise<boolean> {
  const file = await open(path)
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes)
    let kept = 0
    for (;;) {
      signal?.throwIfAborted()
      const { bytesRead } = await file.read(buffer, kept, chunkBytes - kept, null)
      if (bytesRead === 0) return kept === 0
      const end = kept + bytesRead
      const cut = beginningOfLast(buffer, end)
      if (!isUtf8(buffer.subarray(0, cut))) return false
      buffer.copy(buffer, 0, cut, end)
      kept = end - cut
    }
  } finally {
    await file.close()
  }
}

/** Where a character begins that the end of the bytes may cut off. */
function beginningOfLast(bytes: Buffer, end: number): number {
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back] as number
    if (byte < 0x80) return end
    if (byte >= 0xc0) return byte >= (back === 1 ? 0xc0 : back === 2 ? 0xe0 : 0xf0) ? end - back : end
  }
  return end
}

async function* withoutSeparators(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    const text = Buffer.from(piece)
    for (let at = text.indexOf(SEPARATOR); at >= 0; at = text.indexOf(SEPARATOR, at + 1)) text[at] = BLANK
    yield text
  }
}
