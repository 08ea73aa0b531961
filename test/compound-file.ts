/** A stream of an OLE compound file; `name` is as its directory has it. */
export type CompoundStream = { name: string; data: Buffer; isSmall?: boolean }

const sectorBytes = 512
const free = 0xffffffff
const endOfChain = 0xfffffffe
const fatSector = 0xfffffffd
const listSector = 0xfffffffc
const inHeader = 109
const inList = 127

/** Further sectors of the table that the header has no room to name. */
function lists(fatSectors: number, listSectors: number): Buffer[] {
  return Array.from({ length: listSectors }, (_, list) => {
    const bytes = Buffer.alloc(sectorBytes, 0xff)
    for (let index = 0; index < inList; index++) {
      const sector = inHeader + list * inList + index
      if (sector < fatSectors) bytes.writeUInt32LE(sector, index * 4)
    }
    bytes.writeUInt32LE(list === listSectors - 1 ? endOfChain : fatSectors + list + 1, sectorBytes - 4)
    return bytes
  })
}

/**
 * Writes an OLE compound file: every stream in whole sectors, padded to 4096 bytes so that none is a small one. The one that
 * `isSmall` (under 4096 bytes, and the only one) stands in sectors of 64 bytes within the root.
 */
export function compoundFile(streams: CompoundStream[]): Buffer {
  const [small] = streams.filter(({ isSmall }) => isSmall)
  if (small) return withSmallStream(small)
  const padded = streams.map(({ name, data }) => ({
    name,
    size: Math.max(data.length, 4096),
    data: Buffer.concat([data, Buffer.alloc(Math.max(4096 - data.length, 0))]),
  }))
  const sectorsOf = (bytes: number) => Math.ceil(bytes / sectorBytes)
  const directorySectors = sectorsOf((streams.length + 1) * 128)
  const dataSectors = padded.reduce((sum, { size }) => sum + sectorsOf(size), directorySectors)
  let fatSectors = 1
  const listsFor = (count: number) => Math.ceil(Math.max(count - inHeader, 0) / inList)
  while (fatSectors * 128 < dataSectors + fatSectors + listsFor(fatSectors)) fatSectors++
  const listSectors = listsFor(fatSectors)

  const fat: number[] = [
    ...Array.from({ length: fatSectors }, () => fatSector),
    ...Array.from({ length: listSectors }, () => listSector),
  ]
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
  const head = header(fatSectors, directoryStart)
  if (listSectors > 0) head.writeUInt32LE(fatSectors, 68)
  head.writeUInt32LE(listSectors, 72)
  return Buffer.concat([head, table, ...lists(fatSectors, listSectors), directory, ...bodies])
}

function withSmallStream({ name, data }: CompoundStream): Buffer {
  const count = Math.ceil(data.length / 64)
  const body = Buffer.concat([data, Buffer.alloc(4096 - data.length)])
  const table = Buffer.alloc(sectorBytes, 0xff)
  const sectors = [fatSector, endOfChain, endOfChain, 4, 5, 6, 7, 8, 9, 10, endOfChain]
  for (const [index, sector] of sectors.entries()) table.writeUInt32LE(sector, index * 4)
  const directory = Buffer.alloc(sectorBytes)
  writeEntry(directory, 0, { name: 'Root Entry', type: 5, start: 3, size: count * 64, child: 1 })
  writeEntry(directory, 1, { name, type: 2, start: 0, size: data.length })
  const smallTable = Buffer.alloc(sectorBytes, 0xff)
  for (let index = 0; index < count; index++) {
    smallTable.writeUInt32LE(index === count - 1 ? endOfChain : index + 1, index * 4)
  }
  const head = header(1, 1)
  head.writeUInt32LE(2, 60)
  head.writeUInt32LE(1, 64)
  return Buffer.concat([head, table, directory, smallTable, body])
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
