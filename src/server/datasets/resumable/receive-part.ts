import type { Hash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { Problem } from '../../http/problem-error.ts'
import type { Checksum } from './upload-headers.ts'

/** The hash of a file up to somewhere; of no use when the file goes on elsewhere. */
export interface RunningHash {
  hash: Hash
  upTo: number
}

export interface Part {
  body: AsyncIterable<Buffer>
  file: string
  /** Where the part begins; whatever the file has behind that was never safe and goes. */
  offset: number
  /** How many bytes may come. */
  room: number
  checksum: Checksum | undefined
  /** The hash of the whole file as it grows. */
  running: RunningHash
  /** Hears up to where the bytes are on the disk for good. */
  onSafe: (offset: number) => Promise<void>
}

/** How much may be lost to a power cut, in bytes and milliseconds. */
const safeEveryBytes = 32 * 2 ** 20
const safeEveryMs = 2_000
const bytesAtOnce = 2 ** 20

/**
 * Writes what a request brings behind what is there already, and keeps it also when the connection breaks. With a checksum
 * it is all or nothing. Returns where the file now ends.
 */
export const receivePart = async (part: Part): Promise<number> => {
  // A crash just after the upload has begun leaves its row without a file.
  const file = await open(part.file, part.offset === 0 ? 'w' : 'r+', 0o600)
  try {
    await file.truncate(part.offset)
    return part.checksum ? await receiveChecked(file, part, part.checksum) : await receiveOpen(file, part)
  } finally {
    await file.close()
  }
}

const receiveOpen = async (file: FileHandle, { body, offset, room, running, onSafe }: Part): Promise<number> => {
  let [end, safe, safeAt] = [offset, offset, performance.now()]
  const makeSafe = async () => {
    await file.datasync()
    await onSafe(end)
    safe = end
    safeAt = performance.now()
  }
  try {
    for await (const bytes of gathered(body, room)) {
      await writeAll(file, bytes, end)
      if (running.upTo === end) {
        running.hash.update(bytes)
        running.upTo += bytes.length
      }
      end += bytes.length
      if (end - safe >= safeEveryBytes || performance.now() - safeAt >= safeEveryMs) await makeSafe()
    }
  } finally {
    await makeSafe()
  }
  return end
}

const receiveChecked = async (
  file: FileHandle,
  { body, offset, room, running, onSafe }: Part,
  checksum: Checksum,
): Promise<number> => {
  let end = offset
  const seen = running.hash.copy()
  try {
    for await (const bytes of gathered(body, room)) {
      await writeAll(file, bytes, end)
      checksum.hash.update(bytes)
      seen.update(bytes)
      end += bytes.length
    }
    if (!checksum.hash.digest().equals(checksum.expected)) {
      throw new Problem('checksum_mismatch', 'These bytes are not those that were sent. None of them was kept.')
    }
  } catch (error) {
    await file.truncate(offset)
    throw error
  }
  if (running.upTo === offset) {
    running.hash = seen
    running.upTo = end
  }
  await file.datasync()
  await onSafe(end)
  return end
}

/** The bytes of a body in pieces worth writing; what came before the connection broke is given before the failure. */
async function* gathered(body: AsyncIterable<Buffer>, room: number): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = []
  let [bytes, total] = [0, 0]
  const take = () => {
    const piece = Buffer.concat(chunks)
    chunks = []
    bytes = 0
    return piece
  }
  let failure: unknown
  try {
    for await (const chunk of body) {
      total += chunk.length
      if (total > room) throw new Problem('too_large', 'This is more than the upload was said to have.')
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes >= bytesAtOnce) yield take()
    }
  } catch (error) {
    failure = error
  }
  if (bytes > 0) yield take()
  if (failure !== undefined) throw failure
}

const writeAll = async (file: FileHandle, bytes: Buffer, position: number): Promise<void> => {
  let done = 0
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}
