import { JsonSyntaxError, skipBlanks, skipValue } from './json-syntax.ts'

/**
 * What a JSON text is: `lines` of NDJSON, `values` one after the other, a `list` whose elements are rows, or a `document` in
 * which tables have to be found.
 */
export type JsonForm = 'lines' | 'values' | 'list' | 'document'

const LF = 10
const LBRACKET = 91
const LBRACE = 123
const mostLines = 1000

/** Tells what a text is by its beginning (`isWhole`: by all of it). */
export function sniffJson(head: Uint8Array, isWhole: boolean): JsonForm {
  const start = skipBlanks(head, 0)
  if (isLines(head, start)) return 'lines'
  const end = endOf(head, start)
  const next = end < 0 ? head.length : skipBlanks(head, end)
  if (next < head.length) return opens(head[next]) ? 'values' : head[start] === LBRACE ? 'document' : 'list'
  if (end >= 0 && !isWhole) return 'values'
  if (head[start] === LBRACKET && !isMixed(head, start)) return 'list'
  return opens(head[start]) || beginsComment(head, start) ? 'document' : 'values'
}

const opens = (byte: number | undefined) => byte === LBRACE || byte === LBRACKET

function endOf(head: Uint8Array, start: number): number {
  try {
    return skipValue(head, start, false)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return -1
    throw error
  }
}

/** Most lines are objects or lists of their own, at least two; the first of them may be broken. */
function isLines(head: Uint8Array, start: number): boolean {
  let whole = 0
  let broken = 0
  for (let at = start; at < head.length && whole + broken < mostLines; ) {
    const lineEnd = head.indexOf(LF, at)
    if (lineEnd < 0) {
      if (whole + broken === 0) return false
      const end = endOf(head, at)
      if (opens(head[at]) && end >= 0 && skipBlanks(head, end) >= head.length) whole++
      break
    }
    const line = head.subarray(0, lineEnd)
    const first = skipBlanks(line, at)
    if (first < lineEnd && !beginsComment(line, first)) {
      const end = opens(line[first]) ? endOf(line, first) : -1
      if (end >= 0 && skipBlanks(line, end) >= lineEnd) whole++
      else broken++
    }
    at = lineEnd + 1
  }
  return whole >= 2 && whole > broken
}

const beginsComment = (text: Uint8Array, at: number) => text[at] === 35 || text[at] === 47

/** A list of an object and a list, as some services answer: a description and the rows. */
function isMixed(head: Uint8Array, start: number): boolean {
  const first = skipBlanks(head, start + 1)
  const end = opens(head[first]) ? endOf(head, first) : -1
  if (end < 0) return false
  const comma = skipBlanks(head, end)
  const second = head[comma] === 44 ? head[skipBlanks(head, comma + 1)] : undefined
  return opens(second) && second !== head[first]
}
