import { createReadStream } from 'node:fs'
import { open, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import type { ReadingOptions } from '../../../shared/reading-options.ts'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { type ChosenEntry, chooseEntry, readingOfEntry } from './choose-entry.ts'
import { gzipMembers, hasMore } from './gzip-members.ts'
import { mostUnpacked } from './most-unpacked.ts'
import { openTar } from './open-tar.ts'
import { openZip } from './open-zip.ts'
import { type Packing, packingOf } from './packing-of.ts'
import { zstdFrames } from './zstd-frames.ts'

/**
 * The bytes to read: the file itself, or what was packed in it. `reading` is what a person has said of these bytes;
 * `entry` is the file of an archive that they are. `isCut` tells that only their beginning was unpacked; `leftBytes` are how
 * many follow the packed data that are none.
 */
export type UnpackedFile = {
  file: string
  compression: Packing | null
  reading: ReadingOptions
  entry: ChosenEntry | null
  isCut: boolean
  leftBytes: number
}

/**
 * How a file is unpacked: into `workDir`, `upTo` so many bytes where its beginning is enough; of an archive without the
 * files that were tried before (`skip` of them).
 */
export type UnpackOptions = {
  reading: ReadingOptions
  workDir: string
  upTo?: number | undefined
  skip?: number | undefined
  signal?: AbortSignal | undefined
}

/** A file of an archive that is an archive of several files itself. */
export class ArchiveWithinError extends UnreadableFileError {
  readonly entry: ChosenEntry

  constructor(entry: ChosenEntry) {
    super('unsupported_format', 'It is an archive itself. Unpack it and drop the file you need.')
    this.entry = entry
  }
}

const mostLayers = 4

/**
 * Unpacks what is packed, layer by layer (`x.tar.gz`, `x.csv.gz` in a zip archive), at most one archive of several files
 * among them; any other file is given back as it is. Throws `UnreadableFileError`.
 */
export async function unpackFile(file: string, options: UnpackOptions): Promise<UnpackedFile> {
  const { size } = await stat(file)
  const asItIs = { file, compression: null, entry: null, isCut: false, leftBytes: 0 }
  let unpacked: UnpackedFile = { ...asItIs, reading: options.reading }
  for (let layer = 0; layer < mostLayers; layer++) {
    const packing = await packingOf(unpacked.file)
    if (packing === null) return unpacked
    if (unpacked.entry && (packing === 'zip' || packing === 'tar')) throw new ArchiveWithinError(unpacked.entry)
    const target = join(options.workDir, `unpacked-${layer}`)
    const inside = await unpackLayer(unpacked, packing, target, mostUnpacked(size), options)
    unpacked = { ...inside, file: target, compression: unpacked.compression ?? packing }
  }
  if ((await packingOf(unpacked.file)) === null) return unpacked
  throw new UnreadableFileError(
    'unsupported_format',
    `This file is packed more than ${mostLayers} times. Unpack it and drop what is in it.`,
  )
}

async function unpackLayer(
  unpacked: UnpackedFile,
  packing: Packing,
  target: string,
  limit: number,
  { workDir, upTo, skip = 0, signal }: UnpackOptions,
): Promise<Omit<UnpackedFile, 'file' | 'compression'>> {
  const save = writer(target, limit, upTo, signal)
  if (packing === 'gzip' || packing === 'zstd') {
    const { isCut, leftBytes } = await unpackOne(unpacked.file, packing, save, signal)
    return { ...unpacked, isCut: unpacked.isCut || isCut, leftBytes: unpacked.leftBytes + leftBytes }
  }
  const archive = packing === 'zip' ? await openZip(unpacked.file) : await openTar(unpacked.file)
  try {
    const entry = chooseEntry(archive, unpacked.reading.table_index, skip)
    if (entry.size > limit) throw grown()
    await refuseWithoutRoom(workDir, Math.min(entry.size, upTo ?? entry.size))
    const isCut = await save(archive.read(entry.place))
    return { ...unpacked, reading: readingOfEntry(unpacked.reading, entry), entry, isCut }
  } finally {
    await archive.close()
  }
}

type Save = ReturnType<typeof writer>

/** Unpacks one file; of gzip, what the decoder of Node stumbles over or stops at is unpacked once more, member by member. */
async function unpackOne(file: string, packing: 'gzip' | 'zstd', save: Save, signal: AbortSignal | undefined) {
  let isCut = false
  let leftBytes = 0
  const write = async (chunks: AsyncIterable<Buffer>) => {
    isCut = await save(chunks)
  }
  const guarded = async (unpacking: Promise<unknown>) =>
    unpacking.then(
      () => undefined,
      (error) => {
        signal?.throwIfAborted()
        if (!isCut && !isDamage(error)) throw error
        return isCut ? undefined : error
      },
    )
  const bytes = createReadStream(file, { highWaterMark: 256 * 1024 })
  const aborting = signal ? { signal } : {}
  let damage: unknown
  if (packing === 'zstd') damage = await guarded(pipeline(bytes, zstdFrames, createZstdDecompress(), write, aborting))
  else {
    const gunzip = createGunzip()
    damage = await guarded(pipeline(bytes, gunzip, write, aborting))
    const isDone = isCut || (damage === undefined && !(await hasMore(file, gunzip.bytesWritten, signal)))
    if (!isDone) {
      const onRest = (left: number) => {
        leftBytes = left
      }
      const members = gzipMembers(file, onRest, signal)
      damage = await guarded(write(members))
    }
  }
  if (damage !== undefined) throw damaged(packing, damage)
  return { isCut, leftBytes }
}

/** What takes bytes and writes them to a file, at most about `upTo` of them; whether something was left out. */
function writer(target: string, limit: number, upTo = Number.POSITIVE_INFINITY, signal?: AbortSignal) {
  return async (chunks: AsyncIterable<Buffer>): Promise<boolean> => {
    const file = await open(target, 'w')
    let written = 0
    try {
      for await (const chunk of chunks) {
        signal?.throwIfAborted()
        written += chunk.length
        if (written > limit) throw grown()
        await file.writeFile(chunk)
        if (written >= upTo) return true
      }
      return false
    } finally {
      await file.close()
    }
  }
}

async function refuseWithoutRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bytes <= bavail * bsize) return
  throw new UnreadableFileError(
    'no_space',
    'There is no room on the disk to unpack this archive. The original is kept; make room and read it again.',
  )
}

const grown = () =>
  new UnreadableFileError(
    'too_large',
    'This file unpacks to so many times its size that it is no data, but made to fill the disk. It was not read.',
  )

const damaged = (packing: Packing, cause: unknown) =>
  new UnreadableFileError('corrupt_file', `This ${packing} file is damaged or was cut off. Send it again.`, { cause })

/** What the packed bytes cause, as opposed to the disk. */
function isDamage(error: unknown): boolean {
  if (error instanceof UnreadableFileError) return false
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return !/^E[A-Z]+$/.test(code) && !(error instanceof Error && error.name === 'AbortError')
}
