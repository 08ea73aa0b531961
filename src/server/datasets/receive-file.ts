import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { Readable } from 'node:stream'

/** A file that has arrived and is safely on the disk. */
export interface ReceivedFile {
  bytes: number
  sha256: string
}

const bytesAtOnce = 1024 * 1024

/**
 * Writes a stream to a new file, hashing it on the way, and returns when the disk has it. Memory holds about a megabyte,
 * whatever the size. `onBytes` hears how many bytes there are so far; it may refuse to go on.
 */
export const receiveFile = async (
  stream: Readable,
  path: string,
  onBytes: (bytes: number) => void | Promise<void> = () => {},
): Promise<ReceivedFile> => {
  const hash = createHash('sha256')
  const file = await open(path, 'wx', 0o600)
  try {
    let bytes = 0
    let waiting: Buffer[] = []
    let waitingBytes = 0
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      hash.update(chunk)
      waiting.push(chunk)
      waitingBytes += chunk.length
      if (waitingBytes < bytesAtOnce) continue
      await writeAll(file, waiting)
      bytes += waitingBytes
      await onBytes(bytes)
      waiting = []
      waitingBytes = 0
    }
    await writeAll(file, waiting)
    await file.sync()
    return { bytes: bytes + waitingBytes, sha256: hash.digest('hex') }
  } finally {
    await file.close()
  }
}

const writeAll = async (file: FileHandle, chunks: Buffer[]): Promise<void> => {
  let rest = chunks
  while (rest.length > 0) {
    let { bytesWritten } = await file.writev(rest)
    let done = 0
    for (const chunk of rest) {
      if (bytesWritten < chunk.length) break
      bytesWritten -= chunk.length
      done += 1
    }
    rest = rest.slice(done)
    if (rest[0] && bytesWritten > 0) rest = [rest[0].subarray(bytesWritten), ...rest.slice(1)]
  }
}
