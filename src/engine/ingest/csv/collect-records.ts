import type { Dialect } from './dialect.ts'
import { type RecordView, scanRecords } from './scan-records.ts'

/** One value as text; null where nothing stands between two delimiters, `''` only where it is written as quotes. */
export type Field = string | null

/** A record of a sample, kept: its values as text and the lines it covers. */
export type SampleRecord = {
  kind: RecordView['kind']
  fields: Field[]
  raw: string
  line: number
  lineCount: number
  isStray: boolean
  /** How many of its values stand in quotes. */
  quotedCount: number
}

/**
 * All records of a UTF-8 sample; the last one is left out when the sample was cut off (`isWhole` false). With the `width`
 * of the table, quotes that are one too many are seen through.
 */
export function collectRecords(sample: Uint8Array, dialect: Dialect, isWhole: boolean, width = 0): SampleRecord[] {
  const records: SampleRecord[] = []
  const scanner = scanRecords(dialect, (record) => records.push(keepRecord(record, dialect)), width)
  scanner.push(sample)
  if (isWhole) scanner.end()
  return records
}

/** A record as text, to be kept beyond its listener. */
export function keepRecord(record: RecordView, dialect: Dialect): SampleRecord {
  const { kind, bytes, start, end, line, lineCount, isStray } = record
  const fields: Field[] = []
  for (let index = 0; index < record.fieldCount; index++) fields.push(fieldText(record, index, dialect))
  let quotedCount = 0
  for (let index = 0; index < record.fieldCount; index++) quotedCount += record.quoted[index] as number
  return { kind, fields, raw: textOf(bytes, start, end), line, lineCount, isStray, quotedCount }
}

/** Value `index` of a record as text, without its quotes and escapes. */
export function fieldText(record: RecordView, index: number, dialect: Dialect): Field {
  const start = record.bounds[2 * index] as number
  const end = record.bounds[2 * index + 1] as number
  if (record.quoted[index] === 0) return start === end ? null : textOf(record.bytes, start, end)
  return withoutEscapes(textOf(record.bytes, start, end), dialect)
}

function withoutEscapes(text: string, { quote, escape: mark }: Dialect): string {
  if (quote === null || mark === null || !text.includes(mark)) return text
  if (mark === quote) return text.replaceAll(quote + quote, quote)
  return text.replaceAll(/\\([\s\S])/g, (pair, next: string) => (next === quote || next === '\\' ? next : pair))
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8')
}
