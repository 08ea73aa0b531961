import { type ArchiveEntry, mostEntries } from './archive.ts'

/** A file of an archive that may hold a table, and where it stands among all of its files. */
export type DataEntry = ArchiveEntry & { place: number }

/** What surrounds data: documents, pictures, programs, the drawings of a map. */
const otherExtensions = new Set(
  (
    'pdf doc docx rtf odt ppt pptx key pages md rst tex xsd xsl xslt png jpg jpeg gif svg webp tif tiff bmp ico ' +
    'mp3 mp4 avi mov wav exe dll so bat sh py r js css class jar shp shx dbf prj cpg sbn sbx qpj lyr db sqlite ini lnk url asc sig sha256 md5'
  ).split(' '),
)

const wordsAboutData =
  /^(read[-_ ]?me|licen[cs]e|copying|copyright|notice|change(log|s)|authors|citation|terms|manifest|checksums?)\b/i
const describesData = /^(meta[-_ ]?data|metadata|codebook|data[-_ ]?dictionary|dictionary|schema|legend)/i

/** A page or a document of XML may hold tables, but where it stands beside data it is about them. */
const maybeData = /\.(html?|xml)$/i

/** The files of an archive that may hold a table, in its order. */
export function dataEntries(entries: readonly ArchiveEntry[]): DataEntry[] {
  const found = entries.flatMap((entry, place) =>
    place < mostEntries && mayHoldData(entry) ? [{ ...entry, place }] : [],
  )
  const data = found.filter(({ name }) => !maybeData.test(name))
  return data.length > 0 ? data : found
}

/** The entries in the order in which they are tried: what describes the others comes last. */
export function likeliestFirst(entries: readonly DataEntry[]): DataEntry[] {
  return entries.toSorted(
    (a, b) => Number(describesData.test(baseName(a.name))) - Number(describesData.test(baseName(b.name))),
  )
}

function mayHoldData({ name, size }: ArchiveEntry): boolean {
  const folders = name.split('/')
  const base = folders.pop() as string
  if (size === 0 || base === '' || base.startsWith('.') || base.startsWith('~$')) return false
  if (folders.some((folder) => folder === '__MACOSX' || (folder.startsWith('.') && !/^\.+$/.test(folder)))) return false
  const [, stem = base, extension = ''] = /^(.+)\.([^.]+)$/.exec(base) ?? []
  if (otherExtensions.has(extension.toLowerCase()) || base === 'Thumbs.db') return false
  return !(wordsAboutData.test(stem) && /^(txt|text|)$/i.test(extension))
}

const baseName = (name: string) => name.slice(name.lastIndexOf('/') + 1)
