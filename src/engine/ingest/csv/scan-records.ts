import { UnreadableFileError } from '../../unreadable-file-error.ts'
import type { Dialect } from './dialect.ts'

/**
 * One record of a text file, valid only while its listener runs. `line` is the 1-based line it begins on, `lineCount`
 * how many lines it covers. Its bytes are `bytes[start..end)` without the line end; value `i` is
 * `bytes[bounds[2i]..bounds[2i+1])`, within its quotes where `quoted[i]` is set. A blank or comment line has no values.
 * `unclosed` marks a last record that ends inside a quoted value.
 */
export type RecordView = {
  kind: 'values' | 'blank' | 'comment' | 'unclosed'
  bytes: Uint8Array
  start: number
  end: number
  line: number
  lineCount: number
  fieldCount: number
  bounds: Int32Array
  quoted: Uint8Array
  /** One of its quotes was taken as a part of its value. */
  isStray: boolean
}

/** Takes a UTF-8 text in pieces and tells its listener each record. */
export type RecordScanner = {
  push(piece: Uint8Array): void
  end(): void
}

const CR = 13
const LF = 10
const SPACE = 32
const BACKSLASH = 92

const mostInnerQuotes = 3

/** So many values of a record are tried as the one with a quote too many. */
const mostCandidates = 16

/** A quote that is never closed takes the rest of the file with it when that is not more than so many lines. */
const mostLinesLost = 10

/** A value that goes on for more lines than this, and seems to take in others, is first taken for one with a quote too many. */
const mostSuspectLines = 50

/** What a scan of a record ends with where its end is not found. */
const needsMore = -1
const isUnclosed = -2

/** A quoted value longer than this has lost its closing quote: its opening quote counts as an ordinary character. */
const longestQuoted = 64 * 1024 * 1024

/** A record is held in memory as a whole; one longer than this is refused. */
const longestRecord = 256 * 1024 * 1024

/**
 * Scans by a dialect. A quote counts only at the very beginning of a value and closes it only before a delimiter or a
 * line end (blanks may come between); any other quote is part of the value. CR, LF and CRLF all end a line. With the
 * `width` of the table, a quote whose value takes in others is one too many, and part of its value, where that leaves a
 * record of this width.
 */
export function scanRecords(
  dialect: Dialect,
  onRecord: (record: RecordView) => void,
  width = 0,
  longest = longestRecord,
): RecordScanner {
  const delimiter = Buffer.from(dialect.delimiter)
  const delimiterStart = delimiter[0] as number
  const delimiterLength = delimiter.length
  const quote = dialect.quote === null ? -1 : dialect.quote.charCodeAt(0)
  const backslashEscapes = dialect.escape === '\\'
  const comment = dialect.comment === null ? undefined : Buffer.from(dialect.comment)

  let pending = Buffer.alloc(0)
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let tryAgainAt = 0
  let line = 1
  let lineBreaks = 0
  let fieldCount = 0
  let strayField = -1
  let suspectField = -1
  let lateField = -1
  let closesToPass = 0
  let recordEnd = 0
  let isBounded = false
  let hasGivenUp = false
  let bounds = new Int32Array(512)
  let quoted = new Uint8Array(256)

  const isDelimiter = (bytes: Uint8Array, at: number): boolean => {
    for (let i = 0; i < delimiterLength; i++) if (bytes[at + i] !== delimiter[i]) return false
    return true
  }

  const addField = (start: number, end: number, isQuoted: number): void => {
    if (fieldCount === quoted.length) {
      const widerBounds = new Int32Array(bounds.length * 2)
      const widerQuoted = new Uint8Array(quoted.length * 2)
      widerBounds.set(bounds)
      widerQuoted.set(quoted)
      bounds = widerBounds
      quoted = widerQuoted
    }
    bounds[2 * fieldCount] = start
    bounds[2 * fieldCount + 1] = end
    quoted[fieldCount] = isQuoted
    fieldCount++
  }

  const endOfPlain = (bytes: Uint8Array, from: number): number => {
    const length = bytes.length
    let at = from
    while (at < length) {
      const byte = bytes[at] as number
      if (byte === delimiterStart) {
        if (delimiterLength === 1 || isDelimiter(bytes, at)) return at
      } else if (byte === LF || byte === CR) return at
      at++
    }
    return at
  }

  /** Whether the quote at `at` closes its value: 1 yes, 0 no, -1 when more bytes are needed to tell. */
  const closes = (bytes: Uint8Array, at: number, isLast: boolean): number => {
    let next = at + 1
    while (bytes[next] === SPACE && delimiterStart !== SPACE) next++
    if (next + delimiterLength > bytes.length) {
      if (!isLast) return -1
      if (next >= bytes.length) return 1
    }
    const byte = bytes[next]
    return byte === LF || byte === CR || isDelimiter(bytes, next) ? 1 : 0
  }

  /** Whether a quote stands where the next value, or the first one of a line, would begin. */
  const opens = (bytes: Uint8Array, at: number): boolean => {
    const before = bytes[at - 1]
    return before === LF || before === CR || (at >= delimiterLength && isDelimiter(bytes, at - delimiterLength))
  }

  /** The index of the quote that closes a value, or -1; counts the line ends before it. */
  const closingQuote = (bytes: Uint8Array, from: number, isLast: boolean): number => {
    const length = bytes.length
    let breaks = 0
    let passed = 0
    for (let at = from; at < length; at++) {
      const byte = bytes[at] as number
      if (byte === quote) {
        if (!backslashEscapes && bytes[at + 1] === quote) {
          at++
          continue
        }
        const isClosing = closes(bytes, at, isLast)
        if (isClosing < 0) return -1
        const isLate = isClosing === 1 && fieldCount === lateField && passed++ < closesToPass
        if (isLate) continue
        if (isClosing === 0) {
          if (suspectField < 0 && at > from && opens(bytes, at)) suspectField = fieldCount
          if (isBounded && suspectField >= 0 && breaks > mostSuspectLines) {
            hasGivenUp = true
            return -1
          }
          continue
        }
        lineBreaks += breaks
        return at
      }
      if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) breaks++
      else if (byte === BACKSLASH && backslashEscapes) at++
    }
    return -1
  }

  /** The index after the line end at `at`, which may be the end of the text; -1 when more bytes are needed to tell. */
  const afterLineEnd = (bytes: Uint8Array, at: number, isLast: boolean): number => {
    if (at >= bytes.length) return isLast ? at : -1
    if (bytes[at] === LF) return at + 1
    if (at + 1 < bytes.length) return bytes[at + 1] === LF ? at + 2 : at + 1
    return isLast ? at + 1 : -1
  }

  const tell = (kind: RecordView['kind'], bytes: Uint8Array, start: number, end: number, lineCount: number): void => {
    onRecord({ kind, bytes, start, end, line, lineCount, fieldCount, bounds, quoted, isStray: strayField >= 0 })
    line += lineCount
  }

  const commentLine = (bytes: Uint8Array, start: number, isLast: boolean): number => {
    let end = start
    while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end++
    const next = afterLineEnd(bytes, end, isLast)
    if (next >= 0) tell('comment', bytes, start, end, 1)
    return next
  }

  const isComment = (bytes: Uint8Array, start: number): boolean => {
    if (!comment) return false
    for (let i = 0; i < comment.length; i++) if (bytes[start + i] !== comment[i]) return false
    return true
  }

  /** Scans the record at `start` and returns where the next one begins; -1 when more bytes are needed. */
  const scanRecord = (bytes: Uint8Array, start: number, isLast: boolean): number => {
    fieldCount = 0
    lineBreaks = 0
    strayField = -1
    const first = bytes[start]
    if (first === LF || first === CR) {
      const next = afterLineEnd(bytes, start, isLast)
      if (next >= 0) tell('blank', bytes, start, start, 1)
      return next
    }
    if (isComment(bytes, start)) return commentLine(bytes, start, isLast)
    strayField = -1
    suspectField = -1
    isBounded = width > 1
    let end = scanFields(bytes, start, isLast)
    if (isDoubtful(bytes, start, end)) {
      if (scanWithStray(bytes, start, isLast)) return told(bytes, start, recordEnd, isLast)
      isBounded = false
      end = scanFields(bytes, start, isLast)
    }
    if (end === needsMore) return -1
    if (end === isUnclosed) {
      fieldCount = 0
      tell('unclosed', bytes, start, bytes.length, countLines(bytes, start))
      return bytes.length
    }
    return told(bytes, start, end, isLast)
  }

  const told = (bytes: Uint8Array, start: number, end: number, isLast: boolean): number => {
    const next = afterLineEnd(bytes, end, isLast)
    if (next >= 0) tell('values', bytes, start, end, lineBreaks + 1)
    return next
  }

  /** A record that is not as wide as the table, or has values that seem to begin within another. */
  const isDoubtful = (bytes: Uint8Array, start: number, end: number): boolean => {
    if (width < 2) return false
    if (end === isUnclosed) return suspectField >= 0 || countLines(bytes, start) > mostLinesLost
    return end >= 0 && (suspectField >= 0 || (fieldCount !== width && hasQuoted()))
  }

  const hasQuoted = (): boolean => {
    for (let index = 0; index < fieldCount; index++) if (quoted[index] === 1) return true
    return false
  }

  /** The quoted values that others may be hidden in: they hold a delimiter or a line end. */
  const hiding = (bytes: Uint8Array): number[] => {
    const found: number[] = []
    for (let index = 0; index < fieldCount && found.length < mostCandidates; index++) {
      if (quoted[index] === 1 && hides(bytes, bounds[2 * index] as number, bounds[2 * index + 1] as number))
        found.push(index)
    }
    return found
  }

  const hides = (bytes: Uint8Array, from: number, to: number): boolean => {
    for (let at = from; at < to; at++) {
      if (bytes[at] === delimiterStart || bytes[at] === LF || bytes[at] === CR) return true
    }
    return false
  }

  /** Scans again with one quote taken as a part of its value; true where that makes a record of one line and of the width. */
  const scanWithStray = (bytes: Uint8Array, start: number, isLast: boolean): boolean => {
    const isLong = fieldCount > width
    const candidates = new Set(suspectField >= 0 ? [suspectField] : [])
    if (!isLong) for (const index of [...hiding(bytes), fieldCount]) candidates.add(index)
    for (const candidate of candidates) {
      strayField = candidate
      suspectField = -1
      recordEnd = scanFields(bytes, start, isLast)
      if (recordEnd >= 0 && fieldCount === width && suspectField < 0) return true
    }
    strayField = -1
    return isLong && scanWithInnerQuote(bytes, start, isLast)
  }

  /**
   * Scans a record that is too long again with the first quotes that might close one of its values taken as parts of it,
   * as where somebody is quoted within a value and nothing marks that.
   */
  const scanWithInnerQuote = (bytes: Uint8Array, start: number, isLast: boolean): boolean => {
    scanFields(bytes, start, isLast)
    const candidates: number[] = []
    for (let index = 0; index < fieldCount && candidates.length < mostCandidates; index++) {
      if (quoted[index] === 1) candidates.push(index)
    }
    if (isQuotedThroughout(bytes)) return false
    for (const candidate of candidates) {
      for (closesToPass = 1; closesToPass <= mostInnerQuotes; closesToPass++) {
        lateField = candidate
        suspectField = -1
        recordEnd = scanFields(bytes, start, isLast)
        if (recordEnd < 0 || fieldCount < width) break
        if (fieldCount === width && lineBreaks === 0 && suspectField < 0 && isQuotedThroughout(bytes)) {
          strayField = candidate
          lateField = -1
          return true
        }
      }
    }
    lateField = -1
    return false
  }

  /** Whether no value that is not quoted ends with a quote, which would have lost its beginning. */
  const isQuotedThroughout = (bytes: Uint8Array): boolean => {
    for (let index = 0; index < fieldCount; index++) {
      const end = bounds[2 * index + 1] as number
      if (quoted[index] === 0 && end > (bounds[2 * index] as number) && bytes[end - 1] === quote) return false
    }
    return true
  }

  /** Finds the values of the record at `start` and returns where it ends; `needsMore` and `isUnclosed` are below 0. */
  const scanFields = (bytes: Uint8Array, start: number, isLast: boolean): number => {
    fieldCount = 0
    lineBreaks = 0
    hasGivenUp = false
    let at = start
    for (;;) {
      if (bytes[at] === quote && fieldCount !== strayField) {
        const closing = closingQuote(bytes, at + 1, isLast)
        if (closing >= 0) {
          addField(at + 1, closing, 1)
          at = endOfPlain(bytes, closing + 1)
        } else if (bytes.length - at > longestQuoted) {
          const end = endOfPlain(bytes, at)
          addField(at, end, 0)
          at = end
        } else return isLast || hasGivenUp ? isUnclosed : needsMore
      } else {
        const end = endOfPlain(bytes, at)
        addField(at, end, 0)
        at = end
      }
      if (at >= bytes.length) return isLast ? at : needsMore
      if (bytes[at] !== delimiterStart) return at
      at += delimiterLength
      if (at >= bytes.length && !isLast) return needsMore
    }
  }

  const gather = (): void => {
    pending = Buffer.concat([pending, ...waiting])
    waiting = []
    waitingBytes = 0
  }

  const scan = (isLast: boolean): void => {
    const bytes = pending
    let at = 0
    while (at < bytes.length) {
      const next = scanRecord(bytes, at, isLast)
      if (next < 0) break
      at = next
    }
    pending = bytes.subarray(at)
    tryAgainAt = Math.min(pending.length * 2, longest + 1)
  }

  return {
    push(piece) {
      waitingBytes += piece.length
      const isLong = pending.length + waitingBytes < tryAgainAt
      // A piece that waits is copied, since whoever brought it may use its memory again.
      waiting.push(isLong ? Uint8Array.from(piece) : piece)
      if (isLong) return
      gather()
      scan(false)
      if (pending.length > longest) throw tooLong(longest)
    },
    end() {
      gather()
      scan(true)
    },
  }
}

function tooLong(longest: number): UnreadableFileError {
  return new UnreadableFileError(
    'too_large',
    `One line of this file is longer than ${longest / 2 ** 20} MB, which no row can be. Check whether its lines end at all.`,
  )
}

/** How many lines the bytes from `start` on cover; a last line without a line end counts. */
function countLines(bytes: Uint8Array, start: number): number {
  let ends = 0
  for (let at = start; at < bytes.length; at++) {
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) ends++
  }
  const last = bytes[bytes.length - 1]
  return last === LF || last === CR ? ends : ends + 1
}
