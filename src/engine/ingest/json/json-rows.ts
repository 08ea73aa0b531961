import { skipBlanks } from './json-syntax.ts'
import { mostKeysKept } from './outline-json.ts'
import { eachElement, eachMember, type JsonRecord } from './scan-json.ts'
import { hasLoneSurrogate, precisionOf, textOf } from './value-text.ts'

/**
 * How often the values of one key were of which kind; `inexact` counts nested values no double or BIGINT can hold,
 * `beyondDoubles` those with integers that only BIGINT holds, `unreadable` those that DuckDB does not take for JSON.
 */
export type KeyCounts = {
  /** What tells the key from all others; the name of a column need not. */
  id: string
  key: string
  strings: number
  numbers: number
  booleans: number
  nested: number
  inexact: number
  beyondDoubles: number
  unreadable: number
  nulls: number
}

/** How records become rows. */
export type RowOptions = {
  /** The keys of an earlier pass, so that all lines are equally wide. */
  known?: readonly Pick<KeyCounts, 'id' | 'key'>[]
  /** The names of the elements of lists. */
  names?: readonly string[] | undefined
  /** The name of a first column, with what stands beside each record. */
  lead?: string | undefined
  /** Whether objects within records are columns of their own. */
  isFlat: boolean
  /** Whether each record is one value, since its keys are no columns. */
  isWhole: boolean
  /** Whether numbers stay as they are written, where they are not for a reader that knows fewer ways. */
  isAsWritten?: boolean
  /** What hears of every row, after what was told of it. */
  onRecord(record: JsonRecord): void
  /** What hears of a key that comes twice in a record, and of the value that was not kept. */
  onRepeated(record: JsonRecord, key: string, value: string): void
}

/** Records as lines of plain text, one value per key in the order in which the keys first occur. */
export type JsonRows = {
  /** `lead` is the JSON text of what stands in the first column. */
  add(record: JsonRecord, lead?: string): void
  keys: KeyCounts[]
  rowCount(): number
  /** Whether keys came up after lines without them had been taken: these are then too narrow. */
  wasTooNarrow(): boolean
  longestRecord(): number
  /** How many texts hold half of a character, and have its escape instead. */
  escapeCount(): number
  /** About how long the lines are that wait to be taken, with all their commas. */
  byteLength(): number
  take(): Buffer
}

const QUOTE = 34
const LBRACKET = 91
const LBRACE = 123

/** Objects that lie deeper are values. */
const mostFlattened = 20

const leadId = '\0lead'
const wholeId = '\0whole'

/**
 * Collects records as rows. An object gives one value per key (of a repeated key the last one), an array one per
 * position, anything else the only value.
 */
export function jsonRows({
  known = [],
  names,
  lead: leadName,
  isFlat,
  isWhole,
  isAsWritten = false,
  onRecord,
  onRepeated,
}: RowOptions): JsonRows {
  const keys: KeyCounts[] = []
  const columns = new Map<string, number>()
  let lines: (string | undefined)[][] = []
  let byteLength = 0
  let rowCount = 0
  let longestRecord = 0
  let escapeCount = 0
  let narrowestTaken = Number.POSITIVE_INFINITY

  const column = (id: string, key: string): number => {
    const found = columns.get(id)
    if (found !== undefined) return found
    columns.set(id, keys.length)
    const counts = { strings: 0, numbers: 0, booleans: 0, nested: 0, nulls: 0 }
    return keys.push({ id, key, ...counts, inexact: 0, beyondDoubles: 0, unreadable: 0 }) - 1
  }
  for (const { id, key } of known) column(id, key)

  const put = (row: (string | undefined)[], index: number, bytes: Buffer, start: number, end: number) => {
    row[index] = valueText(bytes, start, end, keys[index] as KeyCounts)
  }

  const members = (record: JsonRecord, object: number, row: (string | undefined)[], prefix: string[]) => {
    const { bytes } = record
    eachMember(bytes, object, (keyStart, keyEnd, start, end) => {
      const key = stringAt(bytes, keyStart, keyEnd)
      if (isFlat && holdsMembers(bytes, start) && prefix.length < mostFlattened) {
        members(record, start, row, [...prefix, key])
        return
      }
      const path = prefix.length === 0 ? key : [...prefix, key].join('\0')
      if (isFlat && bytes[start] === 110 && known.length > 0 && !columns.has(path)) return
      const index = column(path, prefix.length === 0 ? key : [...prefix, key].join('.'))
      if (row[index] !== undefined) onRepeated(record, (keys[index] as KeyCounts).key, row[index])
      put(row, index, bytes, start, end)
    })
  }

  const elements = ({ bytes, start }: JsonRecord, row: (string | undefined)[]) => {
    let position = 0
    eachElement(bytes, start, (at, end) => {
      position++
      const index = column(`\0${position}`, names?.[position - 1] ?? `column_${position}`)
      put(row, index, bytes, at, end)
    })
  }

  /** A value as plain text writes it: null as nothing, a string in quotes, nested values as their JSON in quotes. */
  const valueText = (bytes: Buffer, start: number, end: number, counts: KeyCounts): string => {
    const first = bytes[start]
    if (first === QUOTE) {
      counts.strings++
      return quoted(stringAt(bytes, start, end))
    }
    if (first === 110) {
      counts.nulls++
      return ''
    }
    const text = bytes.toString('utf8', start, end)
    if (first === LBRACE || first === LBRACKET) {
      counts.nested++
      const { isInexact, isBeyondDoubles } = precisionOf(text)
      if (isInexact) counts.inexact++
      if (isBeyondDoubles) counts.beyondDoubles++
      if (hasLoneSurrogate(text)) counts.unreadable++
      return quoted(text)
    }
    if (first === 116 || first === 102) {
      counts.booleans++
      return text
    }
    counts.numbers++
    return isAsWritten ? text : text.replace(/[eE](?=\d)/, 'e+')
  }

  const stringAt = (bytes: Buffer, start: number, end: number): string => {
    const { text, hasEscapes } = textOf(bytes, start, end)
    if (hasEscapes) escapeCount++
    return text
  }

  return {
    keys,
    rowCount: () => rowCount,
    wasTooNarrow: () => narrowestTaken < keys.length,
    longestRecord: () => longestRecord,
    escapeCount: () => escapeCount,
    byteLength: () => byteLength + lines.length * keys.length,
    add(record, lead) {
      const row: (string | undefined)[] = []
      const { bytes, start, end } = record
      if (leadName !== undefined) {
        const text = Buffer.from(lead ?? 'null')
        put(row, column(leadId, leadName), text, 0, text.length)
      }
      const first = bytes[start]
      if (first === LBRACE && !isWhole) members(record, start, row, [])
      else if (first === LBRACKET && !isWhole) elements(record, row)
      else if (first !== 110 || isWhole) put(row, column(wholeId, 'value'), bytes, start, end)
      for (const { column: key, value } of record.repeated ?? []) onRepeated(record, key, value)
      rowCount++
      onRecord(record)
      lines.push(row)
      byteLength += end - start
      longestRecord = Math.max(longestRecord, end - start)
    },
    take() {
      if (lines.length > 0) narrowestTaken = Math.min(narrowestTaken, keys.length)
      const width = Math.max(keys.length, 2)
      const text = lines.map((row) => {
        row.length = width
        return `${row.join(',')}\n`
      })
      lines = []
      byteLength = 0
      return Buffer.from(text.join(''))
    },
  }
}

/** The columns that a second pass gives: without those of nothing but null where objects have made columns besides. */
export function columnsOfKeys(keys: readonly KeyCounts[]): KeyCounts[] {
  const parents = new Set<string>()
  for (const { id } of keys) {
    const steps = id.split('\0')
    for (let length = 1; length < steps.length; length++) parents.add(steps.slice(0, length).join('\0'))
  }
  return keys.filter(({ id, key: _, nulls: __, ...kinds }) => !parents.has(id) || id === '' || hasValues(kinds))
}

function hasValues({ strings, numbers, booleans, nested }: Omit<KeyCounts, 'id' | 'key' | 'nulls'>): boolean {
  return strings + numbers + booleans + nested > 0
}

/** Whether so many keys are columns; more are a map. */
export const areTooMany = (keys: readonly KeyCounts[]): boolean => keys.length > mostKeysKept

function holdsMembers(bytes: Buffer, at: number): boolean {
  return bytes[at] === LBRACE && bytes[skipBlanks(bytes, at + 1)] === QUOTE
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
