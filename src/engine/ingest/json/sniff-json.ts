import { JsonSyntaxError, skipBlanks, skipKey, skipString, skipValue } from './json-syntax.ts'

/**
 * Where the records of a JSON text are: the elements of an `array` (found below `path` from the root), the `lines` of
 * NDJSON, or whole `values` one after the other, of which a single object is the simplest case.
 */
export type JsonLayout = { kind: 'array'; path: string[] } | { kind: 'lines' } | { kind: 'values' }

const LBRACKET = 91
const LBRACE = 123
const deepestPath = 3

/** Finds the records in the beginning of a text (`isWhole`: in all of it). */
export function sniffJson(head: Uint8Array, isWhole: boolean): JsonLayout {
  const start = skipBlanks(head, 0)
  if (head[start] === LBRACKET) return isLines(head, start) ? { kind: 'lines' } : { kind: 'array', path: [] }
  if (isLines(head, start)) return { kind: 'lines' }
  const end = endOf(head, start)
  const isOnlyValue = end < 0 || (isWhole && skipBlanks(head, end) >= head.length)
  const path = isOnlyValue ? longestArray(head, start, [])?.path : undefined
  return path ? { kind: 'array', path } : { kind: 'values' }
}

function endOf(head: Uint8Array, start: number): number {
  try {
    return skipValue(head, start, false)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return -1
    throw error
  }
}

/** The first value ends on the line it begins on, and the next line begins another one. */
function isLines(head: Uint8Array, start: number): boolean {
  const lineEnd = head.indexOf(10, start)
  const end = endOf(head, start)
  if (lineEnd < 0 || end < 0 || end > lineEnd) return false
  const next = skipBlanks(head, end)
  return next > lineEnd && (head[next] === LBRACE || head[next] === LBRACKET)
}

/** The longest array of at least two objects among the members of an object; one that is cut off is the longest. */
function longestArray(head: Uint8Array, start: number, path: string[]): { path: string[]; length: number } | undefined {
  let longest: { path: string[]; length: number } | undefined
  if (head[start] !== LBRACE || path.length >= deepestPath) return undefined
  let at = skipBlanks(head, start + 1)
  try {
    while (at < head.length && head[at] === 34) {
      const key = JSON.parse(Buffer.from(head.subarray(at, skipString(head, at))).toString('utf8')) as string
      const value = skipKey(head, at)
      if (value < 0) break
      const end = skipValue(head, value, false)
      const here = [...path, key]
      const found =
        head[value] === LBRACKET && holdsObjects(head, value)
          ? { path: here, length: end < 0 ? Number.POSITIVE_INFINITY : end - value }
          : longestArray(head, value, here)
      if (found && found.length > (longest?.length ?? 0)) longest = found
      if (end < 0) break
      const comma = skipBlanks(head, end)
      if (head[comma] !== 44) break
      at = skipBlanks(head, comma + 1)
    }
  } catch (error) {
    if (!(error instanceof JsonSyntaxError || error instanceof SyntaxError)) throw error
  }
  return longest
}

function holdsObjects(head: Uint8Array, array: number): boolean {
  const first = skipBlanks(head, array + 1)
  if (head[first] !== LBRACE) return false
  const end = skipValue(head, first, false)
  if (end < 0) return true
  const comma = skipBlanks(head, end)
  return comma >= head.length || (head[comma] === 44 && head[skipBlanks(head, comma + 1)] === LBRACE)
}
