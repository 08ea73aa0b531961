import { UnreadableFileError } from '../../unreadable-file-error.ts'
import type { LoadedTable, ReadRequest } from '../loaded-table.ts'

/** Reads a JSON document or NDJSON. */
export async function readJson(_request: ReadRequest): Promise<LoadedTable> {
  throw new UnreadableFileError('unsupported_format', 'JSON cannot be read yet.')
}
