import { open } from 'node:fs/promises'
import { UnreadableFileError } from '../unreadable-file-error.ts'
import { linesBeyondAscii, rankEncodings } from './csv/judge-encoding.ts'
import { sniffEncoding, type TextEncoding } from './csv/sniff-encoding.ts'
import { isLoneValue, looksLikeJson } from './json/looks-like-json.ts'
import { isBareWorkbook, nameCompoundFile } from './spreadsheet/name-compound-file.ts'
import { nameMarkup } from './spreadsheet/name-markup.ts'
import { nameZip } from './spreadsheet/name-zip.ts'
import type { SpreadsheetType } from './spreadsheet/open-spreadsheet.ts'

/** The formats that have a reader. NDJSON is read with JSON, TSV with CSV: they differ in the small. */
export type FileType = 'csv' | 'json' | 'parquet' | SpreadsheetType

const headBytes = 64 * 1024

/** From this score on the letters of an encoding make sense. */
const sensible = 0.4

const known: { magic: string | number[]; offset?: number; what: string }[] = [
  { magic: '%PDF', what: 'a PDF document' },
  { magic: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG image' },
  { magic: [0xff, 0xd8, 0xff], what: 'a JPEG image' },
  { magic: 'GIF8', what: 'a GIF image' },
  { magic: 'RIFF', what: 'a RIFF media file' },
  { magic: 'SQLite format 3', what: 'an SQLite database' },
  { magic: 'ARROW1', what: 'an Arrow or Feather file' },
  { magic: 'ORC', what: 'an ORC file' },
  { magic: [0x89, 0x48, 0x44, 0x46], what: 'an HDF5 file' },
  { magic: 'MZ', what: 'a Windows program' },
  { magic: [0x7f, 0x45, 0x4c, 0x46], what: 'a program' },
  { magic: '{\\rtf', what: 'an RTF document' },
  { magic: 'ustar', offset: 257, what: 'a tar archive' },
  { magic: 'Obj\x01', what: 'an Avro file' },
]

/** What could be unpacked, but not here. */
const packed: { magic: string | number[]; offset?: number; what: string }[] = [
  { magic: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], what: 'a 7-Zip archive' },
  { magic: 'Rar!', what: 'a RAR archive' },
  { magic: 'BZh', what: 'a bzip2 file' },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: 'an xz file' },
  { magic: [0x04, 0x22, 0x4d, 0x18], what: 'an LZ4 file' },
  { magic: [0xff, 0x06, 0x00, 0x00, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59], what: 'a Snappy file' },
  { magic: 'LZIP', what: 'an lzip file' },
  { magic: [0x1f, 0x9d], what: 'a file packed by compress' },
  { magic: 'MSCF', what: 'a cabinet archive' },
]

const namedJson = /\.(geo)?(json|jsonl|jsonlines|ndjson)(\.(gz|zst))?$/i

const formats = 'CSV, TSV, Excel (xlsx, xlsb, xls), OpenDocument (ods), JSON, NDJSON or Parquet'

/**
 * The type of a file by its content. Its name only keeps JSON that is broken from being read as lines of values. Throws
 * `UnreadableFileError` when it is no table, saying what it is.
 */
export async function detectFileType(file: string, name: string): Promise<FileType> {
  const { head, tail, size } = await readEnds(file)
  if (size === 0) throw new UnreadableFileError('empty_file', 'The file is empty. There is nothing to read.')
  if (begins(head, 'PAR1')) return checkedParquet(tail)
  if (begins(head, 'PARE')) {
    throw new UnreadableFileError('password_protected', 'This Parquet file is encrypted. Write it again unencrypted.')
  }
  if (begins(head, [0x50, 0x4b, 0x03, 0x04]) || begins(head, [0x50, 0x4b, 0x05, 0x06])) {
    const type = await nameZip(file)
    if (type !== 'archive') return type
  }
  if (begins(head, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) return nameCompoundFile(file)
  if (isBareWorkbook(head)) return 'xls'
  const archive = packed.find(({ magic, offset }) => begins(head, magic, offset))
  if (archive && (typeof archive.magic !== 'string' || hasBinary(head))) {
    const detail = `This is ${archive.what}, which is not opened here. Unpack it and drop the file in it, or pack that as zip, gzip or zstd.`
    throw new UnreadableFileError('unsupported_format', detail)
  }
  const other = known.find(({ magic, offset }) => begins(head, magic, offset))
  if (other && (typeof other.magic !== 'string' || hasBinary(head))) throw unsupported(`This is ${other.what}.`)
  return textType(head, size, namedJson.test(name))
}

async function readEnds(file: string): Promise<{ head: Buffer; tail: Buffer; size: number }> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const head = Buffer.alloc(Math.min(size, headBytes))
    const tail = Buffer.alloc(Math.min(size, 8))
    await handle.read(head, 0, head.length, 0)
    await handle.read(tail, 0, tail.length, size - tail.length)
    return { head, tail, size }
  } finally {
    await handle.close()
  }
}

function begins(head: Buffer, magic: string | number[], offset = 0): boolean {
  const bytes = typeof magic === 'string' ? Buffer.from(magic, 'latin1') : Buffer.from(magic)
  return head.subarray(offset, offset + bytes.length).equals(bytes)
}

function checkedParquet(tail: Buffer): FileType {
  if (tail.subarray(-4).toString('latin1') === 'PAR1') return 'parquet'
  throw new UnreadableFileError(
    'corrupt_file',
    'This Parquet file was cut off: its end, which describes the rest, is missing. Send it again from its source.',
  )
}

function textType(head: Buffer, size: number, isNamedJson: boolean): FileType {
  const { bomLength } = sniffEncoding(head)
  const encoding = encodingOf(head)
  const text = new TextDecoder(encoding).decode(head.subarray(bomLength))
  if (text.startsWith('\x1e') && /^\s*[[{]/.test(text.slice(1, 100))) return 'json'
  if (isGarbage(text, encoding)) throw unsupported('This file is binary data of a kind that is not known here.')
  const start = text.trimStart()
  if (start === '' && size <= head.length) {
    throw new UnreadableFileError('empty_file', 'The file holds nothing but blanks. There is nothing to read.')
  }
  const markup = nameMarkup(start)
  if (markup) return markup
  if (/^MIME-Version:[\s\S]{0,500}multipart\/related/i.test(start)) {
    throw unsupported('This is a web archive (MHTML), though it may be named like a workbook. Save it as xlsx.')
  }
  if (/^<(!doctype html|html|head|body)[\s>]/i.test(start)) {
    throw unsupported('This is a web page, not a data file. The download may have ended at a sign-in page.')
  }
  if (/^<\?xml[\s]/i.test(start)) throw unsupported('This is an XML document.')
  if (begins(head, '%PDF')) throw unsupported('This is a PDF document.')
  const bytes = Buffer.from(start)
  if (isNamedJson && size <= head.length && isLoneValue(bytes)) throw loneValue(start.trimEnd())
  return looksLikeJson(bytes, isNamedJson) ? 'json' : 'csv'
}

/** The encoding by the beginning of a file alone: enough to tell text from other bytes. */
function encodingOf(head: Buffer): TextEncoding {
  const { encoding } = sniffEncoding(head)
  if (encoding !== 'windows-1252') return encoding
  const [best] = rankEncodings(linesBeyondAscii(head))
  return best !== undefined && best.score > sensible ? best.encoding : encoding
}

/** Text has hardly any control characters; UTF-16 that is none decodes to unassigned ones. */
function isGarbage(text: string, encoding: string): boolean {
  const sample = text.slice(0, 8192)
  let odd = 0
  for (const character of sample) {
    const code = character.codePointAt(0) as number
    if ((code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13) || code === 0xfffd) odd++
    else if (encoding === 'windows-1252' && code >= 0x80 && code < 0xa0) odd++
  }
  return odd > Math.max(2, sample.length * (encoding === 'utf-8' ? 0.1 : 0.02))
}

function hasBinary(head: Buffer): boolean {
  return head.subarray(0, 1024).some((byte) => byte < 9 || (byte > 13 && byte < 27))
}

function loneValue(text: string): UnreadableFileError {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
  const detail = `This JSON is a single value, ${shown}, and no table. Put records in it, such as [{"value": 1}], and drop it again.`
  return new UnreadableFileError('unsupported_format', detail)
}

function unsupported(what: string): UnreadableFileError {
  return new UnreadableFileError('unsupported_format', `${what} Drop ${formats} instead.`)
}
