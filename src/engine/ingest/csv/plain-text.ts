import type { Field } from './collect-records.ts'
import type { Dialect } from './dialect.ts'
import type { RecordView } from './scan-records.ts'
import { leadingLine } from './text-source.ts'

const QUOTE = 34
const COMMA = 44
const LF = 10
const CR = 13
const BACKSLASH = 92

/** Records of any dialect as text of the plain one, collected in memory until taken. */
export type PlainText = {
  /** Adds a record (of a slice of the columns: its part of it), cut or filled to the width. */
  add(record: RecordView): void
  /** Adds a record of these texts, filled with nulls to the width of the table. */
  addTexts(fields: Field[]): void
  byteLength(): number
  /** How many records were added in all. */
  recordCount(): number
  /** The text so far, valid until the next call; then begins anew. */
  take(): Uint8Array
}

/**
 * Writes records of a dialect so that no reader can misunderstand them: commas, doubled quotes, LF, `width` values
 * each, from number `first` on. A record of one column gets an empty second value, since an empty line would be no record.
 */
export function plainText(dialect: Dialect, width: number, first = 0): PlainText {
  const quote = dialect.quote === null ? -1 : dialect.quote.charCodeAt(0)
  const backslashEscapes = dialect.escape === '\\'
  let buffer = Buffer.allocUnsafe(64 * 1024)
  let length = buffer.write(leadingLine)
  let recordCount = 0

  const reserve = (bytes: number) => {
    if (length + bytes <= buffer.length) return
    const wider = Buffer.allocUnsafe(Math.max(buffer.length * 2, length + bytes))
    buffer.copy(wider, 0, 0, length)
    buffer = wider
  }

  const plainValue = (bytes: Uint8Array, start: number, end: number) => {
    const from = length
    let needsQuotes = false
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number
      if (byte === COMMA || byte === QUOTE || byte === LF || byte === CR) needsQuotes = true
      buffer[length++] = byte
    }
    if (needsQuotes) {
      length = from
      quotedValue(bytes, start, end, false)
    }
  }

  const quotedValue = (bytes: Uint8Array, start: number, end: number, isEscaped: boolean) => {
    buffer[length++] = QUOTE
    for (let at = start; at < end; at++) {
      let byte = bytes[at] as number
      const next = bytes[at + 1]
      if (isEscaped && at + 1 < end && isEscape(byte, next)) byte = bytes[++at] as number
      if (byte === QUOTE) buffer[length++] = QUOTE
      buffer[length++] = byte
    }
    buffer[length++] = QUOTE
  }

  const isEscape = (byte: number, next: number | undefined) =>
    backslashEscapes ? byte === BACKSLASH && (next === quote || next === BACKSLASH) : byte === quote && next === quote

  return {
    add(record) {
      const { bytes, bounds, quoted, fieldCount } = record
      const end = Math.min(first + width, fieldCount)
      reserve(2 * byteCount(record, first, end) + 4 * width + 8)
      for (let index = first; index < first + width; index++) {
        if (index > first) buffer[length++] = COMMA
        if (index >= end) continue
        const from = bounds[2 * index] as number
        const to = bounds[2 * index + 1] as number
        if (quoted[index] === 1) quotedValue(bytes, from, to, true)
        else plainValue(bytes, from, to)
      }
      if (width === 1) buffer[length++] = COMMA
      buffer[length++] = LF
      recordCount++
    },
    addTexts(fields) {
      for (let index = 0; index < width; index++) {
        const field = fields[index] ?? null
        const bytes = field === null ? undefined : Buffer.from(field)
        reserve(2 * (bytes?.length ?? 0) + 8)
        if (index > 0) buffer[length++] = COMMA
        if (bytes) quotedValue(bytes, 0, bytes.length, false)
      }
      if (width === 1) buffer[length++] = COMMA
      buffer[length++] = LF
      recordCount++
    },
    byteLength: () => length,
    recordCount: () => recordCount,
    take() {
      const taken = buffer.subarray(0, length)
      length = 0
      return taken
    },
  }
}

/** How long the values from number `first` to before `last` are together, the marks between them included. */
function byteCount({ bounds, start, end, fieldCount }: RecordView, first: number, last: number): number {
  if (first === 0 && last === fieldCount) return end - start
  return last > first ? (bounds[2 * last - 1] as number) - (bounds[2 * first] as number) : 0
}
