import { open } from 'node:fs/promises'
import type { ReadingOptions } from '../../../shared/reading-options.ts'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { collectRecords, type SampleRecord } from './collect-records.ts'
import { findComment } from './find-comment.ts'
import { type FoundTable, findTable, type TablePlace } from './find-table.ts'
import { mayBeFooter } from './footer.ts'
import { judgeEncoding } from './judge-encoding.ts'
import { sepLine } from './sep-line.ts'
import { type FoundDialect, sniffDialect } from './sniff-dialect.ts'
import { type FoundEncoding, settlesEncoding, sniffEncoding, type TextEncoding } from './sniff-encoding.ts'
import { commonWidth } from './split-tables.ts'

/** Everything that the beginning of a text file tells about its form. */
export type SniffedCsv = {
  encoding: FoundEncoding
  dialect: FoundDialect
  table: FoundTable
  tables: TablePlace[]
  lineEnd: '\n' | '\r\n' | '\r' | 'mixed'
  /** Blank lines above the header, which count as preamble. */
  blankPreambleLines: number
  /** Whether DuckDB can read the file as it stands, as far as the sample shows. */
  isPlain: boolean
}

const sampleBytes = 1024 * 1024
const tailBytes = 256 * 1024
const tailRecords = 20

/**
 * Sniffs a text file. What `options` say is taken as given; `encoding` is given when the whole file has shown another
 * one than its beginning.
 */
export async function sniffCsv(
  path: string,
  options: ReadingOptions = {},
  encoding?: FoundEncoding,
): Promise<SniffedCsv> {
  const { bytes, tail, isWhole } = await readEnds(path)
  const found = encoding ?? givenEncoding(options.encoding, bytes) ?? (await foundEncoding(path, bytes))
  const text = bytes.subarray(found.bomLength)
  const decoded = found.encoding === 'utf-8' ? text : Buffer.from(new TextDecoder(found.encoding).decode(text))
  const sep = options.skip_rows === undefined ? sepLine(decoded) : undefined
  const skipLines = options.skip_rows ?? (sep ? 1 : 0)
  const sample = decoded.subarray(sep?.bytes ?? afterLines(decoded, skipLines))
  const dialect = sniffDialect(sample, isWhole, { ...options, ...(sep ? { delimiter: sep.delimiter } : {}) })
  const { records, withComment } = recordsOf(sample, dialect, isWhole, options.comment)
  for (const record of records) record.line += skipLines
  const { table, tables } = findTable(records, withComment.dialect, options)
  const lineEnd = lineEndOf(sample)
  const isUsual =
    found.encoding === 'utf-8' && found.hasWrongBytes !== true && !sep && options.footer_rows === undefined
  return {
    encoding: found,
    dialect: withComment,
    table,
    tables,
    lineEnd,
    blankPreambleLines: records.filter(({ kind, line }) => kind === 'blank' && line <= table.preambleLines).length,
    isPlain:
      isUsual && isPlain(withComment, records, table, lineEnd) && (isWhole || endsPlainly(tail, withComment, table)),
  }
}

/** The encoding that a person has named, by any of its names. */
export function givenEncoding(name: string | undefined, bytes: Uint8Array): FoundEncoding | undefined {
  if (name === undefined) return undefined
  const marked = sniffEncoding(bytes)
  const encoding = encodingNamed(name)
  const bomLength = marked.encoding === encoding ? marked.bomLength : 0
  return { encoding: encoding as TextEncoding, bomLength, because: 'A person has said so.' }
}

function encodingNamed(name: string): string {
  try {
    return new TextDecoder(name).encoding
  } catch {
    throw new UnreadableFileError(
      'option_not_applicable',
      `There is no encoding "${name}". Use one such as utf-8, windows-1252, utf-16le, shift_jis or gb18030.`,
    )
  }
}

async function foundEncoding(path: string, bytes: Uint8Array): Promise<FoundEncoding> {
  return settlesEncoding(bytes) ? sniffEncoding(bytes) : judgeEncoding(path)
}

/** The records of a sample, read with the width that most of them have and without comments. */
function recordsOf(
  sample: Uint8Array,
  found: FoundDialect,
  isWhole: boolean,
  given: string | null | undefined,
): { records: SampleRecord[]; withComment: FoundDialect } {
  const first = collectRecords(sample, found.dialect, isWhole)
  const width = commonWidth(first)
  const records = width > 1 ? collectRecords(sample, found.dialect, isWhole, width) : first
  const comment = given !== undefined ? given : findComment(records, width)
  if (comment === null) return { records, withComment: found }
  const dialect = { ...found.dialect, comment }
  return { records: collectRecords(sample, dialect, isWhole, width), withComment: { ...found, dialect } }
}

async function readEnds(path: string): Promise<{ bytes: Buffer; tail: Buffer; isWhole: boolean }> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const bytes = Buffer.alloc(Math.min(size, sampleBytes))
    const tail = Buffer.alloc(Math.min(size, tailBytes))
    await file.read(bytes, 0, bytes.length, 0)
    await file.read(tail, 0, tail.length, size - tail.length)
    return { bytes, tail, isWhole: size <= sampleBytes }
  } finally {
    await file.close()
  }
}

function afterLines(bytes: Uint8Array, count: number): number {
  let at = 0
  for (let left = count; left > 0 && at < bytes.length; at++) {
    if (bytes[at] === 10 || (bytes[at] === 13 && bytes[at + 1] !== 10)) left--
  }
  return at
}

function lineEndOf(sample: Uint8Array): SniffedCsv['lineEnd'] {
  const text = Buffer.from(sample).toString('latin1')
  const crlf = text.match(/\r\n/g)?.length ?? 0
  const cr = (text.match(/\r/g)?.length ?? 0) - crlf
  const lf = (text.match(/\n/g)?.length ?? 0) - crlf
  if (cr === 0 && crlf === 0) return '\n'
  if (cr === 0 && lf === 0) return '\r\n'
  return crlf === 0 && lf === 0 ? '\r' : 'mixed'
}

function isPlain(
  { dialect }: FoundDialect,
  records: SampleRecord[],
  table: FoundTable,
  lineEnd: SniffedCsv['lineEnd'],
): boolean {
  if (dialect.delimiter.length !== 1 || dialect.comment !== null) return false
  if (table.hasTrailingDelimiter || table.extraColumns > 0 || table.endLine !== null || table.hasPageHeaders)
    return false
  if (table.headerRecords > 1 || table.unitsRecords > 0) return false
  if (lineEnd !== '\n' && lineEnd !== '\r\n') return false
  const below = records.filter(({ line }) => line > table.preambleLines)
  if (!below.every((record) => isPlainRecord(record, table.width))) return false
  const header = table.headerRecords > 0 ? below[0] : undefined
  if (header && header.kind !== 'values') return false
  return !mayBeFooter(below.findLast(({ kind }) => kind === 'values')?.fields ?? ['', ''], table.width)
}

function isPlainRecord({ kind, fields, isStray }: SampleRecord, width: number): boolean {
  if (kind === 'blank') return width > 1
  return kind === 'values' && fields.length === width && !isStray
}

/** Whether the last records of a large file are rows like the others: a footer would be read as one. */
function endsPlainly(tail: Uint8Array, { dialect }: FoundDialect, { width }: FoundTable): boolean {
  const start = tail.indexOf(10) + 1
  const records = collectRecords(tail.subarray(start), dialect, true).slice(-tailRecords)
  const values = records.filter(({ kind }) => kind === 'values')
  const last = values.at(-1)
  if (!last || values.length < 2) return true
  if (mayBeFooter(last.fields, width)) return false
  return values.slice(1).every(({ fields }) => fields.length === width)
}
