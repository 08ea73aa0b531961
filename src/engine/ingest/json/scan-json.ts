import { JsonSyntaxError, skipBlanks, skipKey, skipString, skipValue } from './json-syntax.ts'
import type { JsonLayout } from './sniff-json.ts'

/** One record: the bytes from `start` to `end` are one JSON value, complete and valid. Valid while its listener runs. */
export type JsonRecord = { bytes: Buffer; start: number; end: number }

/** A line of NDJSON that is no JSON, and why. */
export type BrokenLine = { line: number; raw: string; message: string }

/** What hears of the records of a text, in order. */
export type JsonListener = { record(record: JsonRecord): void; broken(line: BrokenLine): void }

/** A text that is no JSON, by the 1-based line and column (in bytes) where it stops being so. */
export class JsonPlaceError extends Error {
  readonly line: number
  readonly column: number

  constructor(line: number, column: number, message: string) {
    super(message)
    this.name = 'JsonPlaceError'
    this.line = line
    this.column = column
  }
}

const LF = 10
const COMMA = 44
const RBRACKET = 93

/** Finds the records of a UTF-8 text that arrives in pieces. Throws `JsonPlaceError` where the text is no JSON. */
export async function scanJson(
  pieces: AsyncIterable<Uint8Array>,
  layout: JsonLayout,
  listener: JsonListener,
  afterPiece: () => Promise<void>,
): Promise<void> {
  const step =
    layout.kind === 'lines'
      ? lineStep(listener)
      : layout.kind === 'values'
        ? valueStep(listener)
        : arrayStep(layout.path, listener)
  let pending = Buffer.alloc(0)
  let tryAgainAt = 0
  let line = 1
  let column = 1
  const advance = (isLast: boolean) => {
    let at = 0
    try {
      at = step(pending, isLast)
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error
      const place = placeAfter(pending, error.at, line, column)
      throw new JsonPlaceError(place.line, place.column, error.message)
    }
    ;({ line, column } = placeAfter(pending, at, line, column))
    pending = pending.subarray(at)
    tryAgainAt = pending.length * 2
  }
  for await (const piece of pieces) {
    pending = Buffer.concat([pending, piece])
    if (pending.length >= tryAgainAt) advance(false)
    await afterPiece()
  }
  advance(true)
  await afterPiece()
}

function placeAfter(bytes: Buffer, at: number, line: number, column: number): { line: number; column: number } {
  let lines = line
  let lineStart = -1
  for (let lf = bytes.indexOf(LF); lf >= 0 && lf < at; lf = bytes.indexOf(LF, lf + 1)) {
    lines++
    lineStart = lf
  }
  return { line: lines, column: lineStart < 0 ? column + at : at - lineStart }
}

/** Takes what it can from the beginning of the bytes and returns how many it has taken. */
type Step = (bytes: Buffer, isLast: boolean) => number

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
        const problem = problemOf(text, start)
        if (problem === undefined) record({ bytes: text, start, end: skipValue(text, start, true) })
        else broken({ line, raw: text.toString('utf8', at), message: problem })
      }
      at = Math.min(end + 1, bytes.length)
    }
    return at
  }
}

function problemOf(text: Buffer, start: number): string | undefined {
  try {
    const end = skipValue(text, start, true)
    if (end < 0) return 'the line ends before its value does'
    return skipBlanks(text, end) < text.length ? 'more than one value stands on the line' : undefined
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error.message
    throw error
  }
}

function valueStep({ record }: JsonListener): Step {
  return (bytes, isLast) => {
    let at = skipBlanks(bytes, 0)
    while (at < bytes.length) {
      const end = skipValue(bytes, at, isLast)
      if (end < 0) {
        if (isLast) throw new JsonSyntaxError(bytes.length, 'the document ends too early')
        break
      }
      record({ bytes, start: at, end })
      at = skipBlanks(bytes, end)
    }
    return at
  }
}

function arrayStep(path: string[], { record }: JsonListener): Step {
  let depth = 0
  let state: 'outside' | 'first' | 'value' | 'after' | 'done' = 'outside'
  const outside = (bytes: Buffer, isLast: boolean): number => {
    const found = findArray(bytes, path, isLast)
    if (found < 0) return 0
    depth = path.length
    state = 'first'
    return found
  }
  return (bytes, isLast) => {
    let at = state === 'outside' ? outside(bytes, isLast) : 0
    if (state === 'outside') {
      if (isLast) throw new JsonSyntaxError(bytes.length, 'the document ends too early')
      return 0
    }
    for (;;) {
      const next = skipBlanks(bytes, at)
      if (next >= bytes.length) {
        if (isLast && state !== 'done') throw new JsonSyntaxError(bytes.length, 'the document ends too early')
        return at
      }
      if (state === 'done') {
        if (depth > 0) return bytes.length
        throw new JsonSyntaxError(next, 'something follows the end of the document')
      }
      if (state === 'after' || (state === 'first' && bytes[next] === RBRACKET)) {
        if (bytes[next] === RBRACKET) state = 'done'
        else if (bytes[next] === COMMA) state = 'value'
        else throw new JsonSyntaxError(next, 'expected a comma or ]')
        at = next + 1
        continue
      }
      const end = skipValue(bytes, next, isLast)
      if (end < 0) {
        if (isLast) throw new JsonSyntaxError(bytes.length, 'the document ends too early')
        return at
      }
      record({ bytes, start: next, end })
      state = 'after'
      at = end
    }
  }
}

/** The index after the bracket that opens the array below `path`; -1 when the bytes end before it. */
function findArray(bytes: Buffer, path: string[], isLast: boolean): number {
  let at = skipBlanks(bytes, 0)
  for (const wanted of path) {
    at = skipBlanks(bytes, at + 1)
    for (;;) {
      if (at >= bytes.length) return -1
      const keyEnd = skipString(bytes, at)
      const value = keyEnd < 0 ? -1 : skipKey(bytes, at)
      if (value < 0) return -1
      if (JSON.parse(bytes.toString('utf8', at, keyEnd)) === wanted) {
        at = value
        break
      }
      const end = skipValue(bytes, value, isLast)
      if (end < 0) return -1
      const comma = skipBlanks(bytes, end)
      if (comma >= bytes.length) return -1
      if (bytes[comma] !== COMMA) throw new JsonSyntaxError(comma, 'expected a comma or }')
      at = skipBlanks(bytes, comma + 1)
    }
  }
  return at < bytes.length ? at + 1 : -1
}
