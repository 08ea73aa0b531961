import { isUtf8 } from 'node:buffer'
import { Readable } from 'node:stream'
import { crc32, createZstdDecompress } from 'node:zlib'
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { type Archive, mostEntries, shownName } from './archive.ts'
import { zstdFrames } from './zstd-frames.ts'

const methods: Record<number, string> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  95: 'xz',
  98: 'PPMd',
}
const ZSTD = 93

/** Opens a zip archive (Zip64 too) of files. Throws `UnreadableFileError` when it is damaged or of a kind that is not read. */
export async function openZip(file: string): Promise<Archive> {
  const zip = await openPromise(file, { autoClose: false, decodeStrings: false }).catch((error) => {
    throw asDamage(error)
  })
  try {
    const found = await readEntries(zip)
    return {
      entries: found.map((entry) => ({
        name: shownName(nameOf(entry)),
        packedSize: entry.compressedSize,
        size: entry.uncompressedSize,
      })),
      read: (place) => readEntry(zip, found[place] as Entry),
      close: async () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function readEntries(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = []
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.length >= mostEntries) {
        throw new UnreadableFileError(
          'too_large',
          'This zip archive has over 100,000 files. Unpack it and drop the file you need.',
        )
      }
      if (!/[/\\]$/.test(entry.fileNameRaw.toString('latin1'))) entries.push(entry)
    }
  } catch (error) {
    throw asDamage(error)
  }
  return entries
}

/** Many programs write UTF-8 without saying so; what is neither is read as PKZIP did on the first PC. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return isUtf8(fileNameRaw)
    ? fileNameRaw.toString('utf8')
    : getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false)
}

async function* readEntry(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  if (entry.isEncrypted()) {
    throw new UnreadableFileError(
      'password_protected',
      'This zip archive is protected by a password. Unpack it and drop the file in it, or pack it again without one.',
    )
  }
  const isZstd = entry.compressionMethod === ZSTD
  if (!isZstd && entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    const method = methods[entry.compressionMethod] ?? `method ${entry.compressionMethod}`
    throw new UnreadableFileError(
      'unsupported_format',
      `This zip archive is compressed by ${method}, which is not read here. Unpack it and drop the file you need.`,
    )
  }
  let checksum = 0
  try {
    const packed = await zip.openReadStreamPromise(entry, isZstd ? { decodeFileData: false } : {})
    for await (const chunk of isZstd ? unpackZstd(packed) : packed) {
      checksum = crc32(chunk, checksum)
      yield chunk
    }
  } catch (error) {
    throw asDamage(error)
  }
  if (checksum !== entry.crc32) throw damage()
}

function unpackZstd(packed: Readable): Readable {
  const unpacked = createZstdDecompress()
  const frames = Readable.from(zstdFrames(packed), { objectMode: false })
  frames.on('error', (error) => unpacked.destroy(error))
  return frames.pipe(unpacked)
}

const damage = (options?: ErrorOptions) =>
  new UnreadableFileError(
    'corrupt_file',
    'This zip archive is damaged or was cut off. Send it again from its source.',
    options,
  )

/** What the archive's bytes cause has no code of the operating system. */
function asDamage(error: unknown): unknown {
  if (error instanceof UnreadableFileError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/^E[A-Z]+$/.test(code)) return error
  return error instanceof Error && /multi-disk|split/i.test(error.message)
    ? new UnreadableFileError(
        'unsupported_format',
        'This is one part of a split zip archive. Join the parts, or drop the file in it.',
      )
    : damage({ cause: error })
}
