import { UnreadableFileError } from '../../unreadable-file-error.ts'
import type { FileType } from '../detect-file-type.ts'
import { openZipParts } from './zip-parts.ts'

const documents: { part: RegExp; what: string }[] = [
  { part: /^xl\/workbook\.bin$/, what: 'This is a binary Excel workbook (xlsb). Save it as xlsx and drop that.' },
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
  { part: /^meta-inf\/manifest\.xml$/, what: 'This is an OpenDocument file (ods). Save it as xlsx and drop that.' },
]

/** What a zip archive is: an Excel workbook, or an error that says what else. */
export async function nameZip(file: string): Promise<FileType> {
  const parts = await openZipParts(file)
  parts.close()
  const { names } = parts
  const document = documents.find(({ part }) => names.some((name) => part.test(name)))
  if (document) throw new UnreadableFileError('unsupported_format', document.what)
  if (parts.has('[content_types].xml') || names.some((name) => /(^|\/)workbook\.xml$/.test(name))) return 'xlsx'
  const inside = names.filter((name) => !name.endsWith('/') && !name.startsWith('__macosx/'))
  if (inside.length === 0) throw new UnreadableFileError('empty_file', 'This zip archive holds no file.')
  const shown = inside.slice(0, 3).map((name) => name.slice(name.lastIndexOf('/') + 1).slice(0, 60))
  const more = inside.length > shown.length ? ', ...' : ''
  throw new UnreadableFileError(
    'unsupported_format',
    `This is a zip archive with ${inside.length} file${inside.length === 1 ? '' : 's'} (${shown.join(', ')}${more}). Unpack it and drop the file you need.`,
  )
}
