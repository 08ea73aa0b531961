import { UnreadableFileError } from '../../unreadable-file-error.ts'
import type { ArchiveEntry } from './archive.ts'

/** A failure with the name of the file of an archive that it is about. */
export function withinEntry(error: unknown, { name }: ArchiveEntry): unknown {
  if (!(error instanceof UnreadableFileError) || error.code === 'no_space') return error
  const { code, detail, cause } = error
  return new UnreadableFileError(code, `The file “${name}” of this archive was not read. ${detail}`, { cause })
}
