/** A stream of an OLE compound file; `name` is as its directory has it. */
export type CompoundStream = { name: string; data: Buffer }

const sectorBytes = 512
const free = 0xffffffff
const endOfChain = 0xfffffffe
const fatSector = 0xfffffffd

/** Writes an OLE compound file: every stream in whole sectors, those under 4096 bytes padded so that none is a small one. */
export function compoundFile(streams: CompoundStream[]): Buffer {
  const padded = streams.map(({ name, data }) => ({
    name,
    size: Math.max(data.length, 4096),
    data: Buffer.concat([data, Buffer.alloc(Math.max(4096 - data.length, 0))]),
  }))
  const sectorsOf = (bytes: number) => Math.ceil(bytes / sectorBytes)
  const directorySectors = sectorsOf((streams.length + 1) * 128)
  const dataSectors = padded.reduce((sum, { size }) => sum + sectorsOf(size), directorySectors)
  let fatSectors = 1
  while (fatSectors * 128 < dataSectors + fatSectors) fatSectors++

  const fat: number[] = Array.from({ length: fatSectors }, () => fatSector)
  const chain = (count: number): number => {
    const first = fat.length
    for (let index = 1; index <= count; index++) fat.push(index === count ? endOfChain : first + index)
    return first
  }
  const directoryStart = chain(directorySectors)
  const starts = padded.map(({ size }) => chain(sectorsOf(size)))
  while (fat.length < fatSectors * 128) fat.push(free)

  const directory = Buffer.alloc(directorySectors * sectorBytes)
  writeEntry(directory, 0, { name: 'Root Entry', type: 5, start: endOfChain, size: 0, child: 1 })
  for (const [index, { name, size }] of padded.entries()) {
    const right = index + 2 <= padded.length ? index + 2 : free
    writeEntry(directory, index + 1, { name, type: 2, start: starts[index] as number, size, right })
  }
  const table = Buffer.alloc(fatSectors * sectorBytes)
  for (const [index, sector] of fat.entries()) table.writeUInt32LE(sector, index * 4)
  const bodies = padded.map(({ data, size }) =>
    Buffer.concat([data, Buffer.alloc(sectorsOf(size) * sectorBytes - size)]),
  )
  return Buffer.concat([header(fatSectors, directoryStart), table, directory, ...bodies])
}

type Entry = { name: string; type: number; start: number; size: number; child?: number; right?: number }

function writeEntry(directory: Buffer, index: number, { name, type, start, size, child, right }: Entry): void {
  const at = index * 128
  const bytes = Buffer.from(name, 'utf16le')
  bytes.copy(directory, at)
  directory.writeUInt16LE(bytes.length + 2, at + 64)
  directory.writeUInt8(type, at + 66)
  directory.writeUInt8(1, at + 67)
  directory.writeUInt32LE(free, at + 68)
  directory.writeUInt32LE(right ?? free, at + 72)
  directory.writeUInt32LE(child ?? free, at + 76)
  directory.writeUInt32LE(start, at + 116)
  directory.writeUInt32LE(size, at + 120)
}

function header(fatSectors: number, directoryStart: number): Buffer {
  const bytes = Buffer.alloc(sectorBytes)
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(bytes)
  bytes.writeUInt16LE(0x3e, 24)
  bytes.writeUInt16LE(3, 26)
  bytes.writeUInt16LE(0xfffe, 28)
  bytes.writeUInt16LE(9, 30)
  bytes.writeUInt16LE(6, 32)
  bytes.writeUInt32LE(fatSectors, 44)
  bytes.writeUInt32LE(directoryStart, 48)
  bytes.writeUInt32LE(4096, 56)
  bytes.writeUInt32LE(endOfChain, 60)
  bytes.writeUInt32LE(endOfChain, 68)
  for (let index = 0; index < 109; index++) bytes.writeUInt32LE(index < fatSectors ? index : free, 76 + 4 * index)
  return bytes
}
