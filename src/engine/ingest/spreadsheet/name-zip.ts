import { UnreadableFileError } from '../../unreadable-file-error.ts'
import type { FileType } from '../detect-file-type.ts'
import { openZipParts } from './zip-parts.ts'

const documents: { part: RegExp; what: string }[] = [
  { part: /^word\/document\.xml$/, what: 'This is a Word document. Drop the table in it as CSV or Excel.' },
  {
    part: /^ppt\/presentation\.xml$/,
    what: 'This is a PowerPoint presentation. Drop the table in it as CSV or Excel.',
  },
  {
    part: /^index\/(document|tables\/.*)\.iwa$/,
    what: 'This is an Apple iWork document. Export it as Excel and drop that.',
  },
  { part: /^meta-inf\/container\.xml$/, what: 'This is an e-book (EPUB). It holds no table that can be read here.' },
  { part: /^androidmanifest\.xml$/, what: 'This is an Android app. It holds no table that can be read here.' },
  { part: /^meta-inf\/manifest\.mf$/, what: 'This is a Java archive. It holds no table that can be read here.' },
]

/** What a zip archive is: a workbook, an `archive` of other files, or an error that says what else. */
export async function nameZip(file: string): Promise<FileType | 'archive'> {
  const parts = await openZipParts(file)
  parts.close()
  const { names } = parts
  if (parts.has('xl/workbook.bin')) return 'xlsb'
  if (parts.has('content.xml') && (parts.has('mimetype') || parts.has('meta-inf/manifest.xml'))) return 'ods'
  const document = documents.find(({ part }) => names.some((name) => part.test(name)))
  if (document) throw new UnreadableFileError('unsupported_format', document.what)
  const isWorkbook = parts.has('[content_types].xml') || names.some((name) => /(^|\/)workbook\.xml$/.test(name))
  return isWorkbook ? 'xlsx' : 'archive'
}
