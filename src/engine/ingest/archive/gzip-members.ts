import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { crc32, createInflateRaw, type InflateRaw, inflateRawSync } from 'node:zlib'
import { UnreadableFileError } from '../../unreadable-file-error.ts'

type Member = { packed: number; checksum: number; size: number }

const HEADER_CHECKSUM = 2
const EXTRA = 4
const NAME = 8
const COMMENT = 16
const mostHeader = 128 * 1024
const trailerBytes = 8
const blockBytes = 256 * 1024
/** A member that is no longer than this, packed and unpacked, is inflated at once; the blocks of BGZF are such. */
const smallPacked = 80 * 1024
const smallUnpacked = 1024 * 1024
const gatheredBytes = 256 * 1024
const membersInTurn = 256
const mostEmptyMembers = 10_000

/**
 * Whether something follows the packed data from a byte on that the decoder of Node has not looked at: it takes a zero
 * behind a member for the end, whatever comes after.
 */
export async function hasMore(file: string, from: number, signal?: AbortSignal): Promise<boolean> {
  const handle = await open(file)
  try {
    return (await afterZeros(blocksOf(handle), from, signal)) !== undefined
  } finally {
    await handle.close()
  }
}

/**
 * What the members of a gzip file (RFC 1952) hold, also behind zeros between them; `onRest` hears of how many bytes follow
 * that are none. Throws where a member is damaged or cut off, and `UnreadableFileError` where very many hold nothing.
 */
export async function* gzipMembers(
  file: string,
  onRest: (bytes: number) => void,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const block = blocksOf(handle)
    let gathered: Buffer[] = []
    let gatheredSize = 0
    let emptyMembers = 0
    let at: number | undefined = 0
    for (let members = 1; at !== undefined; members++) {
      signal?.throwIfAborted()
      if (members % membersInTurn === 0) await nextTurn()
      const header = await block(at, 10)
      if (at > 0 && !isMember(header)) {
        onRest(size - at)
        break
      }
      const start: number = at + (headerLength(header) ?? headerLength(await block(at, mostHeader)) ?? cutOff())
      const small = inflateSmall(await block(start, smallPacked))
      if (small) {
        gathered.push(small.content)
        gatheredSize += small.size
      }
      if (gatheredSize >= gatheredBytes || (!small && gatheredSize > 0)) {
        yield Buffer.concat(gathered)
        gathered = []
        gatheredSize = 0
      }
      const member: Member = small ?? (yield* inflate(file, start))
      const trailer = await block(start + member.packed, trailerBytes)
      if (trailer.readUInt32LE(0) !== member.checksum || trailer.readUInt32LE(4) !== member.size % 2 ** 32) {
        throw new Error('A member is not what it was.')
      }
      if (member.size === 0 && ++emptyMembers > mostEmptyMembers) throw tooManyEmpty()
      at = await afterZeros(block, start + member.packed + trailerBytes, signal)
    }
    if (gatheredSize > 0) yield Buffer.concat(gathered)
  } finally {
    await handle.close()
  }
}

/** A member whose packed data ends within these bytes; undefined where it is longer, or unpacks to much. */
function inflateSmall(packed: Buffer): (Member & { content: Buffer }) | undefined {
  try {
    const { buffer: content, engine } = inflateRawSync(packed, {
      info: true,
      maxOutputLength: smallUnpacked,
    }) as unknown as { buffer: Buffer; engine: InflateRaw }
    return { content, packed: engine.bytesWritten, checksum: crc32(content), size: content.length }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const isLonger = packed.length >= smallPacked && code === 'Z_BUF_ERROR'
    if (isLonger || code === 'ERR_BUFFER_TOO_LARGE') return undefined
    throw error
  }
}

async function* inflate(file: string, start: number): AsyncGenerator<Buffer, Member> {
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

/** How long a header is; undefined where it does not end within these bytes. */
function headerLength(header: Buffer): number | undefined {
  const flags = header[3] ?? 0
  let at = 10
  if (flags & EXTRA) {
    if (header.length < at + 2) return undefined
    at += 2 + header.readUInt16LE(at)
  }
  for (const text of [NAME, COMMENT]) {
    if ((flags & text) === 0) continue
    const end = header.indexOf(0, at)
    if (end < 0) return undefined
    at = end + 1
  }
  at += flags & HEADER_CHECKSUM ? 2 : 0
  return at <= header.length ? at : undefined
}

const cutOff = () => {
  throw new Error('The header of a member has no end.')
}

const tooManyEmpty = () =>
  new UnreadableFileError(
    'corrupt_file',
    `This gzip file has more than ${mostEmptyMembers.toLocaleString('en')} parts that hold nothing. It was not read; pack the data again.`,
  )

/** Where the next byte stands that is no zero; undefined when there is none. */
async function afterZeros(block: Blocks, from: number, signal?: AbortSignal): Promise<number | undefined> {
  for (let at = from; ; ) {
    signal?.throwIfAborted()
    const bytes = await block(at, 1)
    if (bytes.length === 0) return undefined
    let zeros = 0
    while (bytes[zeros] === 0) zeros++
    if (zeros < bytes.length) return at + zeros
    at += zeros
  }
}

type Blocks = ReturnType<typeof blocksOf>

/** Gives what a file holds from a byte on: at least `wanted` bytes, where it has them; until it is asked again. */
function blocksOf(handle: FileHandle) {
  const block = Buffer.allocUnsafe(blockBytes)
  let first = 0
  let held = 0
  return async (at: number, wanted: number): Promise<Buffer> => {
    if (at < first || at + wanted > first + held) {
      const { bytesRead } = await handle.read(block, 0, blockBytes, at)
      first = at
      held = bytesRead
    }
    return block.subarray(at - first, held)
  }
}
