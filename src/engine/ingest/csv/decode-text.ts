import { open } from 'node:fs/promises'
import { repairUtf8 } from './repair-utf-8.ts'
import type { TextEncoding } from './sniff-encoding.ts'

const chunkBytes = 1024 * 1024

/** How the bytes of a file become text: where the text begins, in which encoding, and who hears how far it is. */
export type DecodeOptions = {
  encoding: TextEncoding
  bomLength: number
  isValid: boolean
  signal?: AbortSignal | undefined
  onBytes?: ((bytesDone: number) => void) | undefined
}

/**
 * The text of a file as UTF-8, in pieces that are each valid only until the next is asked for. With `isValid` the
 * bytes are known to be UTF-8 and pass untouched; without, wrong bytes of UTF-8 are read as windows-1252, which they most
 * often are, and what no other encoding can decode becomes U+FFFD.
 */
export async function* decodeText(path: string, options: DecodeOptions): AsyncGenerator<Uint8Array> {
  const { encoding, bomLength, isValid, signal, onBytes } = options
  if (encoding === 'utf-8' && !isValid) return yield* repairUtf8(path, bomLength, signal, onBytes)
  const decoder = encoding === 'utf-8' ? undefined : new TextDecoder(encoding, { ignoreBOM: true })
  const file = await open(path)
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes)
    let position = bomLength
    for (;;) {
      signal?.throwIfAborted()
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, position)
      if (bytesRead === 0) break
      position += bytesRead
      const bytes = buffer.subarray(0, bytesRead)
      yield decoder ? Buffer.from(decoder.decode(bytes, { stream: true })) : bytes
      onBytes?.(position)
    }
    const rest = decoder?.decode()
    if (rest) yield Buffer.from(rest)
  } finally {
    await file.close()
  }
}

/** The same text without its first lines, each of which is told to `onLine`. */
export async function* withoutLines(
  pieces: AsyncGenerator<Uint8Array>,
  count: number,
  onLine?: (line: string) => void,
): AsyncGenerator<Uint8Array> {
  let left = count
  let endedWithCr = false
  let begun: Buffer[] = []
  const tell = (end: Uint8Array) => {
    onLine?.(Buffer.concat([...begun, end]).toString('utf8'))
    begun = []
    left--
  }
  for await (const piece of pieces) {
    let at = endedWithCr && piece[0] === 10 ? 1 : 0
    endedWithCr = false
    let start = at
    while (left > 0 && at < piece.length) {
      const byte = piece[at++]
      if (byte !== 10 && byte !== 13) continue
      tell(piece.subarray(start, at - 1))
      if (byte === 13 && at === piece.length) endedWithCr = true
      else if (byte === 13 && piece[at] === 10) at++
      start = at
    }
    if (left > 0 && start < piece.length) begun.push(Buffer.from(piece.subarray(start)))
    if (at < piece.length) yield piece.subarray(at)
  }
  if (left > 0 && begun.length > 0) tell(Buffer.alloc(0))
}
