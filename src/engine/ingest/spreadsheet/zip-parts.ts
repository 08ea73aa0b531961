import { crc32 } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { UnreadableFileError } from '../../unreadable-file-error.ts'

/** The parts of a zip archive by name in lower case. Names are looked up and shown, never used as paths. */
export type ZipParts = {
  names: string[]
  has(name: string): boolean
  /** Bytes of a part once it is unpacked; 0 when there is none. */
  sizeOf(name: string): number
  /** The bytes of a part; throws `UnreadableFileError` when they are damaged or far more than the archive holds. */
  read(name: string, signal?: AbortSignal): AsyncIterable<Buffer>
  close(): void
}

const mostParts = 100_000
const alwaysAllowedBytes = 128 * 2 ** 20
const largestRatio = 200

/** Opens a zip archive. A part may unpack to 128 MiB, or to 200 times its size: no honest workbook has more. */
export async function openZipParts(file: string): Promise<ZipParts> {
  const zip = await openPromise(file, { autoClose: false, decodeStrings: false }).catch((error) => {
    throw asDamage(error, 'This zip archive is damaged or was cut off. Send it again from its source.')
  })
  try {
    const entries = await readEntries(zip)
    return {
      names: [...entries.keys()],
      has: (name) => entries.has(name),
      sizeOf: (name) => entries.get(name)?.uncompressedSize ?? 0,
      read: (name, signal) => readPart(zip, name, entries.get(name), signal),
      close: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function readEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.size >= mostParts)
        throw new UnreadableFileError('too_large', 'This zip archive has over 100,000 files.')
      entries.set(entry.fileNameRaw.toString('utf8').replaceAll('\\', '/').replace(/^\//, '').toLowerCase(), entry)
    }
  } catch (error) {
    throw asDamage(error, 'The table of contents of this zip archive is damaged. Send it again from its source.')
  }
  return entries
}

async function* readPart(
  zip: ZipFile,
  name: string,
  entry: Entry | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  if (!entry)
    throw new UnreadableFileError('corrupt_file', `This workbook has no part "${name}", though it refers to it.`)
  if (entry.isEncrypted()) {
    throw new UnreadableFileError(
      'password_protected',
      'This zip archive is protected by a password. Remove it and drop the file again.',
    )
  }
  refuseBomb(entry)
  const damaged = `The part "${name.slice(0, 100)}" of this workbook is damaged. Open it in Excel, save it again and drop it here.`
  let checksum = 0
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      signal?.throwIfAborted()
      checksum = crc32(chunk, checksum)
      yield chunk
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw asDamage(error, damaged)
  }
  if (checksum !== entry.crc32) throw new UnreadableFileError('corrupt_file', damaged)
}

/** The sizes can be trusted: a part with more bytes than it declares fails while it is read. */
function refuseBomb({ compressedSize, uncompressedSize }: Entry): void {
  if (uncompressedSize <= Math.max(alwaysAllowedBytes, compressedSize * largestRatio)) return
  throw new UnreadableFileError(
    'too_large',
    `A part of this workbook unpacks to over ${largestRatio} times its size. It was not read.`,
  )
}

/** What the archive's bytes cause has no code of the operating system. */
function asDamage(error: unknown, detail: string): unknown {
  if (error instanceof UnreadableFileError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^E[A-Z]+$/.test(code) ? error : new UnreadableFileError('corrupt_file', detail, { cause: error })
}
