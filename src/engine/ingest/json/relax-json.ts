/** A comment in a text that is JSON but for it: the line it begins on, and how it is written. */
export type JsonComment = { line: number; raw: string }

/** What was passed over in a text, so that the rest is JSON. */
export type Relaxed = {
  comments: number
  commas: number
  /** The line of a comment that does not end. */
  openSince: number | undefined
}

/** Takes comments and needless commas out of a text that arrives in pieces. */
export type JsonRelaxer = {
  /** What is known of the text so far; never more bytes than were given. */
  push(piece: Uint8Array): Buffer
  end(): Buffer
  found: Relaxed
}

const LF = 10
const CR = 13
const BLANK = 32
const QUOTE = 34
const HASH = 35
const STAR = 42
const COMMA = 44
const SLASH = 47
const BACKSLASH = 92

/** A comment is shown as far as a person would read it. */
const mostRaw = 10_000

type State = 'text' | 'string' | 'escape' | 'slash' | 'line' | 'block' | 'star'

/**
 * Puts blanks where a comment stands (`//` and `#` to the end of the line, or between slashes with stars) and where a comma
 * has no value behind it, after the last one of a list or object or between whole values. Every other byte keeps its line,
 * and its place but for blanks behind a comma.
 */
export function relaxJson(onComment?: (comment: JsonComment) => void): JsonRelaxer {
  const found: Relaxed = { comments: 0, commas: 0, openSince: undefined }
  let state: State = 'text'
  let depth = 0
  let line = 1
  /** The last byte that is neither blank nor comment; 0 before the first. */
  let last = 0
  let hasComma = false
  let startLine = 1
  let raw: number[] = []
  let output = Buffer.alloc(0)
  let length = 0

  const emit = (byte: number) => {
    output[length++] = byte
  }
  const settleComma = (isNeeded: boolean) => {
    if (!hasComma) return
    hasComma = false
    if (!isNeeded) found.commas++
    emit(isNeeded ? COMMA : BLANK)
  }
  const beginComment = (next: State, written: number[]) => {
    state = next
    found.comments++
    startLine = line
    if (onComment) raw = written
    for (const _ of written) emit(BLANK)
  }
  const endComment = () => {
    state = 'text'
    onComment?.({ line: startLine, raw: Buffer.from(raw).toString('utf8') })
  }

  const inText = (byte: number) => {
    if (byte === BLANK || byte === LF || byte === CR || byte === 9) return emit(byte)
    if (byte === HASH) return beginComment('line', [byte])
    if (byte === SLASH) {
      state = 'slash'
      return
    }
    if (byte === COMMA && isEndOfValue(last)) {
      last = byte
      hasComma = depth > 0
      if (hasComma) return
      found.commas++
      return emit(BLANK)
    }
    const isClosing = byte === 93 || byte === 125
    settleComma(!isClosing)
    if (isClosing) depth--
    else if (byte === 91 || byte === 123) depth++
    else if (byte === QUOTE) state = 'string'
    last = byte
    emit(byte)
  }

  const inComment = (byte: number) => {
    if (state === 'line' && (byte === LF || byte === CR)) {
      endComment()
      return emit(byte)
    }
    if (onComment && raw.length < mostRaw) raw.push(byte)
    emit(byte === LF || byte === CR ? byte : BLANK)
    if (state === 'line') return
    if (state === 'star' && byte === SLASH) endComment()
    else state = byte === STAR ? 'star' : 'block'
  }

  const take = (byte: number) => {
    if (byte === LF) line++
    if (state === 'text') return inText(byte)
    if (state === 'string') {
      if (byte === BACKSLASH) state = 'escape'
      else if (byte === QUOTE) state = 'text'
      return emit(byte)
    }
    if (state === 'escape') {
      state = 'string'
      return emit(byte)
    }
    if (state !== 'slash') return inComment(byte)
    state = 'text'
    if (byte === SLASH) return beginComment('line', [SLASH, SLASH])
    if (byte === STAR) return beginComment('block', [SLASH, STAR])
    settleComma(true)
    emit(SLASH)
    last = SLASH
    inText(byte)
  }

  return {
    found,
    push(piece) {
      output = Buffer.allocUnsafe(piece.length + 2)
      length = 0
      for (let at = 0; at < piece.length; at++) take(piece[at] as number)
      return output.subarray(0, length)
    },
    end() {
      output = Buffer.allocUnsafe(2)
      length = 0
      if (state === 'line') endComment()
      if (state === 'block' || state === 'star') found.openSince = startLine
      settleComma(true)
      if (state === 'slash') emit(SLASH)
      return output.subarray(0, length)
    },
  }
}

/** A comma behind anything else is one too many, and no text is JSON but for it. */
function isEndOfValue(byte: number): boolean {
  return byte !== 0 && byte !== COMMA && byte !== 58 && byte !== 91 && byte !== 123
}

/** A text as a whole without its comments and needless commas. */
export function relaxed(text: Uint8Array): { text: Buffer; found: Relaxed } {
  const relaxer = relaxJson()
  return { text: Buffer.concat([relaxer.push(text), relaxer.end()]), found: relaxer.found }
}
