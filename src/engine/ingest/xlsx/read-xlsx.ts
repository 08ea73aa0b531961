import { UnreadableFileError } from '../../unreadable-file-error.ts'
import type { LoadedTable, ReadRequest } from '../loaded-table.ts'

/** Reads the first visible sheet with data of an Excel workbook. */
export async function readXlsx(_request: ReadRequest): Promise<LoadedTable> {
  throw new UnreadableFileError('unsupported_format', 'Excel workbooks cannot be read yet.')
}
