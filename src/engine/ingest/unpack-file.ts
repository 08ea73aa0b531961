import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { UnreadableFileError } from '../unreadable-file-error.ts'

/** The bytes to read: the file itself, or what was packed in it. */
export type UnpackedFile = { file: string; compression: 'gzip' | 'zstd' | null }

/** Honest data shrinks at most a thousandfold; a file that grows more is made to fill the disk. */
const largestRatio = 1000
const alwaysAllowedBytes = 64 * 1024 * 1024

/** Unpacks a gzip or zstd file into `workDir`; any other file is given back as it is. */
export async function unpackFile(file: string, workDir: string, signal?: AbortSignal): Promise<UnpackedFile> {
  const compression = await compressionOf(file)
  if (compression === null) return { file, compression }
  const { size } = await stat(file)
  const target = join(workDir, 'unpacked')
  const unpacking = compression === 'gzip' ? createGunzip() : createZstdDecompress()
  try {
    await pipeline(
      createReadStream(file, { highWaterMark: 256 * 1024 }),
      unpacking,
      limitBytes(Math.max(size * largestRatio, alwaysAllowedBytes)),
      createWriteStream(target),
      { ...(signal ? { signal } : {}) },
    )
  } catch (error) {
    signal?.throwIfAborted()
    throw isDamage(error)
      ? new UnreadableFileError('corrupt_file', `This ${compression} file is damaged or was cut off. Send it again.`, {
          cause: error,
        })
      : error
  }
  return { file: target, compression }
}

async function compressionOf(file: string): Promise<UnpackedFile['compression']> {
  const handle = await open(file)
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    if (buffer[0] === 0x1f && buffer[1] === 0x8b && buffer[2] === 8) return 'gzip'
    return buffer.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : null
  } finally {
    await handle.close()
  }
}

function limitBytes(limit: number): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes <= limit) return done(null, chunk)
      done(
        new UnreadableFileError('too_large', 'This file unpacks to over a thousand times its size. It was not read.'),
      )
    },
  })
}

function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('Z_') || code.startsWith('ZSTD_') || code === 'ERR_STREAM_PREMATURE_CLOSE'
}
