/** Where a text stops being JSON: the index of the byte and what was expected there. */
export class JsonSyntaxError extends Error {
  readonly at: number

  constructor(at: number, message: string) {
    super(message)
    this.name = 'JsonSyntaxError'
    this.at = at
  }
}

const QUOTE = 34
const BACKSLASH = 92
const LBRACKET = 91
const RBRACKET = 93
const LBRACE = 123
const RBRACE = 125
const COMMA = 44
const COLON = 58

const words = ['true', 'false', 'null', 'NaN', 'Infinity'].map((word) => Buffer.from(word))
const hexDigit = (byte: number | undefined) =>
  byte !== undefined && ((byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 70) || (byte >= 97 && byte <= 102))
const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 48 && byte <= 57

/** Nesting beyond this is no data, and would only serve to exhaust the stack of a reader. */
export const mostNested = 500

/** The index of the first byte from `at` on that is no white space. */
export function skipBlanks(bytes: Uint8Array, at: number): number {
  let next = at
  for (;;) {
    const byte = bytes[next]
    if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return next
    next++
  }
}

/**
 * The index after the JSON value that begins at `at`; -1 when the bytes end before it is complete (a number at the very
 * end counts as complete only with `isLast`). Throws `JsonSyntaxError` where the value is wrong.
 */
export function skipValue(bytes: Uint8Array, at: number, isLast: boolean, depth = 0): number {
  const first = bytes[at]
  if (first === undefined) return -1
  if (first === QUOTE) return skipString(bytes, at)
  if (first === LBRACE || first === LBRACKET) {
    if (depth >= mostNested) throw new JsonSyntaxError(at, `values are nested more than ${mostNested} deep`)
    return skipMembers(bytes, at, isLast, depth, first === LBRACE)
  }
  if (first === 45 || isDigit(first)) return skipNumber(bytes, at, isLast)
  return skipWord(bytes, at)
}

/** The index after the string that begins with the quote at `at`; -1 when the bytes end before it is complete. */
export function skipString(bytes: Uint8Array, at: number): number {
  const length = bytes.length
  for (let next = at + 1; next < length; next++) {
    const byte = bytes[next] as number
    if (byte === QUOTE) return next + 1
    if (byte === BACKSLASH) {
      const escaped = bytes[++next]
      if (escaped === undefined) return -1
      if (escaped === 117) {
        if (next + 4 >= length) return -1
        for (let digit = 1; digit <= 4; digit++) {
          if (!hexDigit(bytes[next + digit])) throw new JsonSyntaxError(next, 'expected four hexadecimal digits')
        }
        next += 4
      } else if (!'"\\/bfnrt'.includes(String.fromCharCode(escaped))) {
        throw new JsonSyntaxError(next, 'this character cannot follow a backslash')
      }
    } else if (byte < 32) throw new JsonSyntaxError(next, 'a string cannot hold a line end or control character')
  }
  return -1
}

function skipMembers(bytes: Uint8Array, at: number, isLast: boolean, depth: number, isObject: boolean): number {
  const close = isObject ? RBRACE : RBRACKET
  let next = skipBlanks(bytes, at + 1)
  if (bytes[next] === close) return next + 1
  for (;;) {
    if (next >= bytes.length) return -1
    if (isObject) {
      next = skipKey(bytes, next)
      if (next < 0) return -1
    }
    next = skipValue(bytes, next, isLast, depth + 1)
    if (next < 0) return -1
    next = skipBlanks(bytes, next)
    const byte = bytes[next]
    if (byte === undefined) return -1
    if (byte === close) return next + 1
    if (byte !== COMMA) throw new JsonSyntaxError(next, `expected a comma or ${isObject ? '}' : ']'}`)
    next = skipBlanks(bytes, next + 1)
  }
}

/** The index of the value whose key begins at `at`; -1 when the bytes end before it. */
export function skipKey(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) throw new JsonSyntaxError(at, wrongKey(bytes[at]))
  let next = skipString(bytes, at)
  if (next < 0) return -1
  next = skipBlanks(bytes, next)
  if (next >= bytes.length) return -1
  if (bytes[next] !== COLON) throw new JsonSyntaxError(next, 'expected a colon')
  next = skipBlanks(bytes, next + 1)
  return next >= bytes.length ? -1 : next
}

function wrongKey(byte: number | undefined): string {
  return byte === RBRACE ? 'expected a key after the comma' : 'expected a key in double quotes'
}

function skipNumber(bytes: Uint8Array, at: number, isLast: boolean): number {
  let next = at
  if (bytes[next] === 45) next++
  if (bytes[next] === 73) return skipWord(bytes, next)
  if (bytes[next] === 48) next++
  else next = skipDigits(bytes, next, isLast)
  if (next >= 0 && bytes[next] === 46) next = skipDigits(bytes, next + 1, isLast)
  if (next >= 0 && (bytes[next] === 101 || bytes[next] === 69)) {
    next++
    if (bytes[next] === 43 || bytes[next] === 45) next++
    next = skipDigits(bytes, next, isLast)
  }
  if (next >= bytes.length && !isLast) return -1
  if (isDigit(bytes[next])) throw new JsonSyntaxError(next, 'a number cannot begin with zero')
  return next
}

function skipDigits(bytes: Uint8Array, at: number, isLast: boolean): number {
  let next = at
  while (isDigit(bytes[next])) next++
  if (next > at) return next
  if (at >= bytes.length && !isLast) return -1
  throw new JsonSyntaxError(at, 'expected a digit')
}

/** What people write that JSON does not know, by its first byte. */
function wrongValue(byte: number | undefined): string {
  if (byte === RBRACKET) return 'expected a value after the comma'
  return byte === 39 ? 'expected a value; texts stand in double quotes' : 'expected a value'
}

function skipWord(bytes: Uint8Array, at: number): number {
  const word = words.find((known) => known[0] === bytes[at])
  if (!word) throw new JsonSyntaxError(at, wrongValue(bytes[at]))
  for (let i = 0; i < word.length; i++) {
    const byte = bytes[at + i]
    if (byte === undefined) return -1
    if (byte !== word[i]) throw new JsonSyntaxError(at + i, 'expected a value')
  }
  return at + word.length
}
