import { open } from 'node:fs/promises'
import { collectRecords, type SampleRecord } from './collect-records.ts'
import { type FoundTable, findTable } from './find-table.ts'
import { type FoundDialect, sniffDialect } from './sniff-dialect.ts'
import { type FoundEncoding, sniffEncoding } from './sniff-encoding.ts'

/** Everything that the beginning of a text file tells about its form. */
export type SniffedCsv = {
  encoding: FoundEncoding
  dialect: FoundDialect
  table: FoundTable
  lineEnd: '\n' | '\r\n' | '\r' | 'mixed'
  /** Blank lines above the header, which count as preamble. */
  blankPreambleLines: number
  /** Whether DuckDB can read the file as it stands, as far as the sample shows. */
  isPlain: boolean
}

const sampleBytes = 1024 * 1024

/** Sniffs a text file; `encoding` is given when the whole file has shown another one than its beginning. */
export async function sniffCsv(path: string, encoding?: FoundEncoding): Promise<SniffedCsv> {
  const { bytes, isWhole } = await readHead(path)
  const found = encoding ?? sniffEncoding(bytes)
  const text = bytes.subarray(found.bomLength)
  const sample = found.encoding === 'utf-8' ? text : Buffer.from(new TextDecoder(found.encoding).decode(text))
  const dialect = sniffDialect(sample, isWhole)
  const records = collectRecords(sample, dialect.dialect, isWhole)
  const table = findTable(records)
  const lineEnd = lineEndOf(sample)
  return {
    encoding: found,
    dialect,
    table,
    lineEnd,
    blankPreambleLines: records.filter(({ kind, line }) => kind === 'blank' && line <= table.preambleLines).length,
    isPlain: found.encoding === 'utf-8' && isPlain(dialect.dialect.delimiter, records, table, lineEnd),
  }
}

async function readHead(path: string): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const bytes = Buffer.alloc(Math.min(size, sampleBytes))
    await file.read(bytes, 0, bytes.length, 0)
    return { bytes, isWhole: size <= sampleBytes }
  } finally {
    await file.close()
  }
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
  delimiter: string,
  records: SampleRecord[],
  table: FoundTable,
  lineEnd: SniffedCsv['lineEnd'],
): boolean {
  if (delimiter.length !== 1 || table.hasTrailingDelimiter || table.extraColumns > 0) return false
  if (lineEnd !== '\n' && lineEnd !== '\r\n') return false
  return records.every(({ kind, fields, line }) => {
    if (line <= table.preambleLines) return true
    if (kind === 'blank') return table.width > 1
    return kind === 'values' && fields.length === table.width
  })
}
