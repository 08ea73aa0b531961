import { open } from 'node:fs/promises'
import { nameZip } from '../spreadsheet/name-zip.ts'
import { isTarHeader } from './open-tar.ts'

/** How the bytes of a file are packed: one file (`gzip`, `zstd`) or several (`zip`, `tar`). */
export type Packing = 'gzip' | 'zstd' | 'zip' | 'tar'

const headBytes = 512

/**
 * How a file is packed, by its bytes; null for one that is read as it is, workbooks included. Throws
 * `UnreadableFileError` for a document of another kind that is a zip archive inside.
 */
export async function packingOf(file: string): Promise<Packing | null> {
  const head = await readHead(file)
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return 'gzip'
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) return 'zstd'
  if (head.subarray(0, 2).toString('latin1') === 'PK' && isZipRecord(head)) {
    return (await nameZip(file)) === 'archive' ? 'zip' : null
  }
  return head.length === headBytes && head[0] !== 0 && isTarHeader(head) ? 'tar' : null
}

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** A zip archive begins with its first entry, with its end where it has none, or with the mark of a split one. */
function isZipRecord(head: Buffer): boolean {
  return [0x0403, 0x0605, 0x0807].includes(head.length >= 4 ? head.readUInt16LE(2) : 0)
}
