import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32, createInflateRaw } from 'node:zlib'

const HEADER_CHECKSUM = 2
const EXTRA = 4
const NAME = 8
const COMMENT = 16
const mostHeader = 128 * 1024
const trailerBytes = 8
const blockBytes = 64 * 1024

/**
 * Whether something follows the packed data from a byte on that the decoder of Node has not looked at: it takes a zero
 * behind a member for the end, whatever comes after.
 */
export async function hasMore(file: string, from: number): Promise<boolean> {
  const handle = await open(file)
  try {
    return (await afterZeros(handle, from)) !== undefined
  } finally {
    await handle.close()
  }
}

/**
 * What the members of a gzip file (RFC 1952) hold, also behind zeros between them; `onRest` hears of how many bytes follow
 * that are none. Throws where a member is damaged or cut off.
 */
export async function* gzipMembers(file: string, onRest: (bytes: number) => void): AsyncGenerator<Buffer> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    let at: number | undefined = 0
    while (at !== undefined) {
      const header = await read(handle, at, mostHeader)
      if (at > 0 && !isMember(header)) return onRest(size - at)
      const start: number = at + headerLength(header)
      const member = yield* inflate(file, start)
      const trailer = await read(handle, start + member.packed, trailerBytes)
      if (trailer.readUInt32LE(0) !== member.checksum || trailer.readUInt32LE(4) !== member.size % 2 ** 32) {
        throw new Error('A member is not what it was.')
      }
      at = await afterZeros(handle, start + member.packed + trailerBytes)
    }
  } finally {
    await handle.close()
  }
}

async function* inflate(file: string, start: number) {
  const input = createReadStream(file, { start })
  const raw = createInflateRaw()
  input.on('error', (error) => raw.destroy(error))
  let checksum = 0
  let size = 0
  try {
    for await (const chunk of input.pipe(raw) as AsyncIterable<Buffer>) {
      checksum = crc32(chunk, checksum)
      size += chunk.length
      yield chunk
    }
  } finally {
    input.destroy()
  }
  return { packed: raw.bytesWritten, checksum, size }
}

const isMember = (header: Buffer) => header[0] === 0x1f && header[1] === 0x8b && header[2] === 8

function headerLength(header: Buffer): number {
  const flags = header.readUInt8(3)
  let at = 10
  if (flags & EXTRA) at += 2 + header.readUInt16LE(at)
  if (flags & NAME) at = header.indexOf(0, at) + 1
  if (flags & COMMENT) at = header.indexOf(0, at) + 1
  return at + (flags & HEADER_CHECKSUM ? 2 : 0)
}

/** Where the next byte stands that is no zero; undefined when there is none. */
async function afterZeros(handle: FileHandle, from: number): Promise<number | undefined> {
  for (let at = from; ; at += blockBytes) {
    const block = await read(handle, at, blockBytes)
    const place = block.findIndex((byte) => byte !== 0)
    if (place >= 0) return at + place
    if (block.length < blockBytes) return undefined
  }
}

async function read(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}
