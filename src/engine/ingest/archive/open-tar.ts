import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { type Archive, mostEntries, shownName } from './archive.ts'

const BLOCK = 512
const mostNameBytes = 64 * 1024

type TarFile = { name: string; start: number; size: number; isSparse: boolean }

/** Opens a tar archive (of any age: v7, ustar, GNU, pax) of files; links and devices are left out. */
export async function openTar(file: string): Promise<Archive> {
  const files = await readHeaders(file)
  return {
    entries: files.map(({ name, size }) => ({ name: shownName(name), packedSize: size, size })),
    read(place) {
      const { start, size, isSparse } = files[place] as TarFile
      if (isSparse) {
        throw new UnreadableFileError(
          'unsupported_format',
          'A file of this tar archive is stored with holes. Unpack it and drop the file.',
        )
      }
      return size === 0 ? Readable.from([]) : createReadStream(file, { start, end: start + size - 1 })
    },
    close: async () => {},
  }
}

async function readHeaders(path: string): Promise<TarFile[]> {
  const files: TarFile[] = []
  const handle = await open(path)
  try {
    const total = (await handle.stat()).size
    const bytesAt = async (at: number, length: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at)
      return buffer.subarray(0, bytesRead)
    }
    let next: { name?: string; size?: number } = {}
    for (let at = 0; at < total; ) {
      const header = await bytesAt(at, BLOCK)
      if (header.every((byte) => byte === 0)) break
      if (header.length < BLOCK) throw damage()
      const kind = String.fromCharCode(header[156] as number)
      const size = next.size !== undefined && !'xgLK'.includes(kind) ? next.size : numberAt(header, 124, 12)
      const start = at + BLOCK
      if (!isTarHeader(header) || !Number.isSafeInteger(size) || start + size > total) throw damage()
      if (kind === 'L' || kind === 'x') {
        const text = await bytesAt(start, Math.min(size, mostNameBytes))
        next = { ...next, ...(kind === 'L' ? { name: textOf(text) } : recordsOf(text)) }
      } else if (kind !== 'g' && kind !== 'K') {
        if (files.length >= mostEntries) throw damage()
        if ('0\x007S'.includes(kind))
          files.push({ name: next.name ?? nameOf(header), start, size, isSparse: kind === 'S' })
        next = {}
      }
      at = start + Math.ceil(size / BLOCK) * BLOCK
    }
    return files
  } finally {
    await handle.close()
  }
}

/** Whether a block is a header of a tar archive, of whatever age: it has a checksum over itself. */
export function isTarHeader(header: Buffer): boolean {
  let sum = 0
  for (const [index, byte] of header.entries()) sum += index >= 148 && index < 156 ? 32 : byte
  return sum === numberAt(header, 148, 8)
}

/** Octal digits, or big-endian bytes where the first one has its high bit set. */
function numberAt(header: Buffer, at: number, length: number): number {
  if (((header[at] as number) & 0x80) === 0) {
    return Number.parseInt(header.toString('latin1', at, at + length).replaceAll(/[\0 ]/g, '') || '0', 8)
  }
  return Number(BigInt(`0x${header.toString('hex', at + 1, at + length)}`))
}

function nameOf(header: Buffer): string {
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? textOf(header.subarray(345, 500)) : ''
  const name = textOf(header.subarray(0, 100))
  return prefix === '' ? name : `${prefix}/${name}`
}

const textOf = (bytes: Buffer) => bytes.toString('utf8').replace(/\0.*$/s, '')

/** The records of pax are `length key=value` and a line end each. */
function recordsOf(bytes: Buffer): { name?: string; size?: number } {
  const text = bytes.toString('utf8')
  const given = (key: string) => new RegExp(`(?:^|\\n)\\d+ ${key}=([^\\n]*)`).exec(text)?.[1]
  const [name, size] = [given('path'), given('size')]
  return { ...(name === undefined ? {} : { name }), ...(size === undefined ? {} : { size: Number(size) }) }
}

const damage = () =>
  new UnreadableFileError('corrupt_file', 'This tar archive is damaged or was cut off. Send it again from its source.')
