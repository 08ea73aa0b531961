import type { Step } from './feed-json.ts'
import { JsonSyntaxError, mostNested, skipBlanks, skipKey, skipString, skipValue } from './json-syntax.ts'

/** What hears of every part of a document; `at` and `end` are bytes from its beginning. */
export type JsonEvents = {
  open(isObject: boolean, at: number, line: number): void
  close(end: number): void
  key(bytes: Buffer, start: number, end: number): void
  scalar(bytes: Buffer, start: number, end: number): void
  /** A further value follows the first one. */
  another(): void
}

const QUOTE = 34
const COMMA = 44
const LBRACKET = 91
const LBRACE = 123

type Expected = 'value' | 'first value' | 'key' | 'first key' | 'comma' | 'end'

/** Walks through a document of any size, keeping no more of it than one key or plain value. */
export function walkStep(events: JsonEvents): Step {
  const stack: boolean[] = []
  let expected: Expected = 'value'
  let offset = 0
  let isDone = false

  const after = () => {
    expected = stack.length === 0 ? 'end' : 'comma'
  }
  const close = (end: number) => {
    stack.pop()
    events.close(offset + end)
    after()
  }
  const walk: Step = (bytes, isLast, lineAt) => {
    let at = skipBlanks(bytes, 0)
    while (at < bytes.length) {
      const byte = bytes[at] as number
      const isObject = stack[stack.length - 1] === true
      if (expected === 'end') {
        events.another()
        isDone = true
        return bytes.length
      }
      if (expected === 'comma' || expected.startsWith('first')) {
        if (byte === (isObject ? 125 : 93)) {
          close(at + 1)
          at = skipBlanks(bytes, at + 1)
          continue
        }
        if (expected === 'comma') {
          if (byte !== COMMA) throw new JsonSyntaxError(at, `expected a comma or ${isObject ? '}' : ']'}`)
          expected = isObject ? 'key' : 'value'
          at = skipBlanks(bytes, at + 1)
          continue
        }
        expected = isObject ? 'key' : 'value'
      }
      if (expected === 'key') {
        const value = skipKey(bytes, at)
        if (value < 0) return at
        events.key(bytes, at, skipString(bytes, at))
        expected = 'value'
        at = value
        continue
      }
      if (byte === LBRACE || byte === LBRACKET) {
        if (stack.length >= mostNested) throw new JsonSyntaxError(at, `values are nested more than ${mostNested} deep`)
        stack.push(byte === LBRACE)
        events.open(byte === LBRACE, offset + at, lineAt(at))
        expected = byte === LBRACE ? 'first key' : 'first value'
        at = skipBlanks(bytes, at + 1)
        continue
      }
      const end = byte === QUOTE ? skipString(bytes, at) : skipValue(bytes, at, isLast)
      if (end < 0) return at
      events.scalar(bytes, at, end)
      after()
      at = skipBlanks(bytes, end)
    }
    return at
  }
  return (bytes, isLast, lineAt) => {
    if (isDone) return bytes.length
    const at = walk(bytes, isLast, lineAt)
    if (isLast && expected !== 'end') throw new JsonSyntaxError(bytes.length, 'the document ends too early')
    offset += at
    return at
  }
}
