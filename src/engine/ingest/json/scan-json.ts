import { feedJson, type Step, type TextStart } from './feed-json.ts'
import { JsonSyntaxError, skipBlanks, skipKey, skipString, skipValue } from './json-syntax.ts'
import { relaxed } from './relax-json.ts'

/**
 * One record: the bytes from `start` to `end` are one JSON value, complete and valid, and those from `keyStart` to `keyEnd`
 * the key it stands under, if it does. Valid while its listener runs.
 */
export type JsonRecord = {
  bytes: Buffer
  start: number
  end: number
  key?: { start: number; end: number }
  /** The values of a row whose keys came again in their columns. */
  repeated?: { column: string; value: string }[]
  /** How its line of NDJSON is written, where that has comments or needless commas besides. */
  written?: string
  /** The line on which the byte at an index stands; to be asked in ascending order. */
  lineAt(at: number): number
}

/** A line of NDJSON that is no record, and why. */
export type BrokenLine = { line: number; raw: string; message: string; isComment?: true }

/** What hears of the records of a text, in order. */
export type JsonListener = { record(record: JsonRecord): void; broken(line: BrokenLine): void }

/**
 * How records follow each other in a text: as the elements of the list that it is, the members of the object that it is,
 * `lines` of NDJSON, or whole `values` one after the other, of which a single one is the simplest case.
 */
export type RecordLayout = 'elements' | 'members' | 'lines' | 'values'

const LF = 10
const COMMA = 44
const LBRACKET = 91
const RBRACKET = 93
const RBRACE = 125

/** Finds the records of a UTF-8 text that arrives in pieces. Throws `JsonPlaceError` where the text is no JSON. */
export function scanJson(
  pieces: AsyncIterable<Uint8Array>,
  layout: RecordLayout,
  listener: JsonListener,
  afterPiece: () => Promise<void>,
  from?: TextStart,
): Promise<void> {
  const step =
    layout === 'lines' ? lineStep(listener) : layout === 'values' ? valueStep(listener) : memberStep(layout, listener)
  return feedJson(pieces, step, afterPiece, from)
}

function lineStep({ record, broken }: JsonListener): Step {
  let line = 0
  return (bytes, isLast) => {
    let at = 0
    while (at < bytes.length) {
      const lineEnd = bytes.indexOf(LF, at)
      if (lineEnd < 0 && !isLast) break
      const end = lineEnd < 0 ? bytes.length : lineEnd
      line++
      const text = bytes.subarray(0, end)
      const start = skipBlanks(text, at)
      if (start < end) {
        const strict = valueOfLine(text, start)
        const found = 'bytes' in strict ? strict : looseValueOfLine(text.subarray(start), strict)
        const lineAt = () => line
        if ('bytes' in found) record({ ...found, lineAt })
        else broken({ line, raw: text.toString('utf8', at).replace(/\r$/, ''), ...found })
      }
      at = Math.min(end + 1, bytes.length)
    }
    return at
  }
}

type LineValue = { bytes: Buffer; start: number; end: number }
type LineProblem = { message: string; isComment?: true }

/** The one value of a line, or why it has none. */
function valueOfLine(bytes: Buffer, start: number): LineValue | LineProblem {
  try {
    const end = skipValue(bytes, start, true)
    if (end < 0) return { message: 'the line ends before its value does' }
    const isOne = skipBlanks(bytes, end) >= bytes.length
    return isOne ? { bytes, start, end } : { message: 'more than one value stands on the line' }
  } catch (error) {
    if (error instanceof JsonSyntaxError) return { message: error.message }
    throw error
  }
}

/** The value of a line that has one but for comments and needless commas. */
function looseValueOfLine(line: Buffer, problem: LineProblem): (LineValue & { written: string }) | LineProblem {
  const { text, found } = relaxed(line)
  if (found.openSince !== undefined || found.comments + found.commas === 0) return problem
  const start = skipBlanks(text, 0)
  if (start >= text.length) return { message: 'it is a comment', isComment: true }
  const value = valueOfLine(text, start)
  return 'bytes' in value ? { ...value, written: line.toString('utf8').trimEnd() } : problem
}

function valueStep({ record }: JsonListener): Step {
  return (bytes, isLast, lineAt) => {
    let at = skipBlanks(bytes, 0)
    while (at < bytes.length) {
      const end = skipValue(bytes, at, isLast)
      if (end < 0) {
        if (isLast) throw tooEarly(bytes)
        break
      }
      record({ bytes, start: at, end, lineAt })
      at = skipBlanks(bytes, end)
    }
    return at
  }
}

function memberStep(layout: 'elements' | 'members', { record }: JsonListener): Step {
  const closing = layout === 'elements' ? RBRACKET : RBRACE
  let state: 'outside' | 'first' | 'value' | 'after' | 'done' = 'outside'
  return (bytes, isLast, lineAt) => {
    let at = 0
    for (;;) {
      at = skipBlanks(bytes, at)
      if (at >= bytes.length) {
        if (isLast && state !== 'done') throw tooEarly(bytes)
        return at
      }
      if (state === 'done') throw new JsonSyntaxError(at, 'something follows the end of the document')
      if (state === 'outside') {
        state = 'first'
        at++
        continue
      }
      if (state === 'after' || (state === 'first' && bytes[at] === closing)) {
        if (bytes[at] === closing) state = 'done'
        else if (bytes[at] === COMMA) state = 'value'
        else throw new JsonSyntaxError(at, `expected a comma or ${String.fromCharCode(closing)}`)
        at++
        continue
      }
      const value = layout === 'members' ? skipKey(bytes, at) : at
      const end = value < 0 ? -1 : skipValue(bytes, value, isLast)
      if (end < 0) {
        if (isLast) throw tooEarly(bytes)
        return at
      }
      const key = layout === 'members' ? { key: { start: at, end: skipString(bytes, at) } } : {}
      record({ bytes, start: value, end, ...key, lineAt })
      state = 'after'
      at = end
    }
  }
}

const tooEarly = (bytes: Buffer) => new JsonSyntaxError(bytes.length, 'the document ends too early')

/** Calls `each` with the place of every element of the list whose bracket stands at `list`. */
export function eachElement(bytes: Buffer, list: number, each: (start: number, end: number) => void): void {
  if (bytes[list] !== LBRACKET) return
  let at = skipBlanks(bytes, list + 1)
  while (at < bytes.length && bytes[at] !== RBRACKET) {
    const end = skipValue(bytes, at, false)
    if (end < 0) return
    each(at, end)
    const next = skipBlanks(bytes, end)
    if (bytes[next] !== COMMA) return
    at = skipBlanks(bytes, next + 1)
  }
}

/** Calls `each` with the place of every key and value of the object whose brace stands at `object`. */
export function eachMember(
  bytes: Buffer,
  object: number,
  each: (keyStart: number, keyEnd: number, start: number, end: number) => void,
): void {
  let at = skipBlanks(bytes, object + 1)
  while (at < bytes.length && bytes[at] !== RBRACE) {
    const value = skipKey(bytes, at)
    const end = value < 0 ? -1 : skipValue(bytes, value, false)
    if (end < 0) return
    each(at, skipString(bytes, at), value, end)
    const next = skipBlanks(bytes, end)
    if (bytes[next] !== COMMA) return
    at = skipBlanks(bytes, next + 1)
  }
}
