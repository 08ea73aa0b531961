import { UnreadableFileError } from '../unreadable-file-error.ts'

/** The failure as a person can act on it, where the engine knows how; any other failure is given back as it is. */
export function explainFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UnreadableFileError) return error
  const { message } = error
  const code = 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT' || /no space left|disk quota|max_temp_directory_size/i.test(message)) {
    return new UnreadableFileError(
      'no_space',
      'The disk is full. The original is kept; make room and upload the file again.',
      { cause: error },
    )
  }
  if (/^Out of Memory Error/.test(message)) {
    return new UnreadableFileError(
      'too_large',
      'Reading this file needs more memory than is allowed here. The original is kept; split it and upload the parts.',
      { cause: error },
    )
  }
  return error
}
