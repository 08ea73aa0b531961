import { JsonSyntaxError, skipBlanks, skipValue } from './json-syntax.ts'

const LBRACKET = 91
const LBRACE = 123

/**
 * Whether a text is JSON or NDJSON rather than lines of values; it may be cut off. Broken JSON still counts as JSON
 * when it begins like an object or like an array of objects.
 */
export function looksLikeJson(text: Uint8Array): boolean {
  const start = skipBlanks(text, 0)
  if (text[start] === LBRACE) {
    const next = text[skipBlanks(text, start + 1)]
    return next === undefined || next === 34 || next === 125
  }
  if (text[start] !== LBRACKET) return false
  if (text[skipBlanks(text, start + 1)] === LBRACE) return true
  try {
    const end = skipValue(text, start, true)
    return end < 0 || startsAnotherLine(text, end)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return false
    throw error
  }
}

function startsAnotherLine(text: Uint8Array, end: number): boolean {
  const next = skipBlanks(text, end)
  return next >= text.length || text[next] === LBRACKET || text[next] === LBRACE
}
