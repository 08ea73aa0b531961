import { open } from 'node:fs/promises'
import { UnreadableFileError } from '../../../unreadable-file-error.ts'

/** The streams of an OLE compound file by name, as Office wrote its documents before 2007. */
export type CompoundFile = {
  has(name: string): boolean
  sizeOf(name: string): number
  /** The bytes of a stream from a place in it on. */
  read(name: string, from: number, signal?: AbortSignal): AsyncIterable<Buffer>
  close(): Promise<void>
}

const endOfChain = 0xfffffffe
const firstSpecial = 0xfffffffa
const entryBytes = 128
const readAtOnce = 256 * 1024
const mostDirectoryBytes = 16 * 2 ** 20

/** Streams under this size stand in small sectors within the root; the format has no other. */
const smallUnder = 4096

/** `left` and `right` lead to those in the same storage, `child` to one in it. */
type Entry = { name: string; type: number; left: number; right: number; child: number; start: number; size: number }

/** Opens a compound file ([MS-CFB]). Throws `UnreadableFileError` when its tables are damaged or lead nowhere. */
export async function openCompoundFile(path: string): Promise<CompoundFile> {
  const handle = await open(path)
  try {
    const { size: fileSize } = await handle.stat()
    const readAt = async (from: number, length: number): Promise<Buffer> => {
      const buffer = Buffer.alloc(Math.max(0, Math.min(length, fileSize - from)))
      await handle.read(buffer, 0, buffer.length, from)
      return buffer
    }
    const header = await readAt(0, 512)
    if (header.length < 512) throw damaged()
    const sectorBytes = header.readUInt16LE(30) === 12 ? 4096 : 512
    const placeOf = (sector: number) => (sector + 1) * sectorBytes
    const sectorCount = Math.ceil(fileSize / sectorBytes)
    const readSector = (sector: number) => readAt(placeOf(sector), sectorBytes)

    const fat = await readFat(header, sectorBytes, sectorCount, readSector)
    const chainOf = (first: number): number[] => {
      const chain: number[] = []
      for (let sector = first; sector < firstSpecial; sector = fat[sector] ?? endOfChain) {
        if (chain.length > sectorCount || sector >= sectorCount) throw damaged()
        chain.push(sector)
      }
      return chain
    }
    const readChain = async (first: number, most: number): Promise<Buffer> => {
      const chain = chainOf(first)
      if (chain.length * sectorBytes > most) throw damaged()
      const bytes = Buffer.concat(await Promise.all(chain.map(readSector)))
      if (bytes.length <= (chain.length - 1) * sectorBytes) throw damaged()
      return bytes
    }

    const entries = entriesOf(await readChain(header.readUInt32LE(48), mostDirectoryBytes))
    const root = entries.find(({ type }) => type === 5)
    if (!root) throw damaged()
    if (header.readUInt32LE(56) !== smallUnder) throw damaged()
    const streams = new Map(streamsIn(root, entries).map((entry) => [entry.name.toLowerCase(), entry]))

    const readSmall = async ({ start, size }: Entry): Promise<Buffer> => {
      const mini = await readChain(root.start, fileSize + sectorBytes)
      const table = await readChain(header.readUInt32LE(60), fileSize + sectorBytes)
      const pieces: Buffer[] = []
      for (let sector = start; sector < firstSpecial && pieces.length * 64 < Math.min(size, mini.length); ) {
        pieces.push(mini.subarray(sector * 64, sector * 64 + 64))
        if (sector * 4 + 4 > table.length) break
        sector = table.readUInt32LE(sector * 4)
      }
      return Buffer.concat(pieces).subarray(0, size)
    }

    async function* read(name: string, from: number, signal?: AbortSignal): AsyncGenerator<Buffer> {
      const entry = streams.get(name.toLowerCase())
      if (!entry) throw damaged()
      if (entry.size < smallUnder) {
        yield (await readSmall(entry)).subarray(from)
        return
      }
      const chain = chainOf(entry.start)
      let at = Math.floor(from / sectorBytes)
      let skip = from % sectorBytes
      while (at < chain.length && at * sectorBytes < entry.size) {
        signal?.throwIfAborted()
        const first = chain[at] as number
        let count = 1
        while (chain[at + count] === first + count && (count + 1) * sectorBytes <= readAtOnce) count++
        const bytes = await readAt(placeOf(first), Math.min(count * sectorBytes, entry.size - at * sectorBytes))
        yield bytes.subarray(skip)
        skip = 0
        at += count
      }
    }

    return {
      has: (name) => streams.has(name.toLowerCase()),
      sizeOf: (name) => streams.get(name.toLowerCase())?.size ?? 0,
      read,
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error instanceof RangeError ? damaged(error) : error
  }
}

/** Which sector follows which, from the sectors that the header and the lists it begins name. */
async function readFat(
  header: Buffer,
  sectorBytes: number,
  sectorCount: number,
  readSector: (sector: number) => Promise<Buffer>,
): Promise<Uint32Array> {
  const places: number[] = []
  for (let at = 76; at < 512; at += 4) places.push(header.readUInt32LE(at))
  let next = header.readUInt32LE(68)
  for (let lists = 0; next < firstSpecial && next < sectorCount && lists <= sectorCount; lists++) {
    const list = await readSector(next)
    if (list.length < sectorBytes) break
    for (let at = 0; at < sectorBytes - 4; at += 4) places.push(list.readUInt32LE(at))
    next = list.readUInt32LE(sectorBytes - 4)
  }
  const used = places.filter((sector) => sector < firstSpecial)
  if (used.length === 0 || used.length > sectorCount) throw damaged()
  const fat = new Uint32Array(used.length * (sectorBytes / 4)).fill(endOfChain)
  for (const [index, sector] of used.entries()) {
    const bytes = await readSector(sector)
    for (let at = 0; at + 4 <= bytes.length; at += 4) fat[index * (sectorBytes / 4) + at / 4] = bytes.readUInt32LE(at)
  }
  return fat
}

function entriesOf(directory: Buffer): Entry[] {
  const entries: Entry[] = []
  for (let at = 0; at + entryBytes <= directory.length; at += entryBytes) {
    const nameBytes = Math.min(Math.max(directory.readUInt16LE(at + 64) - 2, 0), 62)
    entries.push({
      name: directory.toString('utf16le', at, at + nameBytes),
      type: directory.readUInt8(at + 66),
      left: directory.readUInt32LE(at + 68),
      right: directory.readUInt32LE(at + 72),
      child: directory.readUInt32LE(at + 76),
      start: directory.readUInt32LE(at + 116),
      size: directory.readUInt32LE(at + 120),
    })
  }
  return entries
}

/** The streams that stand in a storage itself, and not in another one within it, as those of embedded documents do. */
function streamsIn(storage: Entry, entries: Entry[]): Entry[] {
  const found = new Set<Entry>()
  const waiting = [storage.child]
  while (waiting.length > 0) {
    const entry = entries[waiting.pop() as number]
    if (!entry || found.has(entry)) continue
    found.add(entry)
    waiting.push(entry.left, entry.right)
  }
  return [...found].filter(({ type }) => type === 2)
}

function damaged(cause?: unknown): UnreadableFileError {
  return new UnreadableFileError(
    'corrupt_file',
    'This old Office file is damaged or was cut off. Open it in Excel, save it as xlsx and drop that.',
    cause === undefined ? undefined : { cause },
  )
}
