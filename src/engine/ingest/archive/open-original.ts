import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { detectFileType, type FileType } from '../detect-file-type.ts'
import { ArchiveWithinError, type UnpackedFile, type UnpackOptions, unpackFile } from './unpack-file.ts'
import { withinEntry } from './within-entry.ts'

/** An original ready to be read: unpacked, and of a known type. */
export type OpenedOriginal = UnpackedFile & { type: FileType }

const mostTries = 20

/**
 * Unpacks an original and tells what it is. Of an archive of several files the likeliest one that can hold a table is taken,
 * unless a person has chosen one. `name` is what the original is called. Throws `UnreadableFileError`.
 */
export async function openOriginal(file: string, options: UnpackOptions & { name: string }): Promise<OpenedOriginal> {
  let unpacked: UnpackedFile | undefined
  try {
    unpacked = await unpackFile(file, options)
    return { ...unpacked, type: await detectFileType(unpacked.file, unpacked.entry?.name ?? options.name) }
  } catch (error) {
    const entry = error instanceof ArchiveWithinError ? error.entry : unpacked?.entry
    if (!entry) throw error
    const next = (options.skip ?? 0) + 1
    const isOther = error instanceof UnreadableFileError && ['unsupported_format', 'empty_file'].includes(error.code)
    if (isOther && !entry.isAsked && next < Math.min(entry.entries.length, mostTries)) {
      return await openOriginal(file, { ...options, skip: next }).catch((later) => {
        throw later instanceof UnreadableFileError ? withinEntry(error, entry) : later
      })
    }
    throw withinEntry(error, entry)
  }
}
