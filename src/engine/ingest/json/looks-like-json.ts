import { JsonSyntaxError, mostNested, skipBlanks, skipValue } from './json-syntax.ts'

const LBRACKET = 91
const RBRACKET = 93
const LBRACE = 123
const RBRACE = 125
const HASH = 35
const SLASH = 47
const SEPARATOR = 0x1e

/**
 * Whether a text is JSON or NDJSON rather than lines of values; it may be cut off. Broken JSON still counts as JSON
 * when it begins like an object or like an array of objects, or stands in brackets as a whole; and when it begins with
 * any bracket or brace, where its name says that it is JSON.
 */
export function looksLikeJson(text: Uint8Array, isNamedJson = false): boolean {
  if (text[0] === SLASH || text[0] === HASH) return looksLikeJson(withoutComments(text), isNamedJson)
  const start = skipBlanks(text, text[0] === SEPARATOR ? 1 : 0)
  if (isNamedJson && (text[start] === LBRACE || text[start] === LBRACKET)) return true
  if (text[start] === LBRACE) return beginsObject(Buffer.from(text.subarray(start, start + 1024)).toString('utf8'))
  if (text[start] !== LBRACKET) return false
  if (text[skipBlanks(text, start + 1)] === LBRACE) return true
  try {
    const end = skipValue(text, start, true)
    return end < 0 || startsAnotherLine(text, end)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    return (endsWithBracket(text) && beginsValue(text, start)) || beginsNested(text, start)
  }
}

/** Whether a text is one value of JSON that is neither a list nor an object. */
export function isLoneValue(text: Uint8Array): boolean {
  try {
    const end = /^[[{]/.test(String.fromCharCode(text[0] ?? 0)) ? -1 : skipValue(text, 0, true)
    return end >= 0 && skipBlanks(text, end) >= text.length
  } catch (error) {
    if (error instanceof JsonSyntaxError) return false
    throw error
  }
}

/** JSON has no comments, but people write some above it. */
function withoutComments(text: Uint8Array): Uint8Array {
  const below = Buffer.from(text)
    .toString('utf8')
    .replace(/^(\s*((\/\/|#)[^\r\n]*|\/\*[\s\S]*?\*\/))+\s*/, '')
  return Buffer.from(/^[/#]/.test(below) ? '' : below)
}

/** An object, also one that somebody wrote by hand: with other quotes or none, with comments or a comma too many. */
function beginsObject(text: string): boolean {
  return /^\{\s*($|["}'/#,]|[\p{L}_$][\p{L}\p{N}_$]*\s*:)/u.test(text)
}

function startsAnotherLine(text: Uint8Array, end: number): boolean {
  const next = skipBlanks(text, end)
  if (next >= text.length || text[next] === LBRACKET || text[next] === LBRACE || text[next] === SEPARATOR) return true
  return (text[next] === RBRACKET || text[next] === RBRACE) && skipClosing(text, next) >= text.length
}

/** Brackets and braces that close what was never opened. */
function skipClosing(text: Uint8Array, at: number): number {
  let next = at
  while (text[next] === RBRACKET || text[next] === RBRACE) next = skipBlanks(text, next + 1)
  return next
}

/** More brackets than JSON may nest, and nothing but those. */
function beginsNested(text: Uint8Array, start: number): boolean {
  let next = start
  for (let open = 0; open <= mostNested; open++) {
    if (text[next] !== LBRACKET && text[next] !== LBRACE) return false
    next = skipBlanks(text, next + 1)
  }
  return true
}

/** The lines of a log often begin with brackets. */
function endsWithBracket(text: Uint8Array): boolean {
  let at = text.length - 1
  while (at > 0 && [9, 10, 13, 32].includes(text[at] as number)) at--
  return text[at] === RBRACKET && !Buffer.from(text).includes('\n[')
}

/** The name of a section of settings stands in brackets too. */
function beginsValue(text: Uint8Array, start: number): boolean {
  const first = Buffer.from(text.subarray(start + 1, start + 20)).toString('latin1')
  return /^\s*(["'\-+\d[,\]:]|\.\d|(true|false|null|none|undefined|nan|inf|infinity)\b)/i.test(first)
}
