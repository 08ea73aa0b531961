import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { JsonSyntaxError } from './json-syntax.ts'

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

/**
 * Takes what it can from the beginning of the bytes and returns how many it has taken. `lineAt` tells the line on which the
 * byte at an index stands; asked in ascending order it costs nothing.
 */
export type Step = (bytes: Buffer, isLast: boolean, lineAt: (at: number) => number) => number

const LF = 10

/** A record is held in memory as a whole; one longer than this is refused. */
const longestRecord = 256 * 1024 * 1024

/** Where the text that is fed begins in its document. */
export type TextStart = { line: number; column: number }

/**
 * Feeds a step with a UTF-8 text that arrives in pieces. Throws `JsonPlaceError` where it finds that the text is no JSON,
 * `UnreadableFileError` where a record is longer than `longest`.
 */
export async function feedJson(
  pieces: AsyncIterable<Uint8Array>,
  step: Step,
  afterPiece: () => Promise<void>,
  from: TextStart = { line: 1, column: 1 },
  longest: number = longestRecord,
): Promise<void> {
  let pending = Buffer.alloc(0)
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let tryAgainAt = 0
  let { line, column } = from
  const advance = (isLast: boolean) => {
    pending = Buffer.concat([pending, ...waiting])
    waiting = []
    waitingBytes = 0
    let at = 0
    let seen = 0
    let seenLine = line
    const lineAt = (place: number) => {
      const passed = pending.subarray(seen, place)
      for (let lf = passed.indexOf(LF); lf >= 0; lf = passed.indexOf(LF, lf + 1)) seenLine++
      seen = Math.max(seen, place)
      return seenLine
    }
    try {
      at = step(pending, isLast, lineAt)
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error
      const place = placeAfter(pending, error.at, line, column)
      throw new JsonPlaceError(place.line, place.column, error.message)
    }
    ;({ line, column } = placeAfter(pending, at, line, column))
    pending = pending.subarray(at)
    tryAgainAt = Math.min(pending.length * 2, longest + 1)
    if (pending.length > longest) throw tooLong(longest)
  }
  for await (const piece of pieces) {
    waitingBytes += piece.length
    const isLong = pending.length + waitingBytes < tryAgainAt
    // A piece that waits is copied, since whoever brought it may use its memory again.
    waiting.push(isLong ? Uint8Array.from(piece) : piece)
    if (!isLong) advance(false)
    await afterPiece()
  }
  advance(true)
  await afterPiece()
}

function tooLong(longest: number): UnreadableFileError {
  return new UnreadableFileError(
    'too_large',
    `One record of this JSON is longer than ${longest / 2 ** 20} MB, which no row can be. Write it as NDJSON, row by row.`,
  )
}

function placeAfter(bytes: Buffer, at: number, line: number, column: number): TextStart {
  let lines = line
  let lineStart = -1
  for (let lf = bytes.indexOf(LF); lf >= 0 && lf < at; lf = bytes.indexOf(LF, lf + 1)) {
    lines++
    lineStart = lf
  }
  return { line: lines, column: lineStart < 0 ? column + at : at - lineStart }
}
