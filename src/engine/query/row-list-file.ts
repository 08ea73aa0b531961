import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'

/** A part of a list of row numbers, and the length of the whole list. */
export type RowListPart = { rowNumbers: number[]; total: number }

const numberBytes = Uint32Array.BYTES_PER_ELEMENT
const blockNumbers = 2 ** 18
const sameUseMs = 60_000

/**
 * Reads a part of a list: a file of 32-bit row numbers, one after the other. Undefined when there is no such file. That it
 * was used is seen in its time of change.
 */
export async function readRowList(file: string, offset: number, limit: number): Promise<RowListPart | undefined> {
  const handle = await openIfThere(file)
  if (!handle) return undefined
  try {
    const { size, mtimeMs } = await handle.stat()
    const now = new Date()
    if (now.getTime() - mtimeMs > sameUseMs) await handle.utimes(now, now)
    const total = size / numberBytes
    const numbers = new Uint32Array(Math.max(Math.min(limit, total - offset), 0))
    if (numbers.length > 0) await handle.read(bytesOf(numbers), 0, numbers.byteLength, offset * numberBytes)
    return { rowNumbers: Array.from(numbers), total }
  } finally {
    await handle.close()
  }
}

/** The whole list in blocks, each of which the next one overwrites. Throws when there is no such file. */
export async function* rowListBlocks(file: string): AsyncGenerator<Uint32Array> {
  const handle = await open(file)
  try {
    const room = new Uint32Array(blockNumbers)
    for (let position = 0; ; ) {
      const { bytesRead } = await handle.read(bytesOf(room), 0, room.byteLength, position)
      if (bytesRead === 0) return
      position += bytesRead
      yield room.subarray(0, bytesRead / numberBytes)
    }
  } finally {
    await handle.close()
  }
}

/**
 * Writes a list that is there as a whole or not at all, whatever ends this process. One that `lasts` is on the disk
 * before it has its name, so that a power cut leaves no hole in it.
 */
export async function writeRowList(
  file: string,
  blocks: AsyncIterable<ArrayLike<number>>,
  { lasts }: { lasts: boolean },
): Promise<void> {
  const part = `${file}.${randomUUID()}.part`
  try {
    const handle = await open(part, 'wx', 0o600)
    try {
      const room = new Uint32Array(blockNumbers)
      let length = 0
      const flush = async () => {
        await handle.writeFile(bytesOf(room.subarray(0, length)))
        length = 0
      }
      for await (const block of blocks) {
        if (length + block.length > room.length) await flush()
        room.set(block, length)
        length += block.length
      }
      await flush()
      if (lasts) await handle.datasync()
    } finally {
      await handle.close()
    }
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

const bytesOf = (numbers: Uint32Array) => new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file)
  } catch {
    return undefined
  }
}
