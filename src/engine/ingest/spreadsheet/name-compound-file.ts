import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { openCompoundFile } from './xls/open-compound-file.ts'

const documents: { stream: string; what: string }[] = [
  { stream: 'WordDocument', what: 'This is an old Word document.' },
  { stream: 'PowerPoint Document', what: 'This is an old PowerPoint presentation.' },
  { stream: 'VisioDocument', what: 'This is a Visio drawing.' },
  { stream: '__properties_version1.0', what: 'This is an Outlook message.' },
]

/** What an OLE compound file is: a workbook of Excel 5 to 2003, or an error that says what else. */
export async function nameCompoundFile(file: string): Promise<'xls'> {
  const compound = await openCompoundFile(file)
  await compound.close()
  if (compound.has('EncryptedPackage')) {
    throw new UnreadableFileError(
      'password_protected',
      'This workbook is protected by a password. Remove it in Excel and drop the file again. Nothing was stored.',
    )
  }
  if (compound.has('Workbook') || compound.has('Book')) return 'xls'
  const what = documents.find(({ stream }) => compound.has(stream))?.what ?? 'This is an old Office document.'
  throw new UnreadableFileError('unsupported_format', `${what} Drop the table in it as CSV or Excel.`)
}

/** Whether a file begins as those of Excel 2 to 4 do, and some of later versions: with a record, in no container. */
export function isBareWorkbook(head: Buffer): boolean {
  if (head.length < 12 || head[0] !== 9 || ![0, 2, 4, 8].includes(head[1] as number)) return false
  const length = head.readUInt16LE(2)
  return length >= 4 && length <= 16 && [0x05, 0x10, 0x20, 0x40, 0x100].includes(head.readUInt16LE(6))
}
