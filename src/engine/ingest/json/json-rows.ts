import { skipBlanks, skipKey, skipString, skipValue } from './json-syntax.ts'
import type { JsonRecord } from './scan-json.ts'

/** How often the values of one key were of which kind; `inexact` counts nested values no double or BIGINT can hold. */
export type KeyCounts = {
  key: string
  strings: number
  numbers: number
  booleans: number
  nested: number
  inexact: number
}

/** Records as lines of plain text, one value per key in the order in which the keys first occur. */
export type JsonRows = {
  add(record: JsonRecord): void
  keys: KeyCounts[]
  rowCount(): number
  /** Whether keys came up after lines without them had been taken: these are then too narrow. */
  wasTooNarrow(): boolean
  longestRecord(): number
  byteLength(): number
  take(): Buffer
}

const QUOTE = 34
const LBRACKET = 91
const LBRACE = 123

/** More keys than this are a map, not columns. */
export const mostKeys = 10_000

/**
 * Collects records as rows. An object gives one value per key (of a repeated key the last one), an array one per
 * position, anything else the only value. `known` are the keys of an earlier pass.
 */
export function jsonRows(known: string[] = []): JsonRows {
  const keys: KeyCounts[] = []
  const columns = new Map<string, number>()
  let lines: (string | undefined)[][] = []
  let byteLength = 0
  let rowCount = 0
  let longestRecord = 0
  let narrowestTaken = Number.POSITIVE_INFINITY

  const column = (key: string): number => {
    const found = columns.get(key)
    if (found !== undefined) return found
    columns.set(key, keys.length)
    return keys.push({ key, strings: 0, numbers: 0, booleans: 0, nested: 0, inexact: 0 }) - 1
  }
  for (const key of known) column(key)

  const members = ({ bytes, start }: JsonRecord, row: (string | undefined)[]) => {
    let at = skipBlanks(bytes, start + 1)
    while (bytes[at] === QUOTE) {
      const key = stringAt(bytes, at, skipString(bytes, at))
      const value = skipKey(bytes, at)
      const end = skipValue(bytes, value, true)
      const index = column(key)
      row[index] = valueText(bytes, value, end, keys[index] as KeyCounts)
      at = skipBlanks(bytes, skipBlanks(bytes, end) + 1)
    }
  }

  const elements = ({ bytes, start, end: recordEnd }: JsonRecord, row: (string | undefined)[]) => {
    let at = skipBlanks(bytes, start + 1)
    for (let position = 1; at < recordEnd - 1; position++) {
      const end = skipValue(bytes, at, true)
      const index = column(`column_${position}`)
      row[index] = valueText(bytes, at, end, keys[index] as KeyCounts)
      at = skipBlanks(bytes, skipBlanks(bytes, end) + 1)
    }
  }

  return {
    keys,
    rowCount: () => rowCount,
    wasTooNarrow: () => narrowestTaken < keys.length,
    longestRecord: () => longestRecord,
    byteLength: () => byteLength,
    add(record) {
      const row: (string | undefined)[] = []
      const first = record.bytes[record.start]
      if (first === LBRACE) members(record, row)
      else if (first === LBRACKET) elements(record, row)
      else if (first !== 110) {
        const index = column('value')
        row[index] = valueText(record.bytes, record.start, record.end, keys[index] as KeyCounts)
      }
      rowCount++
      lines.push(row)
      byteLength += record.end - record.start
      longestRecord = Math.max(longestRecord, record.end - record.start)
    },
    take() {
      if (lines.length > 0) narrowestTaken = Math.min(narrowestTaken, keys.length)
      const width = Math.max(keys.length, 2)
      const text = lines.map((row) => {
        let line = row[0] ?? ''
        for (let index = 1; index < width; index++) line += `,${row[index] ?? ''}`
        return `${line}\n`
      })
      lines = []
      byteLength = 0
      return Buffer.from(text.join(''))
    },
  }
}

function stringAt(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start + 1, end - 1)
  return text.includes('\\') ? (JSON.parse(bytes.toString('utf8', start, end)) as string) : text
}

/** A value as plain text writes it: null as nothing, a string in quotes, nested values as their JSON in quotes. */
function valueText(bytes: Buffer, start: number, end: number, counts: KeyCounts): string {
  const first = bytes[start]
  if (first === QUOTE) {
    counts.strings++
    return quoted(stringAt(bytes, start, end))
  }
  const text = bytes.toString('utf8', start, end)
  if (first === LBRACE || first === LBRACKET) {
    counts.nested++
    if (hasInexactNumber(text)) counts.inexact++
    return quoted(text)
  }
  if (first === 110) return ''
  if (first === 116 || first === 102) counts.booleans++
  else {
    counts.numbers++
    return text.replace(/[eE](?=\d)/, 'e+')
  }
  return text
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

/** Long digits outside of strings that neither a 64-bit integer nor a double repeats. */
function hasInexactNumber(json: string): boolean {
  const numbers = json.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').match(/-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g) ?? []
  return numbers.some((text) => text.length > 15 && !isExact(text))
}

function isExact(text: string): boolean {
  if (/^-?\d+$/.test(text)) return BigInt.asIntN(64, BigInt(text)) === BigInt(text)
  const digits = (number: string) =>
    number
      .replace(/[eE].*/, '')
      .replaceAll(/[-.]/g, '')
      .replace(/^0+/, '')
      .replace(/0+$/, '')
  return digits(String(Number(text))) === digits(text)
}
