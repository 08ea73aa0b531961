import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { crc32, deflateRawSync } from 'node:zlib'

/** A file of an archive; the numbers of its header may be made to lie. */
export type ZipEntry = {
  name: string
  data: string | Buffer | Iterable<string>
  isStored?: boolean
  isEncrypted?: boolean
  declaredSize?: number
  checksum?: number
}

type Written = {
  name: Buffer
  offset: number
  crc: number
  packed: number
  size: number
  method: number
  flags: number
}

/** Writes a zip archive, large entries piece by piece. */
export async function writeZip(path: string, entries: ZipEntry[]): Promise<void> {
  await pipeline(zipBytes(entries), createWriteStream(path))
}

function* zipBytes(entries: ZipEntry[]): Generator<Buffer> {
  const written: Written[] = []
  let offset = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name)
    const { pieces, crc, size } = packed(entry)
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
    const file: Written = {
      name,
      offset,
      crc: entry.checksum ?? crc,
      packed: length,
      size: entry.declaredSize ?? size,
      method: entry.isStored ? 0 : 8,
      flags: entry.isEncrypted ? 1 : 0,
    }
    const header = localHeader(file)
    yield header
    yield* pieces
    written.push(file)
    offset += header.length + length
  }
  const directory = Buffer.concat(written.map(directoryEntry))
  yield directory
  yield endOfDirectory(written.length, directory.length, offset)
}

/** Each piece is deflated to a byte boundary of its own, so that the pieces make one stream. */
function packed({ data, isStored }: ZipEntry): { pieces: Buffer[]; crc: number; size: number } {
  const pieces: Buffer[] = []
  let crc = 0
  let size = 0
  for (const part of typeof data === 'string' || Buffer.isBuffer(data) ? [data] : data) {
    const bytes = Buffer.from(part)
    crc = crc32(bytes, crc)
    size += bytes.length
    pieces.push(isStored ? bytes : deflatedPiece(bytes))
  }
  if (!isStored) pieces.push(Buffer.from([3, 0]))
  return { pieces, crc, size }
}

const Z_SYNC_FLUSH = 2

function deflatedPiece(bytes: Buffer): Buffer {
  return deflateRawSync(bytes, { finishFlush: Z_SYNC_FLUSH, level: 1 })
}

function localHeader({ name, crc, packed, size, method, flags }: Written): Buffer {
  const header = Buffer.alloc(30 + name.length)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(flags, 6)
  header.writeUInt16LE(method, 8)
  header.writeUInt32LE(crc, 14)
  header.writeUInt32LE(packed, 18)
  header.writeUInt32LE(size, 22)
  header.writeUInt16LE(name.length, 26)
  name.copy(header, 30)
  return header
}

function directoryEntry({ name, offset, crc, packed, size, method, flags }: Written): Buffer {
  const entry = Buffer.alloc(46 + name.length)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(20, 4)
  entry.writeUInt16LE(20, 6)
  entry.writeUInt16LE(flags, 8)
  entry.writeUInt16LE(method, 10)
  entry.writeUInt32LE(crc, 16)
  entry.writeUInt32LE(packed, 20)
  entry.writeUInt32LE(size, 24)
  entry.writeUInt16LE(name.length, 28)
  entry.writeUInt32LE(offset, 42)
  name.copy(entry, 46)
  return entry
}

function endOfDirectory(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return end
}
